"""Answer by link: done, a new date, not me, and take it back; what was answered before is told, no error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import NameMissing, TooLateToUndo
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.moments import local_day
from etappe.model.project import TaskRecord, TaskState
from etappe.model.slip import Deed, SlipContent, SlipKind
from etappe.service.answer_pages import UNDO_WITHIN, find_task, undo_until
from etappe.service.answers import Proposed, Speaker, declined_by, proposed_by
from etappe.service.deadlines import require_to_come
from etappe.service.doorway import Doorway
from etappe.service.entering import plain
from etappe.service.office import Office, ProjectFile
from etappe.service.opening import Opened
from etappe.service.ports import Transaction
from etappe.service.slip_writing import about, asking, queue_slip
from etappe.service.tasks import active_task, reopen, require_no_obstacle, settle

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer."""

    deed: Deed
    at: datetime
    """When it was answered; before, where ``already`` is true."""
    already: bool = False
    """Whether the answer was there before, so that nothing has changed and no receipt goes."""
    by: str = ""
    """Who answered."""
    proposed: Proposed | None = None
    receipt: str | None = None
    """The slip that confirms it; None where none goes."""


@dataclass(frozen=True, slots=True)
class _Case:
    """An answer on its way in: whose it is, and about what."""

    office: Office
    tx: Transaction
    door: Doorway
    opened: Opened
    file: ProjectFile
    record: TaskRecord
    now: datetime

    @property
    def speaker(self) -> Speaker:
        """Whom the audit names by their id, and whom texts name."""
        person = self.opened.person
        return Speaker(f"person/{person.id}", person.name, frozenset({person.id}))

    @property
    def settled(self) -> Answered:
        """That it is settled already."""
        return Answered(Deed.DONE, self.record.settled_at or self.now, True, self.record.settled_by or "")

    def receipt(self, deed: Deed) -> SlipContent:
        """What a receipt says of any deed."""
        around = self.tx.people.contacts([self.file.kommune.slug])[self.file.kommune.slug]
        content = asking(self.office, about(self.office, SlipKind.RECEIPT, self.now), around)
        title = self.file.plan.task[self.record.key].title
        return replace(content, deed=deed, kommune=self.file.kommune.name, task=title)

    def told(self, deed: Deed, receipt: SlipContent, proposed: Proposed | None = None) -> Answered:
        """What was done now; its receipt goes to whose link it is."""
        person = self.opened.person
        slip = queue_slip(self.tx, self.door, person, receipt, self.now)
        return Answered(deed, self.now, False, person.name, proposed, slip)


def report_done(office: Office, door: Doorway, link_id: str, task_key: str | None, now: datetime) -> Answered:
    """ "Erledigt": the task is done; done before, it stays so.

    Raises `LinkInvalid`, `TaskNotActive`, or `TaskObstructed` where a module objects.
    """
    with office.store.begin() as tx:
        case = _case(office, tx, door, link_id, task_key, now)
        if active_task(case.file, case.record.key).settled:
            return case.settled
        require_no_obstacle(office, tx, case.file, case.record.key, now)
        say = case.speaker
        settle(tx, case.file, case.record.key, TaskState.DONE, say.actor, None, now, called=say.name)
        return case.told(Deed.DONE, replace(case.receipt(Deed.DONE), undo_days=UNDO_WITHIN.days))


def propose_by_link(
    office: Office, door: Doorway, link_id: str, task_key: str | None, day: date, now: datetime
) -> Answered:
    """ "Neuer Termin": taken at once within the bounds, else project management decides; the same day again
    changes nothing.

    Raises `LinkInvalid`, `TaskNotActive` or `DateInThePast`.
    """
    require_to_come(day, local_day(now, office.zone))
    with office.store.begin() as tx:
        case = _case(office, tx, door, link_id, task_key, now)
        if active_task(case.file, case.record.key).settled:
            return case.settled
        asked_before = _asked_before(case, day)
        if asked_before is not None:
            return Answered(Deed.PROPOSED, asked_before.opened_at, True, asked_before.data.get("by", ""))
        proposed = proposed_by(tx, case.file, case.record.key, day, case.speaker, now)
        if proposed.unchanged:
            return Answered(Deed.MOVED, now, True, proposed=proposed)
        say = office.speech
        deed = Deed.MOVED if proposed.accepted else Deed.PROPOSED
        day_to_say, before = say.day(proposed.day), say.day(case.record.due)
        return case.told(deed, replace(case.receipt(deed), day=day_to_say, before=before), proposed)


def decline_by_link(
    office: Office, door: Doorway, link_id: str, task_key: str | None, instead: str, now: datetime
) -> Answered:
    """ "Nicht zuständig": project management learns who is; the same person named again changes nothing.

    Raises `LinkInvalid`, `TaskNotActive` or `NameMissing`.
    """
    named = plain(instead)[:LONGEST_NAME]
    with office.store.begin() as tx:
        case = _case(office, tx, door, link_id, task_key, now)
        if not named:
            raise NameMissing(subject=case.record.key)
        if active_task(case.file, case.record.key).settled:
            return case.settled
        said_before = _said_before(case, named)
        if said_before is not None:
            return Answered(Deed.DECLINED, said_before.opened_at, True, case.opened.person.name)
        declined_by(tx, case.file, case.record.key, named, case.speaker, now)
        return case.told(Deed.DECLINED, replace(case.receipt(Deed.DECLINED), instead=named))


def undo_by_link(
    office: Office, door: Doorway, link_id: str, task_key: str | None, now: datetime
) -> Answered:
    """Take back within two weeks that a task is done; taken back before, it stays open.

    Raises `LinkInvalid`, `TaskNotActive` or `TooLateToUndo`.
    """
    with office.store.begin() as tx:
        case = _case(office, tx, door, link_id, task_key, now)
        record = active_task(case.file, case.record.key)
        if not record.settled:
            return Answered(Deed.UNDONE, now, True)
        if undo_until(record, now) is None:
            raise TooLateToUndo(task=record.key, project=case.file.project.id)
        reopened = reopen(tx, case.file, record.key, case.speaker.actor, now)
        due = office.speech.day(reopened.due)
        return case.told(Deed.UNDONE, replace(case.receipt(Deed.UNDONE), day=due))


def _case(
    office: Office, tx: Transaction, door: Doorway, link_id: str, task_key: str | None, now: datetime
) -> _Case:
    """What is answered; whoever else answers it waits until this is through."""
    opened, file, record = find_task(office, tx, link_id, task_key, now, hold=True)
    return _Case(office, tx, door, opened, file, record, now)


def _asked_before(case: _Case, day: date) -> FollowUp | None:
    """The same proposal, which waits for project management."""
    counts = case.file.schedule.calendars.of_task(case.record.key).on_or_after(day).isoformat()
    return _waiting(case, lambda f: f.kind is FollowUpKind.PROPOSAL and f.data.get("day") == counts)


def _said_before(case: _Case, instead: str) -> FollowUp | None:
    """The same person named by the same one."""
    cause = f"{case.file.project.id}/{case.record.key}/{identity(case.speaker.actor, instead)}/"
    return _waiting(case, lambda f: f.kind is FollowUpKind.CONTACT and f.cause.startswith(cause))


def _waiting(case: _Case, wanted: Callable[[FollowUp], bool]) -> FollowUp | None:
    waiting = case.tx.follow_ups.all_open(case.file.project.id)
    return next((f for f in waiting if f.task_key == case.record.key and wanted(f)), None)
