"""Tell people that dates have changed of which they were told before, and that a project is resumed.

One notice for each person: whatever changes until it goes joins it, and what is moved back by then is not
mentioned. Nobody else hears of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from etappe.model.hold import Hold
from etappe.model.ledger import NewOccurrence, OccurrenceState
from etappe.model.moments import local_day
from etappe.model.notice import CHANGE, RESUMPTION, notice_moment, resumption_moment, useful_until
from etappe.service.office import ProjectFile
from etappe.service.ports import Transaction


def tell_of(
    tx: Transaction,
    file: ProjectFile,
    before: Mapping[str, date],
    now: datetime,
    spoken_by: frozenset[str] = frozenset(),
) -> None:
    """Tell of tasks that have other days now; ``before`` are those of which people may have been told."""
    if not before:
        return
    told = tx.notices.told_of(file.project.id, list(before))
    for person_id in sorted(spoken_by):
        tx.notices.note_known(file.project.id, person_id, _days_now(file, before))
    readers = _by_reader(_followed(tx, file, told), _who_knows(tx, file) | spoken_by) if told else {}
    if not readers:
        return
    latest = tx.notices.latest(file.project.id, list(readers))
    for person_id, tasks in sorted(readers.items()):
        ordinal, waits = latest.get(person_id, (0, False))
        notice = _notice(file, person_id, ordinal if waits else ordinal + 1, tasks, before, now)
        tx.ledger.arm([notice], now)
        tx.notices.add_lines(notice.occ_key, {key: before[key] for key in sorted(tasks)})


def arm_resumption(tx: Transaction, file: ProjectFile, hold: Hold, now: datetime) -> None:
    """Arm the one letter of a hold; one that went for another day is followed by a second."""
    ordinal = 1
    while (entry := tx.ledger.entry(_resumption_key(file, hold, ordinal))) and entry.state not in _WAITS:
        ordinal += 1
    call_off_resumption(tx, file, now)
    place = file.calendar.place
    at = resumption_moment(hold, place, now)
    tx.ledger.arm(
        [
            NewOccurrence(
                occ_key=_resumption_key(file, hold, ordinal),
                project_id=file.project.id,
                task_key=None,
                person_id=None,
                rule_key=RESUMPTION,
                ordinal=ordinal,
                local_date=local_day(at, place.zone),
                due_at=at,
                send_until=useful_until(at, place),
            )
        ],
        now,
    )


def call_off_resumption(tx: Transaction, file: ProjectFile, now: datetime) -> None:
    """Take back the letter of a hold that has not gone yet."""
    tx.notices.cancel(file.project.id, RESUMPTION, file.speech.reasons.replanned)


_WAITS = (OccurrenceState.PLANNED, OccurrenceState.CANCELLED)


def _resumption_key(file: ProjectFile, hold: Hold, ordinal: int) -> str:
    return f"{file.project.id}/{RESUMPTION}/{hold.first.isoformat()}/{ordinal}"


def _who_knows(tx: Transaction, file: ProjectFile) -> frozenset[str]:
    """Project management, which makes changes and sees what they do."""
    contact = tx.people.contacts([file.kommune.slug])[file.kommune.slug].get(file.plan.programme.management)
    return frozenset({contact.person.id}) if contact else frozenset()


def _followed(
    tx: Transaction, file: ProjectFile, told: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    """Who has been told of each task; what somebody was told who has handed over, their follower knows."""
    contacts = tx.people.contacts([file.kommune.slug])[file.kommune.slug]
    circle = {p.id for c in contacts.values() for p in (c.person, c.deputy) if p}
    found: dict[str, frozenset[str]] = {}
    for key, people in told.items():
        spec = file.plan.task.get(key)
        contact = contacts.get(spec.role) if spec else None
        follower = {contact.person.id} if contact and people - circle else set[str]()
        found[key] = (people & circle) | follower
    return found


def _days_now(file: ProjectFile, keys: Iterable[str]) -> dict[str, date]:
    deadlines = file.schedule.deadlines
    return {key: deadlines[key].day for key in keys if key in deadlines}


def _by_reader(told: Mapping[str, frozenset[str]], but: frozenset[str]) -> dict[str, set[str]]:
    readers: dict[str, set[str]] = defaultdict(set)
    for task, people in told.items():
        for person_id in people - but:
            readers[person_id].add(task)
    return readers


def _notice(
    file: ProjectFile,
    person_id: str,
    ordinal: int,
    tasks: set[str],
    before: Mapping[str, date],
    now: datetime,
) -> NewOccurrence:
    after = (file.schedule.deadlines[key].day for key in tasks if key in file.schedule.deadlines)
    days = (*(before[key] for key in tasks), *after)
    place = file.calendar.place
    at = notice_moment(days, file.decisions.holds, place, now)
    return NewOccurrence(
        occ_key=f"{file.project.id}/{CHANGE}/{person_id}/{ordinal}",
        project_id=file.project.id,
        task_key=None,
        person_id=person_id,
        rule_key=CHANGE,
        ordinal=ordinal,
        local_date=local_day(at, place.zone),
        due_at=at,
        send_until=useful_until(at, place),
    )
