"""Two Kommunen with their people, the post of their letters, and everything that is stored, seen at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Engine, Table, select

from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.adapters.sql.tables import (
    audit_event,
    delivery,
    digest,
    digest_item,
    metadata,
    occurrence,
    plan,
    worker,
)
from etappe.model.delivery import Claim
from etappe.model.kommune import Kommune
from etappe.model.letter import Letter
from etappe.model.moments import BERLIN, local_day, moment
from etappe.model.parcel import Parcel
from etappe.model.people import Contact
from etappe.model.place import Land, Place
from etappe.model.writing import LetterContent
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.office import Office
from etappe.service.sending import PostRoom
from etappe.service.ticking import tick
from etappe.service.time_machine import FrozenClock
from tests.fakes.courier import FakeCourier
from tests.fakes.safe import FakeSafe
from tests.integration.databases import EMPTY
from tests.integration.planning_programme import KEY, versions
from tests.integration.worlds import Board, person

START = date(2026, 1, 12)
KOMMUNEN = (Kommune("aachen", "Aachen", Land.NW), Kommune("bonn", "Bonn", Land.NW))
TOWN_HALL = ("AP", "VS")

Rows = list[tuple[Any, ...]]
Dump = Mapping[str, Rows]


@dataclass(slots=True)
class Notebook:
    """Writes no words: it keeps what every letter is to say."""

    written: list[LetterContent] = field(default_factory=list[LetterContent])

    def write(self, content: LetterContent) -> Letter:
        """A letter whose text is its number."""
        self.written.append(content)
        return Letter(str(len(self.written) - 1), "")


@dataclass(frozen=True, slots=True)
class PlainEnvelopes:
    """Puts the number of a letter into its envelope."""

    def seal(self, letter: Letter, claim: Claim, ask_email: str, written_at: datetime) -> Parcel:
        """Seal it for the first time."""
        return self.again(claim, letter.subject.encode())

    def again(self, claim: Claim, mime: bytes) -> Parcel:
        """The same once more."""
        return Parcel(claim.id, "etappe@place.example", claim.recipient_email, mime)


@dataclass(slots=True)
class Arrived:
    """A letter in somebody's box."""

    reader: str
    """The address."""
    day: date
    window: date
    """The day whose letter it is: one for which nobody was there to send it arrives later."""
    about: frozenset[tuple[str, str]]
    """The projects and tasks whose rungs were put into it, though some may have been settled by then."""
    says: LetterContent


@dataclass(slots=True)
class Site:
    """A programme at work in two Kommunen."""

    offices: tuple[Office, Office]
    engine: Engine
    clock: FrozenClock
    version: int = 0
    """Which version of the module is installed."""
    scribe: Notebook = field(default_factory=Notebook)
    courier: FakeCourier = field(default_factory=FakeCourier)
    opened: int = 0
    """How many letters have been read."""

    @property
    def office(self) -> Office:
        """The office with the module that is installed now."""
        return self.offices[self.version]

    @property
    def now(self) -> datetime:
        """The moment at which the clock stands."""
        return self.clock.moment

    @property
    def today(self) -> date:
        """The day of that moment."""
        return local_day(self.clock.moment, BERLIN)

    def tick(self) -> None:
        """One tick."""
        room = PostRoom(
            self.scribe, PlainEnvelopes(), self.courier, Board(), "w1", "host", 1, "0", FakeSafe()
        )
        tick(self.office, room, self.clock)

    def new_letters(self) -> list[Arrived]:
        """What has arrived since somebody looked last."""
        parcels = self.courier.arrived[self.opened :]
        self.opened += len(parcels)
        if not parcels:
            return []
        with self.engine.connect() as connection:
            windows = {row.id: row.window_start for row in connection.execute(_WINDOWS)}
            items = [tuple(row) for row in connection.execute(_ITEMS)]
        return [
            Arrived(
                p.recipient,
                self.today,
                windows[p.delivery_id],
                frozenset((project, task) for letter, project, task in items if letter == p.delivery_id),
                self.scribe.written[int(p.mime)],
            )
            for p in parcels
        ]

    def dump(self) -> Dump:
        """All that is stored; of the audit its length, which nobody changes unseen."""
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            found: dict[str, Rows] = {}
            for table, query in _QUERIES.items():
                cursor.execute(query)
                found[table] = list(cursor.fetchall())
            return found
        finally:
            raw.close()


def new_offices(engine: Engine) -> tuple[Office, Office]:
    """The office with the older and with the newer module, on one store."""
    store, questions = SqlStore(engine, KEY), Questions(Registry())
    old, new = versions()
    office = Office(old, store, calendar_of, Place(Land.BE), questions)
    return office, replace(office, programme=new, plans={})


def new_site(engine: Engine, offices: tuple[Office, Office]) -> Site:
    """The two Kommunen with their people at seven in the morning, in a database that is emptied for them."""
    with engine.begin() as connection:
        for statement in EMPTY.split(";"):
            connection.exec_driver_sql(statement)
    site = Site(offices, engine, FrozenClock(moment(START, time(7))))
    ensure_tenant(engine, KEY, KEY, site.now)
    with site.office.store.begin() as tx:
        manager = person("PM", "team")
        tx.people.save(manager)
        tx.people.set_staff(Contact("PM", manager))
        for kommune in KOMMUNEN:
            tx.kommunen.add(kommune)
            for role in TOWN_HALL:
                who, deputy = person(role, kommune.slug), person(f"D-{role}", kommune.slug)
                tx.people.save(who)
                tx.people.save(deputy)
                tx.people.set_contact(kommune.slug, Contact(role, who, deputy if role == "AP" else None))
    return site


def _query(table: Table) -> str:
    if table is audit_event:
        return "SELECT max(seq), count(*) FROM audit_event"
    if table is plan:
        return "SELECT digest FROM plan ORDER BY digest"
    columns = ", ".join(f'"{c.name}"' for c in table.columns)
    keys = ", ".join(f'"{c.name}"' for c in table.primary_key)
    return f"SELECT {columns} FROM {table.name} ORDER BY {keys}"  # noqa: S608 - our own tables


_QUERIES = {table.name: _query(table) for table in metadata.sorted_tables if table is not worker}
_WINDOWS = select(delivery.c.id, digest.c.window_start).join(
    digest, (digest.c.tenant_id == delivery.c.tenant_id) & (digest.c.id == delivery.c.digest_id)
)
_ITEMS = (
    select(delivery.c.id, occurrence.c.project_id, occurrence.c.task_key)
    .join(digest_item, digest_item.c.digest_id == delivery.c.digest_id)
    .join(occurrence, occurrence.c.occ_key == digest_item.c.occ_key)
    .where(occurrence.c.task_key.is_not(None))
)
