"""Two programmes in one database: each ticks by its own calendar, and none touches the other's rows."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from etappe.adapters.calendars import Almanac
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tables import occurrence
from etappe.errors import UnknownProject, UnknownSubject
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.feeds import kommune_feed, person_feed
from etappe.service.follow_ups import open_follow_ups
from etappe.service.kommunen import add_kommune
from etappe.service.office import Office, open_file
from etappe.service.people import report_absence, set_contact, set_staff
from etappe.service.portfolio import portfolio, totals
from etappe.service.projects import Wish, start_project
from etappe.service.ticking import Ticked, tick
from etappe.service.time_machine import FrozenClock
from etappe.service.why import why
from tests.integration.worlds import World

ASSET = Path(__file__).parents[1] / "assets" / "etappe-welcoming"
EARLY = datetime(2028, 6, 1, 6, tzinfo=UTC)
"""Thursday, one o'clock at night in Chicago and eight in the morning in Berlin."""
START = date(2028, 6, 5)
BOTH = "both@places.example"
"""Somebody who is the contact person of a place in either programme."""
SLUG = "aachen"
"""Both programmes have a place of this name, and so a project of this name."""
GERMAN, AMERICAN = "weltoffene_kommune", "welcoming_places"


@dataclass(frozen=True, slots=True)
class Pair:
    """The same database, seen by either programme."""

    german: World
    american: World

    def tick(self, day: date, hour: int = 8) -> tuple[Ticked, Ticked]:
        """Tick both at a local time of each."""
        return self._at(self.german, day, hour), self._at(self.american, day, hour)

    def _at(self, world: World, day: date, hour: int) -> Ticked:
        world.clock.moment = moment(day, time(hour), world.office.zone)
        return tick(world.office, world.room(), world.clock)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """The frame of the first programme with its modules, and the second."""
    monkeypatch.setattr(sys, "path", [str(ASSET), *sys.path])
    ours = ("weltoffene_kommune", "selbstcheck", "workshop")
    plugins = [(name, importlib.import_module(f"etappe_{name}.hooks")) for name in (*ours, "welcoming")]
    return Registry(plugins)


@pytest.fixture
def office_of(engine: Engine, registry: Registry) -> Callable[[str], Office]:
    """Opens a programme on the database."""

    def opened(key: str) -> Office:
        spec = registry.programme(key).spec
        ensure_tenant(engine, key, key, EARLY)
        store = SqlStore(engine, key, spec.zone)
        almanac = Almanac(registry.days_of, spec.zone)
        return Office(registry.programme(key), store, almanac, Place(spec.staff_land), Questions(registry))

    return opened


@pytest.fixture
def pair(office_of: Callable[[str], Office]) -> Pair:
    """Aachen in Germany and Aachen in Ohio, with the same contact person."""
    german, american = office_of(GERMAN), office_of(AMERICAN)
    _found(german, Kommune(SLUG, "Aachen", Land.NW), contact="AP", staff=("PM", "MO", "PL"))
    _found(american, Kommune(SLUG, "Aachen, Ohio", "OH"), contact="LO", staff=("PO", "AU"))
    return Pair(World(german, FrozenClock(EARLY)), World(american, FrozenClock(EARLY)))


def _found(office: Office, kommune: Kommune, contact: str, staff: tuple[str, ...]) -> None:
    """A place with a contact person, a project team, and a project that has started."""
    add_kommune(office, kommune, "test", EARLY)
    set_contact(office, kommune.slug, contact, "Bo Both", BOTH, None, "test", EARLY)
    for role in staff:
        set_staff(office, role, role, f"{role.lower()}@team.example", None, "test", EARLY)
    start_project(office, kommune.slug, Wish(START), "test", EARLY)


def subjects(world: World) -> list[str]:
    """What the contact person was sent by this programme."""
    return [m.subject for m in world.mails() if m.to == BOTH]


def test_either_programme_keeps_its_own_calendar(pair: Pair) -> None:
    fourth, third = date(2028, 7, 4), date(2028, 10, 3)

    german, american = (w.office.calendars(_place(w)) for w in (pair.german, pair.american))

    assert (german.works_on(fourth), american.works_on(fourth)) == (True, False)
    assert (german.works_on(third), american.works_on(third)) == (False, True)
    assert (german.works_on(date(2028, 12, 29)), german.zone) == (True, "Europe/Berlin")


def test_letters_go_out_in_the_morning_of_either_zone(pair: Pair) -> None:
    pair.tick(date(2028, 6, 5))

    due = {w.office.zone: {e.due_at for e in w.entries()} for w in (pair.german, pair.american)}

    assert {m.hour for m in due["Europe/Berlin"]} == {6, 7}
    assert {m.hour for m in due["America/Chicago"]} == {13, 14}


def test_the_zone_is_kept_with_every_rung(pair: Pair, engine: Engine) -> None:
    assert pair.german.entries()

    with engine.connect() as connection:
        rows = connection.execute(select(occurrence.c.tenant_id, occurrence.c.tz).distinct()).all()

    assert {tuple(row) for row in rows} == {(GERMAN, "Europe/Berlin"), (AMERICAN, "America/Chicago")}


def test_on_a_holiday_of_one_the_other_sends(pair: Pair) -> None:
    """On Tuesday, 4 July, the letters of the second wait until Wednesday."""
    for world in (pair.german, pair.american):
        task = "selbstcheck.abgabe" if world is pair.german else "assess.scores"
        world.due(task, date(2028, 7, 5))

    german, american = pair.tick(date(2028, 7, 4))
    _, next_day = pair.tick(date(2028, 7, 5))

    assert (german.sent.sent > 0, american.sent.sent) == (True, 0)
    assert (american.fired.postponed > 0, next_day.sent.sent > 0) == (True, True)


