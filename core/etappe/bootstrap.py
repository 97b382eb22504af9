"""The one place that puts the parts together."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from hmac import digest
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine

from etappe import __version__
from etappe.adapters.calendars import Almanac
from etappe.adapters.sql.engine import open_engine, require_reachable
from etappe.adapters.sql.parking import written_down
from etappe.adapters.sql.schema import ensure, ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import EtappeError, FolderUnusable, NoMailServer, NoPortal
from etappe.model.attachment import MB
from etappe.model.link import LinkMode
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.region import require_region
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.plugin.roster import InstalledModules
from etappe.plugin.watchdog import Watchdog
from etappe.service.access import Gatehouse
from etappe.service.cabinet import Cabinet
from etappe.service.consequences import AnsweringStore
from etappe.service.doorway import Doorway
from etappe.service.holding import tell_others
from etappe.service.office import DrawingBoard, Office
from etappe.service.ports import Clock, Vault
from etappe.service.safe import Safe
from etappe.service.sending import PostRoom
from etappe.service.time_machine import FrozenClock
from etappe.service.weekly import Newsroom
from etappe.settings import DATABASE_FILE, Settings

STOPPED_CLOCK = "demo-clock"
"""The file that makes a folder a demo: the moment at which its time machine stands."""
BUCKETS = b"etappe buckets"
"""What a key is derived for: another use of the same key gives another one."""


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
    reading: Office
    """The same office for whoever only looks: nothing can be written through its store."""
    clock: Clock


@contextmanager
def assembled(
    settings: Settings, registry: Registry | None = None, clock: Clock | None = None
) -> Generator[Etappe]:
    """The parts as the settings say; a test hands in what it wants otherwise."""
    registry = registry or modules_of(settings)
    clock = clock or clock_of(settings)
    programme = registry.programme(settings.programme)
    roster = InstalledModules(registry, settings.without)
    with _reached(settings) as engine:
        ensure(engine)
        spec = programme.spec
        ensure_tenant(engine, spec.key, spec.key, clock.now())
        store = SqlStore(engine, spec.key, spec.zone)
        almanac = Almanac(registry.days_of, spec.zone)
        team = _staff_place(settings, spec)
        shelf = cabinet(settings, spec)
        plain = Office(programme, store, almanac, team, Questions(registry), roster, cabinet=shelf)
        office, reading = answering(plain), replace(plain, store=store.reading())
        try:
            yield Etappe(settings, registry, engine, office, reading, clock)
        finally:
            store.close_reading()
            tell_others(office, clock.now())


@contextmanager
def store_of(settings: Settings) -> Generator[tuple[SqlStore, Clock]]:
    """The store alone, for what has to work even where the programme's own module does not."""
    clock = clock_of(settings)
    with _reached(settings) as engine:
        ensure(engine)
        ensure_tenant(engine, settings.programme, settings.programme, clock.now())
        yield SqlStore(engine, settings.programme), clock


def modules_of(settings: Settings) -> Registry:
    """The installed modules, less those that are switched off, and those that failed before set aside."""
    return _installed(settings, _failed_before(settings))


def watchdog_of(settings: Settings) -> Watchdog:
    """What runs the code of modules, and knows what they must not tell."""
    return Watchdog(settings.secrets(os.environ))


def _installed(settings: Settings, aside: tuple[Parked, ...] = ()) -> Registry:
    return Registry.installed(settings.without, settings.modules, aside=aside, watchdog=watchdog_of(settings))


def _failed_before(settings: Settings) -> tuple[Parked, ...]:
    """What other processes have written down; nothing where there is no database yet, or none to reach."""
    if settings.database is None and not (settings.data_dir / DATABASE_FILE).is_file():
        return ()
    try:
        with _reached(settings) as engine:
            return written_down(engine)
    except EtappeError:  # whoever needs the database says so
        return ()


@contextmanager
def _reached(settings: Settings) -> Generator[Engine]:
    """The engine of a database that answers; raises what `engine_of` raises, or `DatabaseUnreachable`."""
    engine = engine_of(settings)
    try:
        require_reachable(engine)
        yield engine
    finally:
        engine.dispose()


def answering(office: Office) -> Office:
    """The office with a store in which modules answer facts, where any module does."""
    if not office.modules.react():
        return office
    return replace(office, store=AnsweringStore(office.store, office))


def _staff_place(settings: Settings, spec: ProgrammeSpec) -> Place:
    """Where the project team works, as the operator says, else the programme; raises `UnknownLand`."""
    land = settings.staff_land or spec.staff_land
    require_region(land, spec.regions)
    return Place(land)


def engine_of(settings: Settings) -> Engine:
    """The engine of the database; raises `FolderUnusable` or `BadDatabaseAddress`."""
    if settings.database is None:
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderUnusable(folder=settings.data_dir, cause=error.strerror) from None
    return open_engine(settings.database_url)


