"""The five modules as etappe finds them, the plans drawn up from them, and Kommunen to try them on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.place import HolidayCategory, Land, Place
from etappe.model.plan import Plan, draw_up
from etappe.model.programme import Programme
from etappe.plugin.registry import Registry

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

CONDITIONS: tuple[str, ...] = (
    "angebot_beratung",
    "angebot_webinar",
    "digital",
    "gremienbeschluss_noetig",
    "praesenz",
    "rueckfragen_offen",
)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
NAMES = ("weltoffene_kommune", "selbstcheck", "workshop", "dialog", "entscheidungstraeger")


def registry(names: Iterable[str] = NAMES) -> Registry:
    """The modules of these names, through the door that a stranger's would use."""
    return Registry([(name, import_module(f"etappe_{name}.hooks")) for name in names])


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The default programme with all of its modules."""
    return registry().programme("weltoffene_kommune")


@pytest.fixture(scope="session")
def full_plan(programme: Programme) -> Plan:
    """Everything that can be chosen."""
    return draw_up(programme, programme.optional)


@pytest.fixture(scope="session")
def plan_without_dialogue(programme: Programme) -> Plan:
    """The way of a Kommune that decides against the dialogue."""
    return draw_up(programme, ("entscheidungstraeger",))


@dataclass(frozen=True)
class Case:
    """A Kommune somewhere, starting sometime."""

    place: Place
    decisions: Decisions
    dialogue: bool

    @property
    def calendar(self) -> Calendar:
        """The working days of its place."""
        return calendar_of(self.place)

    def plan(self, programme: Programme) -> Plan:
        """What it chooses."""
        return draw_up(programme, programme.optional if self.dialogue else ("entscheidungstraeger",))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Kommunen of all Länder, with closing days, elections, sessions and answers of their own."""
    closed = draw(st.sets(DAYS, max_size=8))
    place = Place(
        draw(st.sampled_from(list(Land))),
        draw(st.sampled_from([HolidayCategory.LAND, HolidayCategory.CATHOLIC])),
        closed=dict.fromkeys(closed, "Betriebsruhe"),
        elections=tuple(sorted(draw(st.sets(DAYS, max_size=2)))),
        committee=tuple(sorted(draw(st.sets(DAYS, max_size=6)))),
    )
    answers = draw(st.dictionaries(st.sampled_from(CONDITIONS), st.booleans()))
    start = draw(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
    return Case(place, Decisions(start, answers), draw(st.booleans()))
