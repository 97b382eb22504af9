"""Slugs, doubtful AGS, and what the own calendar of a Kommune says about its place."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.kommune import DayKind, Kommune, NamedDay, doubt_about_ags, place_of, slug_of
from etappe.model.place import HolidayCategory, Land, Place

DACHAU = Kommune("dachau", "Dachau", Land.BY, HolidayCategory.CATHOLIC)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kempten (Allgäu)", "kempten-allgaeu"),
        ("Dessau-Roßlau", "dessau-rosslau"),
        ("Ludwigshafen am Rhein", "ludwigshafen-am-rhein"),
        ("Čakovec", "cakovec"),
        ("???", ""),
    ],
)
def test_a_slug_is_made_of_the_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("ags", ["09174", "09562000"])
def test_an_ags_of_a_district_or_a_town_is_not_doubtful(ags: str) -> None:
    assert doubt_about_ags(ags, Land.BY) is None


def test_an_ags_that_lost_its_zero_is_doubtful() -> None:
    assert doubt_about_ags("5334002", Land.NW) == "the AGS '5334002' has neither 5 nor 8 digits"


def test_an_ags_of_another_land_is_doubtful() -> None:
    assert (
        doubt_about_ags("05334002", Land.SN) == "the AGS '05334002' begins with the digits of NW, not of SN"
    )


def test_an_ags_of_no_land_is_doubtful() -> None:
    assert (
        doubt_about_ags("99334002", Land.SN)
        == "the AGS '99334002' begins with the digits of no Land, not of SN"
    )


def test_a_place_without_own_days_has_its_land_and_category() -> None:
    assert place_of(DACHAU, ()) == Place(Land.BY, HolidayCategory.CATHOLIC)


def test_a_place_sorts_the_days_that_its_kommune_has_entered_by_kind() -> None:
    days = [
        NamedDay(DayKind.COMMITTEE, date(2026, 6, 9), "Kreistag"),
        NamedDay(DayKind.CLOSED, date(2026, 5, 15), "Brückentag"),
        NamedDay(DayKind.ELECTION, date(2026, 3, 8), "Kommunalwahl"),
        NamedDay(DayKind.COMMITTEE, date(2026, 4, 14), "Kreistag"),
    ]

    place = place_of(DACHAU, days)

    assert place.closed == {date(2026, 5, 15): "Brückentag"}
    assert place.elections == (date(2026, 3, 8),)
    assert place.committee == (date(2026, 4, 14), date(2026, 6, 9))
