"""What happens when nothing happens: escalation, and the head of administration only by a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.model.follow_up import FollowUpKind
from etappe.service.follow_ups import answer_follow_up
from etappe.service.office import Office
from tests.integration.worlds import World, found

FULL = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026; escalates to the end."""
TO_MANAGEMENT = "workshop.format"
"""Due on Thursday, 12 February 2026; escalates to project management."""
FREE = "workshop.massnahmen"
"""Due on Thursday, 7 May 2026; nothing waits for it, and it escalates to the end."""
INTERN = "auftakt.protokoll"
"""A task of the team, due on Thursday, 29 January 2026."""
EVENT = "workshop.durchfuehrung"
"""The workshop on Wednesday, 15 April 2026."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen before its project; in the end the audit is whole."""
    world = found(office)
    yield world
    assert world.chain_holds()


def answer(world: World, kind: FollowUpKind, outcome: str) -> None:
    """Close the one follow-up of a kind."""
    (follow_up,) = world.follow_ups(kind)
    answer_follow_up(world.office, follow_up.id, outcome, "pm", world.clock.now())


def test_project_management_calls_on_the_fifth_day_and_decides_on_the_tenth(world: World) -> None:
    schedule = world.start(only=[TO_MANAGEMENT]).schedule
    due, calendar = schedule.deadlines[TO_MANAGEMENT].day, schedule.calendar

    world.days(due, calendar.add(due, 13))

    days = {e.rule_key.rpartition(".")[2]: e.local_date for e in world.entries(TO_MANAGEMENT)}
    assert days["anrufen"] == calendar.add(due, 5)
    assert days["entscheiden"] == calendar.add(due, 10)
    assert [f.kind for f in world.follow_ups()] == [FollowUpKind.ESCALATION] * 2


def test_on_the_third_day_the_deputy_is_told_beside_the_contact_person(world: World) -> None:
    world.start(only=[FULL])

    world.days(date(2026, 3, 10), date(2026, 3, 12))

    assert (world.days_of("AP"), world.days_of("D-AP")) == (
        [date(2026, 3, 10), date(2026, 3, 12)],
        [date(2026, 3, 12)],
    )
    assert "eingetragene Stellvertretung" in " ".join(world.mails("D-AP")[0].text.split())


def test_nothing_goes_to_the_head_before_a_person_releases_it(world: World) -> None:
    world.start(only=[FULL])

    world.days(date(2026, 3, 2), date(2026, 4, 30))

    assert world.mails("VS") == []
    assert len(world.follow_ups(FollowUpKind.RELEASE)) == 1


def test_after_the_release_one_letter_goes_to_the_head(world: World) -> None:
    world.start(only=[FULL])
    world.days(date(2026, 3, 10), date(2026, 3, 19))

    answer(world, FollowUpKind.RELEASE, "released")
    world.at(date(2026, 3, 19), 10)
    world.days(date(2026, 3, 20), date(2026, 4, 30))

    assert world.days_of("VS") == [date(2026, 3, 19)]
    assert "follow-up released" in world.actions()


def test_a_release_in_the_evening_goes_the_next_morning(world: World) -> None:
    world.start(only=[FULL])
    world.days(date(2026, 3, 10), date(2026, 3, 19))
    world.at(date(2026, 3, 19), 19)

    answer(world, FollowUpKind.RELEASE, "released")
    world.at(date(2026, 3, 19), 20)
    world.at(date(2026, 3, 20))

    assert world.days_of("VS") == [date(2026, 3, 20)]


def test_a_dropped_release_sends_nothing(world: World) -> None:
    world.start(only=[FULL])
    world.days(date(2026, 3, 10), date(2026, 3, 19))

    answer(world, FollowUpKind.RELEASE, "dropped")
    world.days(date(2026, 3, 20), date(2026, 4, 30))

    assert world.mails("VS") == []


def test_a_moved_deadline_can_be_released_a_second_time(world: World) -> None:
    world.start(only=[FREE])
    world.days(date(2026, 5, 8), date(2026, 5, 20))
    answer(world, FollowUpKind.RELEASE, "released")
    world.at(date(2026, 5, 20), 10)

    world.due(FREE, date(2026, 6, 10))
    world.days(date(2026, 6, 11), date(2026, 6, 22))
    answer(world, FollowUpKind.RELEASE, "released")
    world.at(date(2026, 6, 22), 10)

    told = [m for m in world.mails("VS") if "Geänderte Termine" in m.subject]
    assert [m.day for m in told] == [date(2026, 6, 11)]  # the head was told of the former day
    assert [d for d in world.days_of("VS") if d != told[0].day] == [date(2026, 5, 20), date(2026, 6, 22)]


def test_on_the_thirteenth_day_the_programme_is_told(world: World) -> None:
    world.start(only=[FULL])

    world.days(date(2026, 3, 9), date(2026, 3, 27))

    assert world.days_of("PL") == [date(2026, 3, 26)]


def test_in_the_school_holidays_no_release_is_asked(world: World) -> None:
    world.start(only=[FULL])
    world.due(FULL, date(2026, 3, 27))

    world.days(date(2026, 3, 27), date(2026, 4, 20))

    assert (world.follow_ups(FollowUpKind.RELEASE), world.reason(FULL, "freigabe_vs")) == (
        [],
        "entfällt in den Schulferien",
    )


def test_the_team_escalates_to_its_own_deputy_and_the_programme(world: World) -> None:
    world.start(only=[INTERN])

    world.days(date(2026, 1, 29), date(2026, 2, 10))

    assert date(2026, 2, 2) in world.days_of("D-PM")
    assert world.days_of("PL") == [date(2026, 2, 5)]
    assert world.mails("AP") == []


def test_two_days_before_an_event_somebody_asks_whether_it_stands(world: World) -> None:
    world.start(only=[EVENT])

    world.days(date(2026, 4, 13), date(2026, 4, 14))

    assert [f.request for f in world.follow_ups()] == ["heute anrufen: Steht die Veranstaltung?"]
    assert world.days_of("PL") == [date(2026, 4, 14)]


def test_once_it_is_confirmed_the_programme_is_not_told(world: World) -> None:
    world.start(only=[EVENT])
    world.at(date(2026, 4, 13))

    answer(world, FollowUpKind.ESCALATION, "done")
    world.at(date(2026, 4, 14))

    assert world.mails("PL") == []
    assert "die Rückfrage ist beantwortet" in world.reason(EVENT, "programmleitung")


def test_a_question_that_is_asked_a_day_late_is_open(world: World) -> None:
    world.start(only=[EVENT])

    world.at(date(2026, 4, 14))

    assert (len(world.follow_ups()), world.days_of("PL")) == (1, [date(2026, 4, 14)])
