"""Calendars of places: of what modules know, or of the Länder in the package `holidays`; each built once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from holidays.countries.germany import Germany

from etappe.errors import RegionWithoutCalendar
from etappe.model.calendar import Calendar, Days
from etappe.model.moments import BERLIN
from etappe.model.place import HolidayCategory, Land, Place

FIRST_YEAR, LAST_YEAR = 2015, 2045
KEPT = 1024
"""How many calendars are kept; one is an array of thirty years."""
YEAR_END = {24: "Heiligabend", 31: "Silvester"}
"""Days of December on which German town halls are shut, although these are no public holidays."""

AskModules = Callable[[Place], Days | None]
"""Asks the modules for the days of a place; None where none answers."""


class Almanac:
    """The calendars of a programme, each built once however often it is asked for."""

    def __init__(self, ask: AskModules, zone: str = BERLIN) -> None:
        self._ask = ask
        self._zone = zone
        self._built = lru_cache(maxsize=KEPT)(self._build)

    def __call__(self, place: Place) -> Calendar:
        """The calendar of a place; raises `RegionWithoutCalendar` where nobody knows its days."""
        closed = tuple(sorted(place.closed.items()))
        return self._built(_Key(place.land, place.category, closed, place.elections, place.committee))

    def _build(self, key: _Key) -> Calendar:
        place = Place(key.land, key.category, dict(key.closed), key.elections, key.committee)
        days = self._ask(place)
        if days is None:
            days = _german_days(place)
        return Calendar(_with_own_days(days, place), self._zone)


class _Key(NamedTuple):
    """A place as something that can be looked up."""

    land: str
    category: HolidayCategory
    closed: tuple[tuple[date, str], ...]
    elections: tuple[date, ...]
    committee: tuple[date, ...]


def _no_module(_: Place) -> None:
    """Nobody but the core is asked."""


calendar_of = Almanac(_no_module)
"""The working-day calendar of a place in Germany; equal places share one."""


def _with_own_days(days: Days, place: Place) -> Days:
    """The days of a place, with what its own calendar says on top of whoever gave them."""
    return replace(
        days,
        closed={**days.closed, **place.closed},
        elections=_in_order(days.elections, place.elections),
        committee=_in_order(days.committee, place.committee),
    )


def _in_order(*days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted({day for some in days for day in some}))


def _german_days(place: Place) -> Days:
    try:
        land = Land(place.land)
    except ValueError:
        raise RegionWithoutCalendar(land=place.land) from None
    school, known_until = _school(land)
    return Days(
        land=land.value,
        first=date(FIRST_YEAR, 1, 1),
        last=date(LAST_YEAR, 12, 31),
        public=_public(land, place.category),
        school=school,
        school_known_until=known_until,
        closed=_year_ends(),
        silent=_between_the_years(),
    )


@lru_cache(maxsize=1)
def _year_ends() -> Mapping[date, str]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return {date(year, 12, day): name for year in years for day, name in YEAR_END.items()}


@lru_cache(maxsize=1)
def _between_the_years() -> frozenset[date]:
    """From 24 December to 1 January nobody in a German town hall wants a letter."""
    eves = (date(year, 12, 24) for year in range(FIRST_YEAR - 1, LAST_YEAR + 1))
    return frozenset(eve + timedelta(days=n) for eve in eves for n in range(9))


@lru_cache(maxsize=64)
def _public(land: Land, category: HolidayCategory) -> Mapping[date, str]:
    subdivision = "Augsburg" if category is HolidayCategory.AUGSBURG else land.value
    categories = ("public", "catholic") if category is HolidayCategory.CATHOLIC else ("public",)
    return _holidays(subdivision, categories)


@lru_cache(maxsize=16)
def _school(land: Land) -> tuple[Mapping[date, str], date]:
    days = _holidays(land.value, ("school",))
    # every Land has school holidays at Christmas: a year without them is not yet known to its end
    return days, date(max(d.year for d in days if d.month == 12), 12, 31)


def _holidays(subdivision: str, categories: tuple[str, ...]) -> Mapping[date, str]:
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    found = Germany(subdiv=subdivision, years=years, categories=categories, language="de")
    return dict(sorted(found.items()))
