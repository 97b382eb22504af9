"""A programme at work on a new database, with as many Kommunen as a measurement needs."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from sqlalchemy import Engine

from benchmarks.databases import AnyDriver, backends_of, driven, new_database, opened
from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.model.kommune import Kommune
from etappe.model.people import Contact, Person
from etappe.model.place import Land, Place
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.office import Office
from etappe.service.projects import Wish

TENANT = "weltoffene_kommune"
BEGAN = datetime(2026, 1, 12, 6, 0, tzinfo=UTC)
STARTS = date(2026, 1, 12)
STAFF = ("PM", "MO", "PL")


@dataclass(frozen=True, slots=True)
class World:
    """etappe and the bare driver side by side on one database."""

    office: Office
    engine: Engine
    driver: AnyDriver

    def backends(self) -> tuple[int, ...]:
        """The database's processes, those of both."""
        return (*backends_of(self.engine), *self.driver.backends())


@contextmanager
def new_world(database: str) -> Generator[World]:
    """The programme on a new database, with its staff and no Kommune yet."""
    with new_database(database) as url, opened(url) as engine, driven(url) as driver:
        ensure_tenant(engine, TENANT, TENANT, BEGAN)
        store, modules = SqlStore(engine, TENANT), Questions(_registry())
        office = Office(_registry().programme(TENANT), store, calendar_of, Place(Land.BE), modules)
        with office.store.begin() as tx:
            for role in STAFF:
                person = _person("team", role)
                tx.people.save(person)
                tx.people.set_staff(Contact(role, person))
        yield World(office, engine, driver)


def add_kommunen(office: Office, slugs: Iterable[str]) -> None:
    """Enter Kommunen, each with a contact person who has a deputy, and a head of administration."""
    with office.store.begin() as tx:
        for slug in slugs:
            tx.kommunen.add(Kommune(slug, slug.title(), Land.NW, council="Rat"))
            people = {role: _person(slug, role) for role in ("AP", "DP", "VS")}
            for person in people.values():
                tx.people.save(person)
            tx.people.set_contact(slug, Contact("AP", people["AP"], people["DP"]))
            tx.people.set_contact(slug, Contact("VS", people["VS"]))


def wish(office: Office) -> Wish:
    """A project with all modules."""
    return Wish(STARTS, office.programme.optional)


def _person(slug: str, role: str) -> Person:
    """Their id holds the slug, so that copies are made by replacing it."""
    return Person(f"{slug}-{role.lower()}", f"{role} {slug}", f"{role.lower()}@{slug}.example")


@cache
def _registry() -> Registry:
    return Registry.installed()
