"""The commands that run etappe and look after it, in processes of their own, while the clock stands still."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from email import message_from_bytes
from pathlib import Path

import pytest

from etappe.adapters.mailbox import MailSink
from etappe.adapters.sql.schema import HEAD
from etappe.adapters.sql.tables import metadata
from etappe.bootstrap import STOPPED_CLOCK, assembled
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from tests.integration.worlds import START, World, settle_in

ETAPPE = Path(sys.executable).with_name("etappe")
KOMMUNEN = tuple(
    Kommune(slug, slug.title(), Land.NW) for slug in ("aachen", "bonn", "essen", "hagen", "moers")
)
NINE = moment(date(2026, 1, 20), time(9))
TASK = "aachen/vereinbarung.sperrzeiten"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with a database in which letters are due, and etappe run in it."""

    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment with this folder and nothing else of etappe's."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ETAPPE_")}
        return {**kept, "COLUMNS": "200", "ETAPPE_DATA_DIR": str(self.folder), **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        command = [str(ETAPPE), *arguments]
        return subprocess.run(command, env=self.environment(**more), capture_output=True, text=True)

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start a command that goes on until it is told to stop, and wait for its first line."""
        command = [str(ETAPPE), *arguments]
        running = subprocess.Popen(command, env=self.environment(**more), stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        assert running.stdout.readline().startswith("Ticking every 0.1 seconds")
        return running

    def set_clock(self, text: str) -> None:
        """Let the clock stand at another moment."""
        (self.folder / STOPPED_CLOCK).write_text(text)

    @property
    def letters(self) -> list[Path]:
        """The letters in the mailbox."""
        return sorted((self.folder / "mailbox").glob("*.eml"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Five Kommunen in their second week; nobody has ticked so far."""
    home = Home(tmp_path / "data")
    clock = FrozenClock(moment(START, time(7)))
    with assembled(Settings(data_dir=home.folder, database=None), clock=clock) as etappe:
        for kommune in KOMMUNEN:
            world = World(etappe.office, clock, project=kommune.slug)
            settle_in(world, kommune)
            world.start(kommune=kommune.slug)
    home.set_clock(NINE.isoformat())
    return home


def subjects_by_reader(folder: Path) -> Counter[tuple[str, str]]:
    """How often each letter of each reader lies in a folder."""
    mails = [message_from_bytes(path.read_bytes()) for path in folder.glob("*.eml")]
    return Counter((str(m["X-Envelope-To"]), str(m["Message-ID"])) for m in mails)


def test_a_second_tick_finds_nothing_to_do(home: Home) -> None:
    first = json.loads(home.run("tick", "--mailbox", "--json").stdout)
    letters = home.letters

    second = json.loads(home.run("tick", "--mailbox", "--json").stdout)

    assert first["sent"]["sent"] == len(letters) > 5
    assert second["fired"] == {"rungs": 0, "letters": 0, "skipped": 0, "postponed": 0}
    assert second["sent"]["sent"] == 0
    assert home.letters == letters


def test_a_tick_says_what_it_did(home: Home) -> None:
    done = home.run("tick", "--mailbox")

    assert done.returncode == 0
    assert done.stdout.startswith("Rungs: ")
    assert f"Letters: {len(home.letters)} sent" in done.stdout


@pytest.mark.parametrize("command", ["tick", "worker"])
def test_without_a_mail_server_nothing_runs(home: Home, command: str) -> None:
    refused = home.run(command)

    assert refused.returncode == 1
    assert "No mail server is set; set ETAPPE_MAIL" in refused.stderr


def test_a_mail_server_that_is_down_is_told_and_keeps_the_letters(home: Home) -> None:
    done = home.run("tick", ETAPPE_MAIL="mailto://127.0.0.1:1/?from=etappe@place.de")

    assert done.returncode == 1
    assert "nothing more is sent now" in done.stderr
    assert home.run("tick", "--mailbox", "--retry-relay").returncode == 0
    assert len(home.letters) > 5
    assert home.run("doctor").returncode == 0


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_stops_when_it_is_asked_to(home: Home, signal_number: int) -> None:
    worker = home.start("worker", "--every", "0.1", "--mailbox")

    worker.send_signal(signal_number)
    told = worker.communicate(timeout=30)[0]

    assert worker.returncode == 0
    assert told.endswith("Stopped.\n")


def test_two_workers_side_by_side_send_each_letter_once(home: Home, tmp_path: Path) -> None:
    with MailSink(tmp_path / "sink") as sink:
        workers = [home.start("worker", "--every", "0.1", ETAPPE_MAIL=sink.url) for _ in range(2)]
        assert wait_until(lambda: "queued" not in states(home) and "sent" in states(home))
        for worker in workers:
            worker.terminate()
        assert [worker.wait(timeout=30) for worker in workers] == [0, 0]
        for worker in workers:
            worker.communicate()

    found = subjects_by_reader(tmp_path / "sink")
    assert set(found.values()) == {1}
    assert len(found) == states(home)["sent"] > 5


def test_the_mailbox_lists_and_reads(home: Home) -> None:
    home.run("tick", "--mailbox")

    listed = home.run("mailbox", "--to", "ap@AACHEN", "--latest", "1")
    (mail,) = json.loads(home.run("mailbox", "--to", "ap@aachen", "--json").stdout)
    read = home.run("mailbox", str(mail["number"]))

    assert "Letters: 1 of 1" in listed.stdout
    assert mail["to"] == "ap@aachen.example"
    assert f"Subject: {mail['subject']}\n" in read.stdout
    assert "Guten Tag AP" in read.stdout


def test_a_missing_letter_and_a_missing_mailbox_are_told(home: Home) -> None:
    assert "There is no mailbox" in home.run("mailbox").stderr
    home.run("tick", "--mailbox")

    missing = home.run("mailbox", "4711")

    assert missing.returncode == 1
    assert "has no letter 4711" in missing.stderr


def test_why_explains_a_task_its_rungs_and_their_letter(home: Home) -> None:
    home.run("tick", "--mailbox")

    task = json.loads(home.run("why", TASK, "--json").stdout)
    sent = next(rung for rung in task["rungs"] if rung["outcome"] in {"sent", "merged"})
    rung = home.run("why", sent["key"]).stdout
    (mail,) = json.loads(home.run("mailbox", "--to", "ap@aachen", "--json").stdout)
    letter = json.loads(home.run("mailbox", str(mail["number"]), "--json").stdout)
    told = home.run("why", letter["id"]).stdout

    assert "ist am 22.01.2026 fällig: 8 Arbeitstage nach" in task["sentences"][0]
    assert "Diese Stufe kommt" in rung
    assert "ist versandt" in told
    assert TASK in told


def test_why_of_nothing_known_says_what_can_be_asked(home: Home) -> None:
    refused = home.run("why", "nonsense")

    assert refused.returncode == 1
    assert "Nothing is known of 'nonsense'" in refused.stderr


def test_the_modules_at_work_are_listed_without_a_database(home: Home) -> None:
    listed = json.loads(home.run("modules", "--json", ETAPPE_DATABASE="postgresql://x@127.0.0.1:1/x").stdout)

    parts = {module["key"]: module["part"] for module in listed["modules"]}

    assert parts["selbstcheck"] == "mandatory"
    assert parts["dialog"] == "optional"
    assert sum(module["tasks"] for module in listed["modules"]) == 112
    assert "dialog" in home.run("modules").stdout


def test_the_doctor_finds_nothing_after_a_tick(home: Home) -> None:
    home.run("tick", "--mailbox")

    visit = home.run("doctor")

    assert visit.returncode == 0
    assert "audit: the chain is whole" in visit.stdout


def test_the_doctor_sees_that_nobody_ticks(home: Home) -> None:
    visit = home.run("doctor")

    assert visit.returncode == 1
    assert "beat: a rung is due since" in visit.stdout
    assert "→ run 'etappe tick', or keep 'etappe worker' running" in visit.stdout


def test_the_doctor_sees_a_changed_history(home: Home) -> None:
    home.run("tick", "--mailbox")
    with sqlite3.connect(home.folder / "etappe.db") as connection:
        (trigger,) = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        ).fetchone() or ("",)
        if trigger:
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("UPDATE audit_event SET actor = 'somebody else' WHERE seq = 2")

    visit = home.run("doctor")

    assert visit.returncode == 1
    assert "the chain is broken at event 2" in visit.stdout


