"""Where a module is tried out: among those that are installed, in a programme that it belongs to."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from etappe import __version__
from etappe.adapters.calendars import Almanac
from etappe.adapters.envelopes import MailEnvelopes
from etappe.adapters.safe import FernetSafe, new_key
from etappe.adapters.scribe import JinjaScribe
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.bootstrap import answering
from etappe.errors import ModuleParked
from etappe.model.letter import Sender
from etappe.model.place import Place
from etappe.model.programme import Programme
from etappe.plugin import ModuleSpec
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.plugin.watchdog import Watchdog
from etappe.service.office import Office
from etappe.service.ports import Courier
from etappe.service.sending import PostRoom
from etappe.testing.database import hurried, migrated_file
from etappe.testing.frame import FRAME, Frame
from etappe.testing.letterbox import Silence

UNNAMED = "module"
"""What a module is called that offers none and answers other hooks only."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What all rehearsals of a test run share."""

    template: Path
    """A SQLite file with empty tables."""
    scribe: JinjaScribe
    safe: FernetSafe

    def database(self, folder: Path) -> Engine:
        """A database of its own, with empty tables."""
        number = len(list(folder.glob("*.db")))
        return hurried(Path(shutil.copyfile(self.template, folder / f"{number}.db")))

    def post_room(self, courier: Courier) -> PostRoom:
        """A post room that writes and seals real letters."""
        envelopes = MailEnvelopes(Sender("etappe", "etappe@programm.example"))
        return PostRoom(self.scribe, envelopes, courier, Silence(), "test", "test", 1, __version__, self.safe)


def set_up(folder: Path) -> Stage:
    """Make the tables once, to be copied for every rehearsal."""
    return Stage(migrated_file(folder), JinjaScribe(Watchdog().render), FernetSafe([new_key()]))


@dataclass(frozen=True, slots=True)
class Company:
    """A module under test among those that are installed."""

    name: str
    """The name of its plugin, and so of its records and settings."""
    offered: tuple[ModuleSpec, ...]
    registry: Registry
    programme: Programme


def gather(
    hooks: object, programme: str | None = None, settings: Mapping[str, object] | None = None
) -> Company:
    """Put a module among those that are installed; without a programme one is found that it belongs to.

    Its own comes first, then one that it joins or that knows it, then the small programme `frame`. Raises
    `ModuleParked`.
    """
    alone = Registry([(UNNAMED, hooks)])
    _require_sound(alone, {UNNAMED, *(m.key for m in alone.modules)})
    keys = [m.key for m in alone.modules]
    name = keys[0] if keys else UNNAMED
    installed = Registry.installed()
    chosen = programme or _programme_of(alone, installed)
    frame = [(FRAME, Frame(keys))] if chosen == FRAME else []
    registry = Registry.installed(
        without=_other_copies(installed, keys),
        settings={name: settings} if settings else None,
        beside=[*frame, (name, hooks)],
    )
    _require_sound(registry, {name, *keys})
    return Company(name, alone.modules, registry, registry.programme(chosen))


def office_of(company: Company, engine: Engine, now: datetime) -> Office:
    """The programme at work on an empty database."""
    spec, registry = company.programme.spec, company.registry
    ensure_tenant(engine, spec.key, spec.key, now)
    store = SqlStore(engine, spec.key, spec.zone)
    almanac = Almanac(registry.days_of, spec.zone)
    team = Place(spec.staff_land)
    return answering(Office(company.programme, store, almanac, team, Questions(registry)))


def _require_sound(registry: Registry, names: set[str]) -> None:
    for parked in registry.parked:
        if parked.module in names:
            raise ModuleParked(module=parked.module, cause=parked.cause)


def _other_copies(installed: Registry, keys: Sequence[str]) -> list[str]:
    """The installed plugins that offer the same modules: the one under test takes their place."""
    return [name for name, modules in installed.offered.items() if any(m.key in keys for m in modules)]


def _programme_of(alone: Registry, installed: Registry) -> str:
    wanted = {key for module in alone.modules for key in module.joins}
    keys = {module.key for module in alone.modules}
    fitting = [
        key
        for key, programme in installed.programmes.items()
        if key in wanted or keys & {*programme.spec.mandatory, *programme.spec.optional}
    ]
    return next(iter((*alone.programmes, *fitting)), FRAME)
