"""The page of a Kommune, and the list of all by name."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.errors import UnknownKommune
from etappe.model.hand_over import Seat
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.people import Absence
from etappe.model.place import Land
from etappe.service.bounces import bounce_address
from etappe.service.day_entry import enter_days
from etappe.service.filling import Order, apply_order
from etappe.service.kommune_page import KommunePage, SeatLine, kommune_lines, kommune_page
from etappe.service.office import Office
from etappe.service.people import report_absence
from tests.integration.worlds import World, found, person, settle_in

AP = person("AP")


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with a project; Üchte and Zella without one."""
    world = found(office)
    world.start()
    for slug, name in (("zella", "Zella"), ("uechte", "Üchte")):
        settle_in(world, Kommune(slug, name, Land.TH))
    return world


def page(world: World) -> KommunePage:
    return kommune_page(world.office, "aachen", world.clock.now())


def seat(world: World, role: str) -> SeatLine:
    return next(seat for seat in page(world).seats if seat.role == role)


def test_every_role_of_the_programme_has_its_line(world: World) -> None:
    seats = {s.role: s for s in page(world).seats}

    assert seats["AP"].holder is not None
    assert (seats["AP"].holder.person, seats["AP"].needed, seats["AP"].of_team) == (AP, True, False)
    assert (seats["MO"].of_team, seats["MO"].needed) == (True, False)
    assert seats["PS"].holder is None


def test_whoever_is_away_or_not_reached_is_told(world: World) -> None:
    report_absence(world.office, AP.email, date(2026, 2, 2), date(2026, 2, 6), "pm", world.clock.now())
    bounce_address(world.office, AP.email, "", "pm", world.clock.now())

    holder = seat(world, "AP").holder

    assert holder is not None
    assert holder.absences == (Absence(AP.id, date(2026, 2, 2), date(2026, 2, 6)),)
    assert holder.stopped is not None


def test_who_takes_over_on_a_day_to_come_is_told(world: World) -> None:
    order = Order(
        Seat("aachen", "AP"), ("Udo Berg", "udo@aachen.example"), None, date(2026, 3, 2), hands_over=True
    )

    apply_order(world.office, order, None, "pm", world.clock.now())

    line = seat(world, "AP")
    assert line.follows is not None
    assert (line.follows.name, line.follows_on) == ("Udo Berg", date(2026, 3, 2))
    assert line.holder is not None
    assert line.holder.person == AP


def test_days_that_are_over_are_counted_and_not_listed(world: World) -> None:
    days = [NamedDay(DayKind.CLOSED, day, "zu") for day in (date(2026, 1, 5), date(2031, 5, 5))]

    enter_days(world.office, "aachen", days, "pm", world.clock.now())

    found = page(world)
    assert ([day.day for day in found.days], found.past) == ([date(2031, 5, 5)], 1)


def test_a_kommune_that_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(UnknownKommune):
        kommune_page(world.office, "nowhere", world.clock.now())


def test_all_are_listed_by_name_page_by_page_with_their_projects(world: World) -> None:
    number, first = kommune_lines(world.office, "", 1, 2)
    _, second = kommune_lines(world.office, "", 2, 2)

    assert number == 3
    assert [(line.kommune.slug, line.projects) for line in (*first, *second)] == [
        ("aachen", ("aachen",)),
        ("uechte", ()),
        ("zella", ()),
    ]


@pytest.mark.parametrize(("part", "slugs"), [("ÜCH", ["uechte"]), ("uch", ["uechte"]), ("%", [])])
def test_some_are_found_by_a_part_of_their_name(world: World, part: str, slugs: list[str]) -> None:
    _, lines = kommune_lines(world.office, part)

    assert [line.kommune.slug for line in lines] == slugs