def test_the_doctor_comes_where_nothing_else_works(home: Home) -> None:
    unreachable = home.run("doctor", ETAPPE_DATABASE="postgresql://x:secret@127.0.0.1:1/x")
    no_programme = home.run("doctor", ETAPPE_WITHOUT='["weltoffene_kommune"]')

    assert (unreachable.returncode, no_programme.returncode) == (1, 1)
    assert "The database 'x' on 127.0.0.1 cannot be used" in unreachable.stdout
    assert "secret" not in unreachable.stdout
    assert "No installed module offers the programme" in no_programme.stdout


def test_the_tables_are_made_twice_without_harm(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")

    first, second = home.run("db", "upgrade"), home.run("db", "upgrade")

    assert (first.returncode, second.returncode) == (0, 0)
    assert f"have revision {HEAD}" in first.stdout
    with sqlite3.connect(home.folder / "etappe.db") as connection:
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert set(metadata.tables) <= tables


def test_a_folder_that_cannot_be_written_is_told(home: Home) -> None:
    refused = home.run("why", TASK, ETAPPE_DATA_DIR="/proc/etappe")

    assert refused.returncode == 1
    assert "The folder '/proc/etappe' cannot be used" in refused.stderr


def states(home: Home) -> Counter[str]:
    """How many letters are in which state."""
    with sqlite3.connect(home.folder / "etappe.db", timeout=30) as connection:
        return Counter(state for (state,) in connection.execute("SELECT state FROM delivery"))


def wait_until(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Look again and again."""
    from time import monotonic, sleep

    end = monotonic() + seconds
    while not true():
        if monotonic() > end:
            return False
        sleep(0.05)
    return True
