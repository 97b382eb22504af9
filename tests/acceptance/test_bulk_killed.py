"""A bulk order that is killed again and again, and started again: in the end each project has moved once."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest

from etappe.bootstrap import STOPPED_CLOCK, Etappe, assembled
from etappe.model.kommune import Kommune
from etappe.model.people import Contact, Person
from etappe.model.place import Land
from etappe.service.office import ProjectFile, open_file
from etappe.service.ports import Transaction
from etappe.service.projects import Wish, start_project
from etappe.settings import Settings
from tests.acceptance.cli import ETAPPE, Cli
from tests.integration.planning_rules import require_dates, require_ledger

NOW = datetime(2026, 1, 12, 6, 0, tzinfo=UTC)
NAMES = tuple(f"ort-{n:02}" for n in range(60))
KILLS = 20
SHIFT = ("anchors", "shift", "workshop", "+5", "--all", "--order", "storm", "--yes")
LONGEST_WAIT_S = 30


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """etappe with sixty projects, and a clock that stands still."""
    cli = Cli(tmp_path)
    cli.data.mkdir()
    (cli.data / STOPPED_CLOCK).write_text(NOW.isoformat(), encoding="ascii")
    with at(cli) as etappe:
        with etappe.office.store.begin() as tx:
            for name in NAMES:
                tx.kommunen.add(Kommune(name, name.title(), Land.NW))
                tx.people.save(person := Person(name, name, f"ap@{name}.example"))
                tx.people.set_contact(name, Contact("AP", person))
        for name in NAMES:
            start_project(etappe.office, name, Wish(date(2026, 1, 12)), "test", NOW)
    return cli


@contextmanager
def at(cli: Cli) -> Generator[Etappe]:
    """The parts of etappe at work in the same folder."""
    with assembled(Settings(data_dir=cli.data)) as etappe:
        yield etappe


def killed(cli: Cli, chance: random.Random) -> int:
    """Start the order, and kill it when it has moved some more projects; tells its exit code."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(cli.folder), "ETAPPE_DATA_DIR": str(cli.data)}
    goal, until = carried_out(cli) + chance.randint(0, 3), monotonic() + LONGEST_WAIT_S
    process = subprocess.Popen(
        [ETAPPE, *SHIFT], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and carried_out(cli) < goal and monotonic() < until:
        sleep(0.001)
    sleep(chance.uniform(0, 0.012))
    process.send_signal(signal.SIGKILL)
    return process.wait()


def carried_out(cli: Cli) -> int:
    """In how many projects the order has been carried out."""
    with closing(sqlite3.connect(f"file:{cli.data / 'etappe.db'}?mode=ro", uri=True)) as connection:
        number: int = connection.execute("SELECT count(*) FROM bulk_order").fetchone()[0]
    return number


def require_whole(tx: Transaction, file: ProjectFile) -> None:
    """A project is not half moved: dates and rungs follow from what is decided."""
    require_dates(file)
    require_ledger(tx, file, NOW)


def test_an_order_that_is_killed_twenty_times_moves_every_project_once(cli: Cli) -> None:
    with at(cli) as etappe, etappe.office.store.begin() as tx:
        before = {name: open_file(etappe.office, tx, name).schedule for name in NAMES}
    chance = random.Random(5)  # noqa: S311 - the same moments in every run, as far as a machine allows

    codes = [killed(cli, chance) for _ in range(KILLS)]
    part = carried_out(cli)
    said = cli.does(*SHIFT)

    assert codes == [-signal.SIGKILL] * KILLS
    assert 0 < part < len(NAMES)
    assert f"Changed: {len(NAMES) - part}, unchanged: {part}, refused: 0." in said
    with at(cli) as etappe, etappe.office.store.begin() as tx:
        for name in NAMES:
            file = open_file(etappe.office, tx, name)
            place, was = file.calendar.place, before[name].anchors["workshop"].day
            assert file.schedule.anchors["workshop"].day == place.add(was, 5)
            require_whole(tx, file)
            fixed = [f for _, f in tx.audit.facts(f"{name}/workshop") if f.action == "anchor fixed"]
            assert len(fixed) == 1
        assert tx.audit.verify() is None