def test_a_tick_of_one_leaves_the_other_alone(pair: Pair) -> None:
    before = pair.american.entries()
    pair.german.clock.moment = moment(date(2028, 6, 12), time(8))

    tick(pair.german.office, pair.german.room(), pair.german.clock)

    assert subjects(pair.german)
    assert pair.american.entries() == before
    assert pair.american.deliveries() == ()


def test_one_person_in_both_gets_a_letter_of_each_on_one_day(pair: Pair) -> None:
    pair.german.due("vereinbarung.sperrzeiten", date(2028, 6, 13))
    pair.american.due("apply.team", date(2028, 6, 13))
    pair.tick(date(2028, 6, 12))

    german, american = pair.german.mails(), pair.american.mails()
    ids = [{d.id for d in world.deliveries()} for world in (pair.german, pair.american)]

    assert [sum(m.to == BOTH for m in mails) for mails in (german, american)] == [1, 1]
    assert ids[0].isdisjoint(ids[1])
    assert all("Aachen, Ohio" not in f"{m.subject}{m.text}" for m in german)
    assert all("Ansprechperson" not in f"{m.subject}{m.text}" for m in american)


def test_an_absence_in_one_is_none_in_the_other(pair: Pair) -> None:
    first, last = date(2028, 6, 12), date(2028, 6, 16)
    report_absence(pair.german.office, BOTH, first, last, "test", EARLY)

    with pair.american.office.store.begin() as tx:
        person = tx.people.by_email(BOTH)
        assert person is not None
        away = tx.people.absences([person.id], first)

    assert away == ()


def test_overviews_list_the_tasks_of_their_own_programme(pair: Pair) -> None:
    pair.tick(date(2028, 6, 12))

    german = "\n".join(m.text for m in pair.german.mails())
    american = "\n".join(m.text for m in pair.american.mails())

    assert ("Overdue" in german, "Überfällig" in american) == (False, False)
    assert "Name the core team" in american
    assert "Name the core team" not in german


def test_portfolio_and_totals_are_of_one_programme(pair: Pair) -> None:
    pair.tick(date(2028, 6, 12))

    (german,) = portfolio(pair.german.office, pair.german.clock.now())
    (american,) = portfolio(pair.american.office, pair.american.clock.now())

    assert (german.kommune, german.land) == ("Aachen", "NW")
    assert (american.kommune, american.land, american.phase) == ("Aachen, Ohio", "OH", "Application")
    letters = [len(w.mails()) for w in (pair.german, pair.american)]
    assert [totals(w.office).letters for w in (pair.german, pair.american)] == letters


def test_follow_ups_stay_in_their_programme(pair: Pair) -> None:
    pair.american.due("apply.team", date(2028, 6, 5))
    for day in (6, 7, 9, 14):
        pair.tick(date(2028, 6, day))

    german, american = (open_follow_ups(w.office) for w in (pair.german, pair.american))

    assert "call and agree on a new date" in {f.request for f in american}
    assert "call and agree on a new date" not in {f.request for f in german}
    assert {f.task_key for f in american}.isdisjoint({f.task_key for f in german if f.task_key})


def test_why_knows_nothing_of_the_other_programme(pair: Pair) -> None:
    pair.tick(date(2028, 6, 12))
    letter = pair.german.deliveries()[0].id

    with pytest.raises(UnknownSubject):
        why(pair.american.office, f"{SLUG}/vereinbarung.zusage", EARLY)
    with pytest.raises(UnknownSubject):
        why(pair.american.office, letter, EARLY)


def test_a_feed_tells_of_its_own_programme_alone(pair: Pair) -> None:
    german, american = (person_feed(w.office, BOTH, EARLY) for w in (pair.german, pair.american))
    places = [kommune_feed(w.office, SLUG, EARLY) for w in (pair.german, pair.american)]

    assert german.entries
    assert {e.uid for e in german.entries}.isdisjoint({e.uid for e in american.entries})
    assert {e.title.rpartition(" (")[2] for e in (*german.entries, *places[0].entries)} == {"Aachen)"}
    assert {e.title.rpartition(" (")[2] for e in (*american.entries, *places[1].entries)} == {"Aachen, Ohio)"}
    assert (american.zone, american.language) == ("America/Chicago", "en")


def test_each_speaks_its_language(pair: Pair) -> None:
    (german,) = why(pair.german.office, f"{SLUG}/vereinbarung.zusage", EARLY).sentences[:1]
    (american,) = why(pair.american.office, f"{SLUG}/apply.team", EARLY).sentences[:1]

    assert german.startswith("„Zusage versenden, Projektakte anlegen“ ist am 05.06.2028 fällig: ")
    assert american == (
        "“Name the core team” is due on 12 Jun 2028: "
        "5 working days after the start of the cohort on 05 Jun 2028."
    )


def test_a_project_of_the_other_programme_is_unknown(office_of: Callable[[str], Office], pair: Pair) -> None:
    add_kommune(pair.american.office, Kommune("dayton", "Dayton", "OH"), "test", EARLY)
    set_contact(pair.american.office, "dayton", "LO", "Lena", "lena@dayton.example", None, "test", EARLY)
    start_project(pair.american.office, "dayton", Wish(START), "test", EARLY)

    with pytest.raises(UnknownProject):
        open_project(office_of(GERMAN), "dayton")


def open_project(office: Office, project: str) -> None:
    """Open a project's file."""
    with office.store.begin() as tx:
        open_file(office, tx, project)


def _place(world: World) -> Place:
    return Place("NW" if world.office.zone == "Europe/Berlin" else "OH")
