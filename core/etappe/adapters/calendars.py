"""Calendars of the Länder, from the package `holidays`, built once per Land and category."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays.countries.germany import Germany

from etappe.model.calendar import Calendar, Days
from etappe.model.place import HolidayCategory, Land, Place

FIRST_YEAR, LAST_YEAR = 2015, 2045


def calendar_of(place: Place) -> Calendar:
    """The working-day calendar of a place; equal places share one."""
    return _calendar(
        place.land, place.category, tuple(sorted(place.closed.items())), place.elections, place.committee
    )


@lru_cache(maxsize=1024)
def _calendar(
    land: Land,
    category: HolidayCategory,
    closed: tuple[tuple[date, str], ...],
    elections: tuple[date, ...],
    committee: tuple[date, ...],
) -> Calendar:
    school, known_until = _school(land)
    return Calendar(
        Days(
            land=land.value,
            first=date(FIRST_YEAR, 1, 1),
            last=date(LAST_YEAR, 12, 31),
            public=_public(land, category),
            school=school,
            school_known_until=known_until,
            closed=dict(closed),
            elections=tuple(sorted(elections)),
            committee=tuple(sorted(committee)),
        )
    )


@lru_cache(maxsize=64)
def _public(land: Land, category: HolidayCategory) -> Mapping[date, str]:
    subdivision = "Augsburg" if category is HolidayCategory.AUGSBURG else land.value
    categories = ("public", "catholic") if category is HolidayCategory.CATHOLIC else ("public",)
    return _days(subdivision, categories)


@lru_cache(maxsize=16)
def _school(land: Land) -> tuple[Mapping[date, str], date]:
    days = _days(land.value, ("school",))
    # every Land has school holidays at Christmas: a year without them is not yet known to its end
    return days, date(max(d.year for d in days if d.month == 12), 12, 31)


def _days(subdivision: str, categories: tuple[str, ...]) -> Mapping[date, str]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    found = Germany(subdiv=subdivision, years=years, categories=categories, language="de")
    return dict(sorted(found.items()))
