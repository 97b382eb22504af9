"""Calendars: what modules know comes first, what the place has entered is put on top."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.adapters.calendars import Almanac, calendar_of
from etappe.errors import RegionWithoutCalendar
from etappe.model.calendar import Days
from etappe.model.place import Land, Place
from etappe.model.quiet import quiet_day

FOURTH = date(2028, 7, 4)
FRIDAY = date(2028, 11, 24)
MONDAY, TUESDAY = date(2028, 5, 8), date(2028, 11, 7)


class Ohio:
    """A module that knows the days of Ohio, and how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[Place] = []

    def __call__(self, place: Place) -> Days | None:
        self.asked.append(place)
        if place.land != "OH":
            return None
        first, last = date(2028, 1, 1), date(2028, 12, 31)
        public, closed = {FOURTH: "Independence Day"}, {FRIDAY: "Day after Thanksgiving"}
        return Days("OH", first, last, public, {}, last, closed, elections=(TUESDAY,))


def test_a_module_is_asked_first_and_gives_its_customs() -> None:
    ohio = Almanac(Ohio())(Place("OH"))

    assert (ohio.reason_off(FOURTH), ohio.reason_off(FRIDAY)) == (
        "Independence Day",
        "Day after Thanksgiving",
    )
    assert ohio.works_on(date(2028, 12, 27))
    assert not quiet_day(date(2028, 12, 27), ohio)


def test_what_the_place_has_entered_is_put_on_top() -> None:
    place = Place("OH", closed={MONDAY: "Flood"}, elections=(MONDAY,), committee=(TUESDAY,))

    ohio = Almanac(Ohio())(place)

    assert (ohio.reason_off(MONDAY), ohio.works_on(FOURTH)) == ("Flood", False)
    assert ohio.days.elections == (MONDAY, TUESDAY)
    assert ohio.committee_on_or_after(MONDAY) == TUESDAY


def test_a_calendar_is_built_once_however_often_it_is_asked_for() -> None:
    module = Ohio()
    almanac = Almanac(module)

    first, again = (
        almanac(Place("OH", closed={MONDAY: "Flood"})),
        almanac(Place("OH", closed={MONDAY: "Flood"})),
    )

    assert first is again
    assert len(module.asked) == 1


def test_the_laender_are_known_where_no_module_answers() -> None:
    nw = Almanac(Ohio())(Place(Land.NW))

    assert (nw.works_on(FOURTH), nw.reason_off(date(2028, 12, 31))) == (True, "Silvester")
    assert nw.works_on(date(2028, 12, 27))
    assert quiet_day(date(2028, 12, 27), nw)


def test_a_region_that_nobody_knows_is_refused_with_the_remedy() -> None:
    with pytest.raises(
        RegionWithoutCalendar, match="Nobody knows the working days of 'TX'; install a module"
    ):
        Almanac(Ohio())(Place("TX"))


def test_a_calendar_has_the_zone_of_its_programme() -> None:
    assert Almanac(Ohio(), "America/Chicago")(Place("OH")).zone == "America/Chicago"
    assert calendar_of(Place(Land.NW)).zone == "Europe/Berlin"
