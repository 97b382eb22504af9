"""Let a project or one of its phases rest, and resume it; the working days that remain are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import (
    HoldInThePast,
    HoldReasonMissing,
    HoldRuns,
    NotHeld,
    ResumptionBeforeHold,
    ResumptionInThePast,
    UnknownPhase,
)
from etappe.model.audit import Fact
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.decisions import Decisions
from etappe.model.hold import Days, Hold, Shifted, shift
from etappe.model.moments import local_day
from etappe.model.project import TaskState
from etappe.service.following import compare, follow, laid_out
from etappe.service.notices import arm_resumption, call_off_resumption
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction
from etappe.service.replanning import judge_sooner, reminded_otherwise


@dataclass(frozen=True, slots=True)
class HoldProject:
    """Let a project rest until a day ("ruht bis …"), or one of its phases; a hold that runs gets another end.

    It begins with the end of the day before ``first``: today's letters still go.
    """

    until: date
    reason: str
    first: date | None = None
    """The first day of rest; tomorrow where nobody says."""
    phase: str | None = None

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `HoldReasonMissing`, `UnknownPhase`, `HoldRuns`, `HoldInThePast`, `ResumptionBeforeHold`."""
        project_id, today = file.project.id, local_day(now, office.zone)
        if not self.reason.strip():
            raise HoldReasonMissing(project=project_id)
        _require_phase(file, self.phase)
        running = _running(file, self.phase, today)
        if running and self.first not in {None, running.first}:
            days = {"first": f"{running.first:%d.%m.%Y}", "until": f"{running.until:%d.%m.%Y}"}
            raise HoldRuns(project=project_id, **days)
        first = running.first if running else self.first or today + ONE_DAY
        if running is None and first < today:
            raise HoldInThePast(day=f"{first:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
        hold = Hold(first, self.until, self.reason.strip(), self.phase)
        _require_order(hold, today)
        return _rest(tx, file, running, hold, by, now)


@dataclass(frozen=True, slots=True)
class Resume:
    """Resume what rests, on a day from today on; a hold that has not begun is called off."""

    on: date | None = None
    """Today where nobody says."""
    phase: str | None = None

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `NotHeld`, `UnknownPhase`, `ResumptionBeforeHold`, `ResumptionInThePast`."""
        project_id, today = file.project.id, local_day(now, office.zone)
        _require_phase(file, self.phase)
        running = _running(file, self.phase, today)
        if running is None:
            raise NotHeld(project=project_id, phase=f" in '{self.phase}'" if self.phase else "")
        if self.on is None and running.first > today:
            return _rest(tx, file, running, None, by, now)
        hold = replace(running, until=self.on or today)
        _require_order(hold, today)
        return _rest(tx, file, running, hold, by, now)


def _rest(
    tx: Transaction, file: ProjectFile, before: Hold | None, after: Hold | None, by: str, now: datetime
) -> ProjectFile:
    """Put one hold in another's place, and let everything follow."""
    project_id = file.project.id
    decided, shifted = _decided(file, before, after, _shifted_by(tx, project_id, before))
    schedule = laid_out(file, decided, local_day(now, file.calendar.zone))
    resting = replace(file, schedule=schedule)
    moved = {m.key for m in compare(file, schedule).tasks}
    also = list(reminded_otherwise(tx, resting, moved, now))
    followed = follow(tx, file, schedule, by, now, also=also)
    judge_sooner(tx, followed.file, now)
    _store(tx, project_id, before, after, shifted, now)
    if after is None:
        call_off_resumption(tx, file, now)
    elif after.phase is None:
        arm_resumption(tx, resting, after, now)
    fact = _fact(project_id, before, after, followed.replanned.days, by)
    tx.audit.record([fact, *followed.facts], now)
    return followed.file


def _shifted_by(tx: Transaction, project_id: str, hold: Hold | None) -> Shifted:
    return tx.holds.shifted(project_id, hold) if hold else Shifted()


def _decided(
    file: ProjectFile, before: Hold | None, after: Hold | None, shifted: Shifted
) -> tuple[Decisions, Shifted]:
    """The decisions with another hold: days fixed by hand keep the working days that were left."""
    old, plan, place = file.decisions, file.plan, file.calendar.place
    phases = {key: plan.task[key].phase for key in old.fixed_deadlines if _is_open(file, key)}
    anchors = {key: plan.phase_of_anchor.get(key, "") for key in old.fixed_anchors}
    ends = (before, after)
    fixed_anchors, moved_anchors = _kept(old.fixed_anchors, shifted.anchors, ends, anchors, place)
    fixed_deadlines, moved_deadlines = _kept(old.fixed_deadlines, shifted.deadlines, ends, phases, place)
    holds = [h for h in old.holds if h != before] + ([after] if after else [])
    decided = replace(
        old,
        fixed_anchors=fixed_anchors,
        fixed_deadlines=fixed_deadlines,
        holds=tuple(sorted(holds, key=lambda h: (h.first, h.phase or ""))),
    )
    return decided, Shifted(moved_anchors, moved_deadlines)


def _kept(
    fixed: Mapping[str, date],
    shifted: Days,
    ends: tuple[Hold | None, Hold | None],
    phases: Mapping[str, str],
    place: Calendar,
) -> tuple[dict[str, date], dict[str, tuple[date, date]]]:
    """Days fixed by hand with a hold, and which of them it shifts; ``phases`` are theirs, by key.

    A day that was fixed while the hold was known stays there, but for what the hold becomes longer.
    """
    (before, hold), days = ends, dict[str, date]()
    moved: dict[str, tuple[date, date]] = {}
    for key, day in fixed.items():
        known = key in shifted and shifted[key][1] == day
        original = shifted[key][0] if known else day
        rest = hold if known or before is None else _longer(before, hold)
        rests = rest is not None and key in phases and rest.phase in {None, phases[key]}
        days[key] = shift(original, rest, place) if rest and rests else original
        if rest == hold and days[key] != original:
            moved[key] = (original, days[key])
    return days, moved


def _longer(before: Hold, after: Hold | None) -> Hold | None:
    """What a hold with another end rests longer."""
    if after is None or after.until <= before.until:
        return None
    return replace(after, first=before.until + ONE_DAY)


def _is_open(file: ProjectFile, key: str) -> bool:
    return key in file.tasks and file.tasks[key].state is TaskState.OPEN


def _store(
    tx: Transaction, project_id: str, before: Hold | None, after: Hold | None, shifted: Shifted, now: datetime
) -> None:
    if after is not None:
        tx.holds.save(project_id, after, shifted, now)
    elif before is not None:
        tx.holds.drop(project_id, before)


def _running(file: ProjectFile, phase: str | None, today: date) -> Hold | None:
    """The hold of a project or of one phase that is not over yet."""
    return next((h for h in file.decisions.holds if h.phase == phase and h.until > today), None)


def _require_phase(file: ProjectFile, phase: str | None) -> None:
    if phase is not None and phase not in file.plan.phase:
        raise UnknownPhase(phase=phase, known=", ".join(file.plan.phase))


def _require_order(hold: Hold, today: date) -> None:
    if hold.until < hold.first:
        raise ResumptionBeforeHold(until=f"{hold.until:%d.%m.%Y}", first=f"{hold.first:%d.%m.%Y}")
    if hold.until < today:
        raise ResumptionInThePast(until=f"{hold.until:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")


def _fact(project_id: str, before: Hold | None, after: Hold | None, moved: object, by: str) -> Fact:
    action = "held" if before is None else "hold changed" if after else "hold called off"
    data = {"before": _told(before), "after": _told(after), "moved": moved}
    return Fact(by, action, project_id, data)


def _told(hold: Hold | None) -> dict[str, str | None] | None:
    if hold is None:
        return None
    days = {"first": hold.first.isoformat(), "until": hold.until.isoformat()}
    return {**days, "phase": hold.phase, "reason": hold.reason}
