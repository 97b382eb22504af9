"""Who was told of a date hears when it changes, once, and nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.errors import EtappeError
from etappe.model.diff import Told
from etappe.model.moments import moment
from etappe.service.changing import Change
from etappe.service.conditions import AnswerCondition
from etappe.service.deadlines import FixDeadline
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task
from etappe.testing.letterbox import Mail
from tests.integration.worlds import World, found, person

TASK, TEAM, ROOM = "selbstcheck.abgabe", "selbstcheck.freigabe", "workshop.raum"
LAST = "abschluss.bericht"
DUE, LATER = date(2026, 3, 9), date(2026, 3, 19)
REMINDED = date(2026, 3, 2)
"""The day of the first letter about handing the questionnaire in."""
NEXT = date(2026, 3, 3)
SUBJECT = "Geänderte Termine"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen, whose contact person was reminded this morning; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, LAST])
    world.at(REMINDED)
    assert world.days_of("AP") == [REMINDED]
    yield world
    assert world.chain_holds()


def move(world: World, day: date) -> tuple[Told, ...]:
    """Move the day on which the questionnaire is handed in; who will be told."""
    return world.change(MoveAnchor("abgabe", day)).told


def notices(world: World, role: str | None = None) -> list[Mail]:
    """The letters that tell of changed dates."""
    return [m for m in world.mails(role) if SUBJECT in m.text or SUBJECT in m.subject]


def test_who_was_reminded_gets_one_notice_with_the_next_morning(world: World) -> None:
    told = move(world, LATER)

    world.days(NEXT, date(2026, 3, 6))

    assert told == (Told("AP", "ap@aachen.example", (TASK,), NEXT),)
    assert [(m.to, m.day) for m in notices(world)] == [("ap@aachen.example", NEXT)]


def test_nobody_else_hears_of_it(world: World) -> None:
    world.change(MoveAnchor("abschluss", date(2026, 7, 21)))

    world.days(NEXT, date(2026, 3, 6))

    assert notices(world) == []


def test_a_look_tells_who_will_be_told_and_tells_nobody(world: World) -> None:
    diff = world.change(MoveAnchor("abgabe", LATER), dry_run=True)

    world.days(NEXT, NEXT)

    assert [t.name for t in diff.told] == ["AP"]
    assert notices(world) == []


def test_there_and_back_tells_nothing_and_sends_no_twin(world: World) -> None:
    move(world, LATER)
    move(world, DUE)

    world.days(NEXT, date(2026, 3, 5))

    assert world.days_of("AP") == [REMINDED]
    assert world.planned(TASK) == [("vor_1", date(2026, 3, 6))]


def test_there_and_back_after_the_notice_is_told_again(world: World) -> None:
    move(world, LATER)
    world.at(NEXT)
    move(world, DUE)

    world.days(date(2026, 3, 4), date(2026, 3, 4))

    assert [m.day for m in notices(world)] == [NEXT, date(2026, 3, 4)]
    assert "jetzt Montag, 9. März 2026, bisher 19.03.2026" in " ".join(notices(world)[-1].text.split())


def test_several_moves_are_one_notice_from_the_day_that_was_told_to_the_last(world: World) -> None:
    move(world, date(2026, 3, 17))
    move(world, date(2026, 3, 18))
    move(world, LATER)

    world.days(NEXT, date(2026, 3, 6))

    (notice,) = notices(world)
    text = " ".join(notice.text.split())
    assert "jetzt Donnerstag, 19. März 2026, bisher 09.03.2026" in text
    assert "17.03.2026" not in text


def test_a_second_change_after_the_first_notice_tells_only_what_is_new(world: World) -> None:
    move(world, LATER)
    world.at(NEXT)

    move(world, date(2026, 3, 24))
    world.days(date(2026, 3, 4), date(2026, 3, 6))

    first, second = notices(world)
    assert (first.day, second.day) == (NEXT, date(2026, 3, 4))
    assert "jetzt Dienstag, 24. März 2026, bisher 19.03.2026" in " ".join(second.text.split())


def test_a_notice_reads_as_people_write(world: World) -> None:
    move(world, LATER)

    world.days(NEXT, NEXT)

    (notice,) = notices(world)
    assert notice.subject == "Geänderte Termine: Selbstcheck abgeben (Aachen)"
    assert notice.text.startswith("Guten Tag AP,\n\neinige Ihrer Termine haben sich geändert.\n")
    text = " ".join(notice.text.split())
    assert "- Selbstcheck abgeben: jetzt Donnerstag, 19. März 2026, bisher 09.03.2026" in text
    assert "Warum dieser Tag: am Tag „Abgabe" in text
    assert text.endswith("Mit freundlichen Grüßen Weltoffene Kommune")


def test_who_is_away_is_told_through_the_deputy(world: World) -> None:
    move(world, LATER)
    world.away("AP", NEXT, date(2026, 3, 13))

    world.days(NEXT, date(2026, 3, 6))

    (notice,) = notices(world)
    assert notice.to == person("D-AP").email
    assert "Sie bekommen das als Stellvertretung von AP." in notice.text


def test_who_has_handed_over_is_not_told_any_more(world: World) -> None:
    move(world, LATER)
    world.hand_over("AP", "Ida", "ida@aachen.example")

    world.days(NEXT, date(2026, 3, 6))

    assert [m.to for m in notices(world)] == []


def test_a_task_that_is_done_meanwhile_is_not_mentioned(world: World) -> None:
    move(world, LATER)
    complete_task(world.office, "aachen", TASK, "ap", world.clock.now())

    world.days(NEXT, date(2026, 3, 6))

    assert notices(world) == []


def test_a_day_that_is_near_is_told_at_once(world: World) -> None:
    move(world, date(2026, 3, 4))

    world.at(REMINDED, 9)

    assert [m.day for m in notices(world)] == []
    world.at(NEXT)
    assert [m.day for m in notices(world)] == [NEXT]


def test_project_management_that_moves_it_is_not_told(office: Office) -> None:
    world = found(office)
    world.start(only=["auftakt.gespraech", LAST])
    world.days(date(2026, 1, 19), date(2026, 1, 19))
    assert world.days_of("PM") == [date(2026, 1, 19)]

    diff = world.change(MoveAnchor("auftakt", date(2026, 2, 3)))

    assert "PM" not in {t.name for t in diff.told}


@pytest.fixture
def room(office: Office) -> World:
    """Aachen, whose contact person was reminded to find a room."""
    world = found(office)
    world.start(only=[ROOM, LAST])
    world.days(date(2026, 2, 12), date(2026, 2, 12))
    assert world.days_of("AP") == [date(2026, 2, 12)]
    return world


def test_a_task_that_retires_is_told_as_needed_no_more(room: World) -> None:
    room.change(AnswerCondition("praesenz", False))

    room.days(date(2026, 2, 13), date(2026, 2, 16))

    (notice,) = notices(room)
    assert "entfällt (bisher 16.02.2026)" in notice.text
    assert room.chain_holds()


def test_a_task_that_retires_and_comes_back_by_the_morning_is_not_told(room: World) -> None:
    room.change(AnswerCondition("praesenz", False))
    room.change(AnswerCondition("praesenz", True))

    room.days(date(2026, 2, 13), date(2026, 2, 13))

    assert notices(room) == []


def test_a_refused_change_tells_nobody(world: World) -> None:
    impossible: Change = FixDeadline("workshop.einladung", date(2026, 4, 20))

    with pytest.raises(EtappeError):
        world.change(impossible)

    world.days(NEXT, NEXT)
    assert notices(world) == []


def test_a_notice_waits_at_night(world: World) -> None:
    world.clock.moment = moment(date(2026, 3, 6), time(20))
    move(world, date(2026, 3, 20))

    world.days(date(2026, 3, 7), date(2026, 3, 9))

    assert [m.day for m in notices(world)] == [date(2026, 3, 9)]
