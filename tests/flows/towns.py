"""Five Kommunen in a data directory whose clock stands still, and what a test asks about their letters."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from email import message_from_bytes
from pathlib import Path

from pydantic import TypeAdapter

from etappe.bootstrap import STOPPED_CLOCK, assembled
from etappe.model.audit import Fact
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from tests.integration.worlds import START, World, settle_in

PROGRAMME = "weltoffene_kommune"
SLUGS = ("aachen", "bonn", "essen", "hagen", "moers")
NINE = moment(date(2026, 1, 20), time(9))
"""A Tuesday morning; nobody has ticked since the projects started."""


@dataclass(frozen=True, slots=True)
class Town:
    """A data directory, and what stands in its database."""

    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment with this data directory and nothing else of etappe's or Prefect's."""
        others = ("ETAPPE_", "PREFECT_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        return {**kept, "COLUMNS": "200", "NO_COLOR": "1", "ETAPPE_DATA_DIR": str(self.folder), **more}

    def let_it_be(self, now: datetime) -> None:
        """Let the clock stand at a moment, for every process that starts from here on."""
        (self.folder / STOPPED_CLOCK).write_text(now.isoformat(), encoding="ascii")

    def states(self) -> Counter[str]:
        """How many letters are in which state."""
        return Counter(state for (state,) in self.rows("SELECT state FROM delivery"))

    def due(self, now: datetime) -> int:
        """How many rungs wait to be fired."""
        asked = "SELECT count(*) FROM occurrence WHERE state = 'planned' AND due_at <= ?"
        ((number,),) = self.rows(asked, int(now.timestamp()))
        return int(number)

    def rows(self, statement: str, *values: object) -> list[tuple[str, ...]]:
        """What a question to the database brings."""
        with sqlite3.connect(self.folder / "etappe.db", timeout=30) as connection:
            return connection.execute(statement, values).fetchall()

    def fired(self) -> Counter[str]:
        """How often the audit says of each rung that it was settled."""
        with (
            assembled(Settings(data_dir=self.folder, database=None)) as etappe,
            etappe.office.store.begin() as tx,
        ):
            return settlements([fact for _, fact in tx.audit.facts(limit=100_000)])


def new_town(folder: Path) -> Town:
    """Start a project in each of the five Kommunen."""
    clock = FrozenClock(moment(START, time(7)))
    with assembled(Settings(data_dir=folder, database=None), clock=clock) as etappe:
        for slug in SLUGS:
            world = World(etappe.office, clock, project=slug)
            settle_in(world, Kommune(slug, slug.title(), Land.NW))
            world.start(kommune=slug)
    town = Town(folder)
    town.let_it_be(NINE)
    return town


def settlements(facts: list[Fact]) -> Counter[str]:
    """How often each rung was settled, as the audit has it."""
    found: Counter[str] = Counter()
    for fact in facts:
        if fact.action == "rungs settled":
            by_state = TypeAdapter(dict[str, list[str]]).validate_python(fact.data)
            found.update(key for keys in by_state.values() for key in keys)
    return found


def letters_by_reader(folder: Path) -> Counter[tuple[str, str]]:
    """How often each letter of each reader lies in a folder."""
    mails = [message_from_bytes(path.read_bytes()) for path in folder.glob("*.eml")]
    return Counter((str(m["X-Envelope-To"]), str(m["Message-ID"])) for m in mails)
