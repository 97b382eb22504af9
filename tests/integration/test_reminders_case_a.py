"""Case A of the template from start to closing report: how many letters, and never two on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from sqlalchemy import Engine

from etappe.model.calendar import Calendar
from etappe.model.ledger import Entry, LedgerState, OccurrenceState
from etappe.model.moments import local_day, moment
from etappe.model.overview import in_overview, next_overview
from etappe.model.project import TaskRecord
from etappe.service.office import Office
from etappe.service.ticking import Ticked
from etappe.testing.letterbox import Mail
from tests.integration.worlds import START, World, found, person

CLOSING = date(2026, 7, 14)
MEETING = "dialog.multi_treffen"


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What is left of a programme that was carried through."""

    entries: tuple[Entry, ...]
    roles: Mapping[str, str]
    """The role of each task."""
    mails: tuple[Mail, ...]
    left_behind: int
    """Rungs planned in the past after some tick."""
    not_sent: int
    chain_holds: bool

    def own(self) -> list[tuple[date, str, str]]:
        """The rungs that reached the contact person for tasks of their own, with their days."""
        name = person("AP").name
        return [
            (e.local_date, str(e.task_key), e.rule_key)
            for e in self.entries
            if self.roles[str(e.task_key)] == "AP"
            if name in e.recipients and e.outcome in {LedgerState.SENT, LedgerState.MERGED}
            if e.local_date <= CLOSING
        ]


CHRONICLES: dict[str, Chronicle] = {}


@pytest.fixture
def chronicle(office: Office, engine: Engine) -> Chronicle:
    """Case A with every task done before letters go out on its day; carried through once per database."""
    name = engine.dialect.name
    if name not in CHRONICLES:
        CHRONICLES[name] = carried_through(found(office))
    return CHRONICLES[name]


def carried_through(world: World) -> Chronicle:
    """Let every task be done in time; the meeting is held, and ticked off in the evening."""
    roles = {t.key: t.role for t in world.start().schedule.plan.tasks}
    left_behind = not_sent = 0

    def morning(now: datetime) -> None:
        today = local_day(now)
        world.finish(lambda t: _is_done(t, today))

    def arrived(ticked: Ticked) -> None:
        nonlocal left_behind, not_sent
        not_sent += ticked.sent.failed + ticked.sent.unknown + ticked.sent.waiting
        with world.office.store.begin() as tx:
            following = tx.ledger.next_moment()
        left_behind += following is not None and following <= world.clock.now()

    world.travel(date(2026, 7, 17), morning, arrived)
    return Chronicle(world.entries(), roles, tuple(world.mails()), left_behind, not_sent, world.chain_holds())


def _is_done(task: TaskRecord, today: date) -> bool:
    return task.due < today if task.key == MEETING else task.due <= today


def test_the_contact_person_gets_24_rungs_on_20_days_not_131(chronicle: Chronicle) -> None:
    """Only milestones and blocking tasks are worth a letter; everything else is a line of the overview.

    With a letter for every step of every ladder and for every line of every overview it would be 127 (the
    template counted 131 from an earlier draft of the ladders). The meeting of multipliers adds one letter
    on its morning, because it is open until it has been held.
    """
    own = [(day, task) for day, task, rung in chronicle.own() if not rung.endswith("am_tag")]

    assert (len(own), len({day for day, _ in own})) == (24, 20)
    assert (len(chronicle.own()), len({day for day, _, _ in chronicle.own()})) == (25, 21)


def test_the_25th_rung_comes_on_the_morning_of_the_meeting(chronicle: Chronicle) -> None:
    on_the_day = [(day, task) for day, task, rung in chronicle.own() if rung.endswith("am_tag")]

    assert on_the_day == [(date(2026, 5, 22), MEETING)]


def test_of_26_mondays_23_bring_an_overview(chronicle: Chronicle) -> None:
    """One lies in the odd week of the Easter holidays, and on two there is nothing to say."""
    overviews = [m for m in chronicle.mails if m.to == person("AP").email and "Wochenübersicht" in m.subject]

    assert len([m for m in overviews if m.day <= CLOSING]) == 23


def test_single_letters_for_everything_would_be_127(office: Office) -> None:
    schedule = found(office).start().schedule
    plan, calendar = schedule.plan, schedule.calendar
    due = {
        t: schedule.deadlines[t.key].day for t in plan.tasks if t.role == "AP" and t.key in schedule.deadlines
    }
    due = {t: day for t, day in due.items() if day <= CLOSING}

    steps = sum(rung.offset <= 0 for t in due for rung in plan.ladder[t.ladder].rungs)
    lines = sum(
        monday < day and in_overview(plan.ladder[t.ladder], day, monday, calendar)
        for monday in _overview_days(calendar)
        for t, day in due.items()
    )

    assert steps + lines == 67 + 60


def test_nobody_gets_two_letters_on_one_day(chronicle: Chronicle) -> None:
    letters = Counter((mail.to, mail.day) for mail in chronicle.mails)

    assert max(letters.values()) == 1


def test_every_rung_ends_with_an_outcome_and_nothing_is_left_behind(chronicle: Chronicle) -> None:
    ended = {e.outcome for e in chronicle.entries if e.due_at < moment(CLOSING, time(8))}

    assert ended <= {LedgerState.SENT, LedgerState.MERGED, LedgerState.SKIPPED}
    assert (chronicle.left_behind, chronicle.not_sent, chronicle.chain_holds) == (0, 0, True)


def test_every_rung_that_was_skipped_says_why(chronicle: Chronicle) -> None:
    silent = [e for e in chronicle.entries if e.state is OccurrenceState.CANCELLED and not e.reason]

    assert silent == []


def test_no_letter_goes_out_in_quiet_hours_or_on_quiet_days(chronicle: Chronicle) -> None:
    days = {mail.day for mail in chronicle.mails}

    assert all(day.weekday() < 5 for day in days)
    assert days.isdisjoint({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 6, 4)})


def _overview_days(calendar: Calendar) -> list[date]:
    days = [next_overview(START, calendar)]
    while (day := next_overview(days[-1], calendar)) <= CLOSING:
        days.append(day)
    return days