def clock_of(settings: Settings) -> Clock:
    """The clock of the machine; in the folder of a demo the one that stands where the demo stopped."""
    stopped = settings.data_dir / STOPPED_CLOCK
    if stopped.is_file() and settings.database_url.endswith(str(settings.data_dir / "etappe.db")):
        return FrozenClock(datetime.fromisoformat(stopped.read_text(encoding="ascii")))
    return SystemClock()


def drawing_board(settings: Settings) -> DrawingBoard:
    """A programme to plan with: no database is opened, and none is made."""
    registry = _installed(settings)
    programme = registry.programme(settings.programme)
    return DrawingBoard(programme, Almanac(registry.days_of, programme.spec.zone))


def vault(etappe: Etappe) -> Vault:
    """What looks after the database; its copies and the anchors of the audit lie in the data directory."""
    from etappe.adapters.anchor_file import AnchorFile
    from etappe.adapters.sql.vaults import PostgresVault, SqliteVault

    folder, database = etappe.settings.data_dir, etappe.engine.url.database
    anchors = AnchorFile(folder / "audit-anchors.txt", etappe.office.programme.spec.key)
    if etappe.engine.dialect.name == "sqlite" and database:
        return SqliteVault(Path(database), folder / "backups", anchors)
    return PostgresVault(etappe.engine, anchors)


def newsroom(settings: Settings) -> Newsroom:
    """What the weekly report needs; without a channel of the team it can be read, and not be announced."""
    from etappe.adapters.apprise_channel import AppriseChannel
    from etappe.adapters.reporter import JinjaReporter

    team = [url.get_secret_value() for url in settings.team]
    return Newsroom(JinjaReporter(), AppriseChannel(team) if team else None)


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
            scribe=JinjaScribe(watchdog_of(settings).render),
            envelopes=MailEnvelopes(relay.sender, settings.reply_to),
            courier=courier,
            announcer=AppriseChannel([u.get_secret_value() for u in settings.team]),
            worker=str(uuid4()),
            host=socket.gethostname(),
            pid=os.getpid(),
            version=__version__,
            safe=safe_of(settings),
            door=doorway(settings) if settings.portal_url else None,
        )
    finally:
        courier.close()


def safe_of(settings: Settings) -> Safe:
    """What seals with the keys of the settings, else with one in the data directory; that is made if need be.

    Raises `BadSecretKey` or `FolderUnusable`.
    """
    from etappe.adapters.safe import FernetSafe

    return FernetSafe(_secret_keys(settings))


def gatehouse(settings: Settings) -> Gatehouse:
    """What checks those who sign in; raises `BadSecretKey` or `FolderUnusable`."""
    from etappe.adapters.chance import SystemChance
    from etappe.adapters.hasher import Argon2Passwords
    from etappe.adapters.known_passwords import known_passwords
    from etappe.adapters.one_time_codes import TimedCodes

    return Gatehouse(
        hasher=Argon2Passwords(),
        codes=TimedCodes(),
        safe=safe_of(settings),
        chance=SystemChance(),
        salt=digest(_secret_keys(settings)[0].encode(), BUCKETS, sha256),
        known_passwords=known_passwords(),
    )


def _secret_keys(settings: Settings) -> list[str]:
    from etappe.adapters.safe import key_in

    return [key.get_secret_value() for key in settings.secret_keys] or [key_in(settings.data_dir)]


def link_mode(settings: Settings, spec: ProgrammeSpec) -> LinkMode:
    """Whether a link is enough or a code is mailed too: as the operator says, else the programme."""
    return settings.link_mode or spec.link_mode


def cabinet(settings: Settings, spec: ProgrammeSpec) -> Cabinet:
    """Where files of town halls lie, and whether any come in: as the operator says, else the programme."""
    from etappe.adapters.clamd import Clamd
    from etappe.adapters.folder_files import FolderFiles

    return Cabinet(
        files=FolderFiles(settings.files_dir / spec.key),
        open=spec.uploads if settings.uploads is None else settings.uploads,
        quota=settings.uploads_quota_mb * MB,
        scanner=Clamd(settings.scanner) if settings.scanner else None,
    )


def doorway(settings: Settings) -> Doorway:
    """What links and those who come by them need; raises `NoPortal` where no portal is set."""
    from etappe.adapters.chance import SystemChance
    from etappe.adapters.scribe import JinjaScribe
    from etappe.adapters.slip_scribe import JinjaSlipScribe

    if settings.portal_url is None:
        raise NoPortal
    return Doorway(
        url=settings.portal_url,
        chance=SystemChance(),
        safe=safe_of(settings),
        pen=JinjaSlipScribe(),
        passages=JinjaScribe(watchdog_of(settings).render),
    )


@contextmanager
def posting(settings: Settings, *, mailbox: bool) -> Generator[PostRoom]:
    """What sending needs; with ``mailbox`` the letters stay in the local mailbox instead of going out."""
    if not mailbox:
        with post_room(settings) as room:
            yield room
        return
    from etappe.adapters.mailbox import MailSink

    with MailSink(settings.mailbox_dir) as sink, post_room(settings, sink.url) as room:
        yield room
