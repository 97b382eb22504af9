"""The head of administration, elections, committees and school holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.model.follow_up import FollowUpKind
from etappe.model.kommune import DayKind, NamedDay
from etappe.service.follow_ups import answer_follow_up
from etappe.service.office import Office
from tests.integration.worlds import AACHEN, World, found

SIGNED = "vereinbarung.loi_unterzeichnet"
"""For the head, due on Monday, 2 February 2026: letters on 29 January, then on 3 and 5 February."""
PRESS = "vereinbarung.presse_start"
"""Due on Thursday, 5 February 2026; nobody is reminded of press work before it is late."""
COMMITTEE = "workshop.gremium"
FREE = "workshop.massnahmen"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen before its project; in the end the audit is whole."""
    world = found(office)
    yield world
    assert world.chain_holds()


def enter(world: World, kind: DayKind, day: date) -> None:
    """Enter a day into the calendar of Aachen."""
    with world.office.store.begin() as tx:
        tx.kommunen.add_day(AACHEN.slug, NamedDay(kind, day, "Termin"))


def test_the_head_gets_two_letters_about_a_task_at_most(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 29), date(2026, 3, 31))

    assert world.days_of("VS") == [date(2026, 1, 29), date(2026, 2, 3)]
    assert "schon 2 Schreiben" in world.reason(SIGNED, "nach_3")


def test_whoever_was_told_twice_is_not_asked_to_be_told_a_third_time(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 29), date(2026, 3, 31))

    assert world.follow_ups(FollowUpKind.RELEASE) == []


def test_the_limit_of_the_head_does_not_keep_the_programme_from_being_told(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 29), date(2026, 3, 31))

    assert world.days_of("PL") == [date(2026, 2, 19)]


def test_the_head_never_gets_an_overview(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 19), date(2026, 2, 28))

    assert [m.subject for m in world.mails("VS") if "bersicht" in m.subject] == []


def test_the_contact_person_reads_in_the_overview_what_went_to_the_head(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 29), date(2026, 2, 9))

    told = {m.day: m.text.count("Letter of Intent unterzeichnen") for m in world.mails("AP")}
    assert told == {date(2026, 2, 2): 1, date(2026, 2, 9): 1}


def test_a_copy_travels_in_the_letter_of_the_day_and_is_not_told_again(world: World) -> None:
    world.start(only=[SIGNED, "auftakt.module"])

    world.days(date(2026, 1, 29), date(2026, 2, 2))

    with_copy = [m for m in world.mails("AP") if "Letter of Intent unterzeichnen" in m.text]
    assert [m.day for m in with_copy] == [date(2026, 1, 29)]
    assert "richtet sich an VS" in " ".join(with_copy[0].text.split())


def test_the_front_office_gets_its_copy_on_the_same_day(world: World) -> None:
    world.start(only=[SIGNED])

    world.days(date(2026, 1, 29), date(2026, 1, 29))

    (copy,) = world.mails("VZ")
    assert "Letter of Intent unterzeichnen" in copy.text


def test_nobody_gets_a_copy_of_what_concerns_decision_makers_alone(world: World) -> None:
    world.start(only=["entscheidungstraeger.angebote"])

    world.days(date(2026, 2, 24), date(2026, 3, 3))

    assert world.mails("VS")
    assert (world.mails("VZ"), world.mails("AP")) == ([], [])


def test_before_an_election_press_work_is_held_until_somebody_confirms(world: World) -> None:
    enter(world, DayKind.ELECTION, date(2026, 3, 8))
    world.start(only=[PRESS])

    world.days(date(2026, 2, 6), date(2026, 2, 6))

    (question,) = world.follow_ups(FollowUpKind.PRESS)
    assert "Wahl am 08.03.2026" in question.request
    assert (world.mails("AP"), world.rungs(PRESS)["nach_1"]) == ([], "skipped")


