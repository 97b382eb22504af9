"""Who is away gets no letters; the deputy does, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.service.office import Office
from etappe.service.people import report_absence
from tests.integration.worlds import World, found, person

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026, with letters on 2, 6, 10 and 12 March."""
INTERN = "auftakt.protokoll"
"""A task of the team, due on Thursday, 29 January 2026, with a letter on the 27th."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a task of the town hall and one of the team; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, INTERN])
    yield world
    assert world.chain_holds()


def away(world: World, role: str, first: date, last: date) -> None:
    """Report an absence."""
    report_absence(world.office, person(role).email, first, last, "pm", world.clock.now())


def test_from_the_first_day_the_deputy_gets_the_letter_and_is_told_why(world: World) -> None:
    away(world, "AP", date(2026, 3, 6), date(2026, 3, 9))

    world.at(date(2026, 3, 6))

    (mail,) = world.mails("D-AP")
    assert "weil AP zurzeit abwesend ist" in " ".join(mail.text.split())
    assert world.mails("AP") == []


def test_the_day_before_and_the_day_after_belong_to_the_contact_person(world: World) -> None:
    away(world, "AP", date(2026, 3, 3), date(2026, 3, 5))

    world.days(date(2026, 3, 2), date(2026, 3, 6))

    assert (world.days_of("AP"), world.mails("D-AP")) == ([date(2026, 3, 2), date(2026, 3, 6)], [])


def test_the_deputy_gets_the_overview_too(world: World) -> None:
    away(world, "AP", date(2026, 3, 2), date(2026, 3, 4))

    world.at(date(2026, 3, 2))

    (mail,) = world.mails("D-AP")
    assert mail.subject.startswith("Wochenübersicht")


def test_on_return_one_overview_tells_where_things_stand(world: World) -> None:
    away(world, "AP", date(2026, 2, 25), date(2026, 3, 3))

    world.days(date(2026, 2, 25), date(2026, 3, 4))

    (mail,) = world.mails("AP")
    assert (mail.day, "nach Ihrer Abwesenheit" in mail.subject) == (date(2026, 3, 4), True)


def test_a_return_on_monday_is_one_overview_with_every_line_once(world: World) -> None:
    world.due(TASK, date(2026, 3, 12))
    away(world, "AP", date(2026, 2, 25), date(2026, 3, 1))

    world.at(date(2026, 3, 2))

    (mail,) = world.mails("AP")
    assert mail.text.count("Selbstcheck abgeben") == 1


def test_without_a_deputy_the_letter_waits_in_the_own_box_and_no_overview_comes(office: Office) -> None:
    world = found(office, deputies=())
    world.start(only=[TASK])
    world.away("AP", date(2026, 3, 2), date(2026, 3, 6))

    world.days(date(2026, 3, 2), date(2026, 3, 6))

    assert world.days_of("AP") == [date(2026, 3, 2), date(2026, 3, 6)]
    assert all("Wochenübersicht" not in m.subject for m in world.mails("AP"))


def test_the_team_has_deputies_too(world: World) -> None:
    away(world, "PM", date(2026, 1, 26), date(2026, 1, 28))

    world.at(date(2026, 1, 27))

    (mail,) = [m for m in world.mails("D-PM") if m.day == date(2026, 1, 27)]
    assert "weil PM zurzeit abwesend ist" in " ".join(mail.text.split())
