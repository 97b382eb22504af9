"""Fix anchors by hand, or let go of them, and let every date that counts from them follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import AnchorNotFixed, AnchorPassed, DateInThePast, EtappeError, UnknownAnchor
from etappe.model.anchors import AnchorDate
from etappe.model.audit import Fact
from etappe.model.ledger import Armed
from etappe.model.moments import local_day, local_time, moment
from etappe.model.project import TaskRecord
from etappe.model.quiet import OPENS, next_opening
from etappe.model.rungs import moment_of
from etappe.service.arming import arm_tasks
from etappe.service.following import Followed, Replanned, compare, follow, laid_out
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.phases import note_phase
from etappe.service.ports import Transaction
from etappe.service.tasks import rearm


@dataclass(frozen=True, slots=True)
class MoveAnchor:
    """Fix an anchor by hand; open tasks follow, settled ones and deadlines fixed by hand stay."""

    anchor: str
    day: date
    why: str = ""

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `UnknownAnchor`, `AnchorPassed`, `DateInThePast`, and what `lay_out` refuses."""
        return fix_within(tx, file, self.anchor, self.day, by, now, self.why).file


@dataclass(frozen=True, slots=True)
class ShiftAnchor:
    """Move an anchor by working days of its place, earlier where the number is negative."""

    anchor: str
    working_days: int

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises what `MoveAnchor` raises."""
        day = file.schedule.calendars.of_anchor(self.anchor).add(
            anchor_of(file, self.anchor).day, self.working_days
        )
        return fix_within(tx, file, self.anchor, day, by, now).file


@dataclass(frozen=True, slots=True)
class ReleaseAnchor:
    """Let an anchor that was fixed by hand be computed again."""

    anchor: str

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `UnknownAnchor`, `AnchorNotFixed`, `AnchorPassed`, and what `lay_out` refuses."""
        project_id, today = file.project.id, local_day(now, office.zone)
        before = anchor_of(file, self.anchor)
        if not before.by_hand:
            raise AnchorNotFixed(anchor=self.anchor, project=project_id)
        _require_to_come(before, project_id, today)
        fixed = {key: day for key, day in file.decisions.fixed_anchors.items() if key != self.anchor}
        schedule = laid_out(file, replace(file.decisions, fixed_anchors=fixed), today)
        followed = follow(tx, file, schedule, by, now)
        data = {"before": before.day.isoformat(), "after": schedule.anchors[self.anchor].day.isoformat()}
        fact = Fact(
            by, "anchor released", f"{project_id}/{self.anchor}", {**data, "moved": followed.replanned.days}
        )
        tx.audit.record([fact, *followed.facts], now)
        return followed.file