def test_confirmed_press_work_is_reminded_of_at_once_and_later_as_usual(world: World) -> None:
    enter(world, DayKind.ELECTION, date(2026, 3, 8))
    world.start(only=[PRESS])
    world.at(date(2026, 2, 6))
    (question,) = world.follow_ups(FollowUpKind.PRESS)

    answer_follow_up(world.office, question.id, "confirmed", "pm", world.clock.now())
    world.at(date(2026, 2, 6), 10)
    world.at(date(2026, 2, 10))

    assert world.days_of("AP") == [date(2026, 2, 6), date(2026, 2, 10)]


def test_dropped_press_work_stays_silent(world: World) -> None:
    enter(world, DayKind.ELECTION, date(2026, 3, 8))
    world.start(only=[PRESS])
    world.at(date(2026, 2, 6))
    (question,) = world.follow_ups(FollowUpKind.PRESS)

    answer_follow_up(world.office, question.id, "dropped", "pm", world.clock.now())
    world.days(date(2026, 2, 7), date(2026, 2, 8))
    world.at(date(2026, 2, 10))

    assert [m for m in world.mails("AP") if "Wochenübersicht" not in m.subject] == []
    assert world.follow_ups(FollowUpKind.PRESS) == []


def test_invitations_before_an_election_stay_neutral(world: World) -> None:
    enter(world, DayKind.ELECTION, date(2026, 4, 12))
    due = world.start(only=["workshop.einladung"]).schedule.deadlines["workshop.einladung"].day

    world.days(date(2026, 3, 1), due)

    letters = [" ".join(m.text.split()) for m in world.mails("AP") if "Einladungen versenden" in m.text]
    assert any("bis dahin neutral" in text for text in letters)


def test_without_session_dates_the_committee_task_is_a_question_of_the_overview(world: World) -> None:
    due = world.start(only=[COMMITTEE]).schedule.deadlines[COMMITTEE].day

    world.days(date(2026, 4, 27), due)

    texts = [m.text for m in world.mails("AP")]
    assert texts
    assert all("bitte Sitzungstermine mitteilen" in " ".join(t.split()) for t in texts)
    assert "keine Sitzungstermine" in world.reason(COMMITTEE, "vor_10")


def test_with_a_session_date_the_letter_comes_ten_days_before_it(world: World) -> None:
    enter(world, DayKind.COMMITTEE, date(2026, 5, 28))
    schedule = world.start(only=[COMMITTEE]).schedule

    assert schedule.deadlines[COMMITTEE].day == date(2026, 5, 28)
    assert world.planned(COMMITTEE) == [("vor_10", schedule.calendar.add(date(2026, 5, 28), -10))]


def test_in_the_school_holidays_the_first_overdue_letter_lapses(world: World) -> None:
    world.start(only=[FREE])
    world.due(FREE, date(2026, 7, 24))

    world.days(date(2026, 7, 24), date(2026, 7, 31))

    assert (world.reason(FREE, "nach_1"), world.rungs(FREE)["nach_3"]) == (
        "entfällt in den Schulferien",
        "merged",
    )


def test_in_the_school_holidays_the_overview_comes_every_second_week(world: World) -> None:
    world.start(only=[FREE])
    world.due(FREE, date(2026, 7, 14))

    world.days(date(2026, 7, 20), date(2026, 8, 31))

    mondays = [m.day for m in world.mails("AP") if "Wochenübersicht" in m.subject]
    assert mondays == [date(2026, 7, 20), date(2026, 8, 3), date(2026, 8, 17), date(2026, 8, 31)]


def test_a_role_without_a_person_becomes_a_question_that_stays_open(office: Office) -> None:
    world = found(office, without=["VS"])
    world.start(only=[SIGNED])

    world.at(date(2026, 1, 29))
    world.finish(lambda t: t.key == SIGNED)

    assert "niemand eingetragen" in world.reason(SIGNED, "vor_2")
    assert [f.kind for f in world.follow_ups()] == [FollowUpKind.CONTACT]
