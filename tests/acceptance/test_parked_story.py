"""From the outside: a module hangs, its letters are held, others go; after the repair they are sent."""

from __future__ import annotations

import json
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from etappe.model.moments import moment
from tests.acceptance.cli import ETAPPE
from tests.acceptance.test_unruly_module import distribution as distribution
from tests.acceptance.test_unruly_module import run

HELD = "das Modul „Unfug“ ist geparkt (ModuleHangs: It took longer than 5 seconds and was given up"


class Operator:
    """Somebody with a terminal, a clock that can be set, and a module that can be repaired."""

    def __init__(self, home: Path, site: Path) -> None:
        self.home, self.site = home, site
        self.behaviour = "sound"

    def at(self, day: date, hour: int = 8) -> None:
        """Set the clock."""
        clock = self.home / "data" / "demo-clock"
        clock.parent.mkdir(exist_ok=True)
        clock.write_text(f"{datetime.isoformat(moment(day, time(hour)))}", encoding="ascii")

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return run(self.home, self.behaviour, self.site, ETAPPE, *words)

    def does(self, *words: str) -> str:
        """Run a command that has to succeed."""
        ran = self.runs(*words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def tells(self, *words: str) -> Any:
        """Run a command with --json; what it told."""
        return json.loads(self.does(*words, "--json"))


@pytest.fixture
def operator(distribution: Path, tmp_path: Path) -> Operator:
    """A project that begins while all is well."""
    operator = Operator(tmp_path, distribution)
    operator.at(date(2026, 1, 12), 7)
    operator.does("kommunen", "add", "Aachen", "--land", "NW")
    operator.does("contacts", "set", "aachen", "AP", "Ada Peters", "ap@aachen.example")
    for role in ("PM", "MO", "PL"):
        operator.does("contacts", "staff", role, f"{role} Team", f"{role.lower()}@team.example")
    operator.does("projects", "start", "aachen", "--start", "2026-01-12", "--with", "unruly")
    return operator


def test_a_module_hangs_is_repaired_and_its_letter_arrives(operator: Operator) -> None:
    operator.at(date(2026, 1, 14))
    operator.behaviour = "hook_hangs"
    ticked = operator.tells("tick", "--mailbox")
    doctor = operator.runs("doctor", "--json")
    [parked] = operator.tells("modules")["parked"]
    [rung] = [e for e in operator.tells("projects", "ledger", "aachen") if e["outcome"] == "held"]
    why = operator.does("why", rung["occ_key"])

    operator.behaviour = "sound"
    still = operator.tells("modules")["parked"]
    retried = operator.does("modules", "retry", "unruly")
    operator.at(date(2026, 1, 15))
    operator.does("tick", "--mailbox")

    assert (ticked["fired"]["held"], doctor.returncode) == (1, 1)
    assert "parked 0.9.0 since 14.01.2026 08:00: ModuleHangs" in doctor.stdout
    assert parked["remedy"] == "repair or update it, then run 'etappe modules retry unruly'"
    assert rung["reason"].startswith(HELD)
    assert HELD in " ".join(why.split())
    assert [p["key"] for p in still] == ["unruly"]
    assert "'unruly' is tried again from now on." in retried
    assert operator.tells("modules")["parked"] == []
    [letter] = [m for m in operator.tells("mailbox") if m["to"] == "ap@aachen.example"]
    assert "Zettel ausfüllen" in operator.does("mailbox", str(letter["number"]))
    assert operator.runs("doctor").returncode == 0


def test_a_worker_names_what_is_parked_in_its_log(operator: Operator) -> None:
    operator.behaviour = "import_raises"

    ticked = operator.runs("tick", "--mailbox")

    assert "unruly 0.9.0 is parked: RuntimeError: no zettel, but ***" in ticked.stderr