def fix_within(
    tx: Transaction, file: ProjectFile, anchor: str, day: date, by: str, now: datetime, why: str = ""
) -> Followed:
    """Fix an anchor as a part of something larger; raises what `MoveAnchor` raises."""
    before, today = anchor_of(file, anchor), local_day(now, file.calendar.zone)
    if day != before.day:
        _require_to_come(before, file.project.id, today)
        if day < today:
            raise DateInThePast(day=f"{day:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
    decided = replace(file.decisions, fixed_anchors={**file.decisions.fixed_anchors, anchor: day})
    followed = follow(tx, file, laid_out(file, decided, today), by, now)
    days = {"before": before.day.isoformat(), "after": day.isoformat()}
    data = {**days, "moved": followed.replanned.days, "why": why}
    tx.audit.record([Fact(by, "anchor fixed", f"{file.project.id}/{anchor}", data), *followed.facts], now)
    return followed


def anchor_of(file: ProjectFile, anchor: str) -> AnchorDate:
    """An anchor of a project; raises `UnknownAnchor`."""
    if anchor not in file.schedule.anchors:
        raise UnknownAnchor(anchor=anchor, known=", ".join(file.plan.anchor))
    return file.schedule.anchors[anchor]


def follow_calendar(
    office: Office, tx: Transaction, kommune: str, by: str, now: datetime
) -> Mapping[str, Replanned]:
    """Let the projects of a Kommune follow its calendar after a change; tells what moved in which.

    What has happened stays where it was. Raises what `lay_out` refuses.
    """
    moved: dict[str, Replanned] = {}
    for project in tx.projects.of_kommune(kommune):
        file = with_past_events_fixed(office, tx, project.id, local_day(now, office.zone))
        replanned = compare(file, file.schedule)
        shifted = list(reminded_otherwise(tx, file, {m.key for m in replanned.tasks}, now))
        if replanned:
            followed = follow(tx, file, file.schedule, by, now, also=shifted)
            about = {"moved": replanned.days}
            tx.audit.record([Fact(by, "calendar changed", project.id, about), *followed.facts], now)
            moved[project.id] = replanned
        else:
            tx.audit.record(note_phase(tx, file.project, file.schedule, (), by, now), now)
            rearm(tx, file, shifted, now)
        judge_sooner(tx, file, now)
    return moved


def with_past_events_fixed(office: Office, tx: Transaction, project_id: str, today: date) -> ProjectFile:
    """A project's file in which no event that has happened is placed anew."""
    past = [a for a in tx.projects.anchors(project_id) if a.day < today and not a.by_hand]
    try:
        file = open_file(office, tx, project_id)
    except EtappeError:
        if not past:
            raise
        moving = past
    else:
        moving = [a for a in past if file.schedule.anchors[a.key].day != a.day]
        if not moving:
            return file
    tx.projects.save_anchors(project_id, [replace(a, by_hand=True) for a in moving])
    return open_file(office, tx, project_id)


def _require_to_come(anchor: AnchorDate, project_id: str, today: date) -> None:
    if anchor.day < today:
        raise AnchorPassed(anchor=anchor.key, project=project_id, day=f"{anchor.day:%d.%m.%Y}")


def reminded_otherwise(
    tx: Transaction, file: ProjectFile, moved: Set[str], now: datetime
) -> Iterable[TaskRecord]:
    """Tasks that stay on their day, but whose next rung, counted in working days, is now another one.

    One whose moment has come waits for its tick, unless it comes later now; one whose new day is over goes
    on its own day all the same, so that nobody misses it.
    """
    armed = {a.task_key: a for a in tx.ledger.armed(file.project.id)}
    staying = [t for t in file.tasks.values() if t.key not in moved and t.key in file.plan.task]
    fired = tx.ledger.fired_days([file.project.id])
    coming = arm_tasks(file.project.id, file.plan, staying, file.schedule.calendars, now, fired)
    following = {new.task_key: new for new in coming}
    for task in staying:
        old, new = armed.get(task.key), following.get(task.key)
        if old and _waits(file, task, old, now):
            continue
        if (old and (old.occ_key, old.local_date)) != (new and (new.occ_key, new.local_date)):
            yield task


def judge_sooner(tx: Transaction, file: ProjectFile, now: datetime) -> None:
    """Let rungs that were postponed until a rest ends wait no longer than they have to now."""
    for rung in tx.ledger.armed(file.project.id):
        calendar = file.schedule.calendars.of_task(rung.task_key)
        if moment(rung.local_date, OPENS, calendar.zone) <= now < rung.due_at:
            opening = next_opening(local_time(now, calendar.zone), calendar)
            if opening < rung.due_at:
                tx.ledger.postpone(rung.occ_key, opening, file.speech.reasons.replanned)


def _waits(file: ProjectFile, task: TaskRecord, armed: Armed, now: datetime) -> bool:
    """Whether a rung keeps its day: as it is counted now its moment is over, and letters go on that day."""
    index = file.plan.rung_index[task.key].get(armed.rule_key)
    if index is None:
        return False
    calendar = file.schedule.calendars.of_task(task.key)
    if moment(armed.local_date, OPENS, calendar.zone) > now and not calendar.works_on(armed.local_date):
        return False
    return moment_of(file.plan.rungs[task.key], index, task.due, calendar).at <= now
