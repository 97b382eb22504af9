"""The one place that puts the parts together."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Engine

from etappe import __version__
from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.engine import open_engine
from etappe.adapters.sql.schema import ensure, ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import NoMailServer
from etappe.model.calendar import Calendar
from etappe.model.place import Place
from etappe.plugin.registry import Registry
from etappe.service.office import Office
from etappe.service.ports import Calendars, Clock
from etappe.service.sending import PostRoom
from etappe.settings import Settings


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Etappe:
    """The parts, put together."""

    settings: Settings
    registry: Registry
    engine: Engine
    office: Office
    clock: Clock


@contextmanager
def assembled(
    settings: Settings, registry: Registry | None = None, clock: Clock | None = None
) -> Generator[Etappe]:
    """The parts as the settings say; a test hands in what it wants otherwise."""
    registry = registry or Registry.installed(settings.without)
    clock = clock or SystemClock()
    programme = registry.programme(settings.programme)
    if settings.database is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    try:
        ensure(engine)
        ensure_tenant(engine, programme.spec.key, programme.spec.key, clock.now())
        store = SqlStore(engine, programme.spec.key)
        office = Office(programme, store, calendars(registry), Place(settings.staff_land))
        yield Etappe(settings, registry, engine, office, clock)
    finally:
        engine.dispose()


def calendars(registry: Registry) -> Calendars:
    """The calendar of a place: a module's answer first, the core's own last."""

    def calendar(place: Place) -> Calendar:
        days = registry.days_of(place)
        return calendar_of(place) if days is None else Calendar(days)

    return calendar


@contextmanager
def post_room(settings: Settings, mail_url: str | None = None) -> Generator[PostRoom]:
    """What sending needs; raises `NoMailServer` where no mail URL is set."""
    from etappe.adapters.apprise_channel import AppriseChannel
    from etappe.adapters.envelopes import MailEnvelopes
    from etappe.adapters.scribe import JinjaScribe
    from etappe.adapters.smtp.courier import SmtpCourier
    from etappe.adapters.smtp.relay import Relay

    url = mail_url or (settings.mail.get_secret_value() if settings.mail else None)
    if url is None:
        raise NoMailServer
    relay = Relay.from_url(url)
    courier = SmtpCourier(relay)
    try:
        yield PostRoom(
            scribe=JinjaScribe(),
            envelopes=MailEnvelopes(relay.sender, settings.reply_to),
            courier=courier,
            announcer=AppriseChannel([u.get_secret_value() for u in settings.team]),
            worker=str(uuid4()),
            host=socket.gethostname(),
            pid=os.getpid(),
            version=__version__,
        )
    finally:
        courier.close()
