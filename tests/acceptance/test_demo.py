"""``etappe demo`` as a newcomer runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from etappe.adapters.mailbox import Mailbox, MailSummary
from etappe.demo import demo_sheet_text
from etappe.model.kommune_csv import read_sheet
from etappe.model.moments import local_day

ETAPPE = Path(sys.executable).with_name("etappe")


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that has been run, and what it printed."""

    folder: Path
    exit_code: int
    printed: str
    complained: str

    @property
    def letters(self) -> tuple[MailSummary, ...]:
        """What lies in its mailbox."""
        return Mailbox(self.folder / "mailbox").list()

    @property
    def steps(self) -> list[str]:
        """The lines that it tells its reader to try."""
        return [
            line.strip() for line in self.printed.splitlines() if re.match(r"  (export |\S*etappe )", line)
        ]


def environment(**more: str) -> dict[str, str]:
    """The environment without what its owner has set for etappe."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ETAPPE_")}
    return {**kept, "COLUMNS": "120", **more}


def run_demo(data_dir: Path, *options: str, **more: str) -> Demo:
    """Run the command to its end."""
    command = [str(ETAPPE), "demo", "--data-dir", str(data_dir), *options]
    done = subprocess.run(command, env=environment(**more), capture_output=True, text=True)
    return Demo(data_dir / "demo", done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The whole demo; how long it worked is printed for whoever asks."""
    before = os.times()
    demo = run_demo(tmp_path_factory.mktemp("data"))
    after = os.times()
    work = sum(after[2:4]) - sum(before[2:4])
    print(f"etappe demo: {after.elapsed - before.elapsed:.1f} s, {work:.1f} s of CPU")
    return demo


def test_the_demo_ends_well_and_says_where_it_stands(demo: Demo) -> None:
    assert (demo.exit_code, demo.complained) == (0, "")
    assert "The demo stands on Friday, 22.05.2026, 18:00 (simulated)" in demo.printed


def test_every_kommune_has_its_row_in_the_order_of_names(demo: Demo) -> None:
    names = [row.kommune.name for row in read_sheet(demo_sheet_text()).rows]

    rows = [line for line in demo.printed.splitlines() if re.search(r" [A-Z]{2} .*● (green|amber|red)", line)]

    assert len(rows) == len(names) == 35
    assert all(any(row.startswith(name[:19].strip()) for row in rows) for name in names if len(name) < 20)
    assert rows[0].startswith("Aachen")
    assert rows[-1].startswith("Zwickau")


def test_projects_stand_in_different_phases_and_not_all_is_well(demo: Demo) -> None:
    phases = ("Auftaktgespräch ", "Selbstcheck ", "Selbstcheck-Workshop ", "Dialogveranstaltung ")

    assert all(phase in demo.printed for phase in phases)
    assert all(f"● {light}" in demo.printed for light in ("green", "amber", "red"))
    assert re.search(r"[1-9]\d* follow-ups\s+open", demo.printed)


def test_letters_went_out_and_each_can_be_read(demo: Demo) -> None:
    box = Mailbox(demo.folder / "mailbox")

    texts = [box.read(letter.number) for letter in demo.letters[::25]]

    assert len(demo.letters) > 500
    assert all(letter.subject and letter.date for letter in demo.letters)
    assert all(text.startswith("Guten Tag ") for text in texts)


def test_nobody_gets_two_letters_on_one_day(demo: Demo) -> None:
    per_day = Counter((mail.to, local_day(mail.date)) for mail in demo.letters if mail.date)

    assert max(per_day.values()) == 1


def test_letters_go_to_invented_addresses_alone(demo: Demo) -> None:
    assert all(mail.to.endswith(".example") for mail in demo.letters)


def test_what_it_tells_to_try_works_as_it_stands(demo: Demo) -> None:
    export, *commands = demo.steps

    for command in commands:
        line = f"{export}; {command}"
        done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout.strip()

    assert len(commands) == 5


def test_everything_is_in_order_afterwards(demo: Demo) -> None:
    told = environment(ETAPPE_DATA_DIR=str(demo.folder))
    done = subprocess.run([ETAPPE, "doctor", "--json"], env=told, capture_output=True, text=True)

    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}

    assert done.returncode == 0
    assert findings["audit"]["text"] == "the chain is whole"
    assert {f["level"] for f in findings.values()} <= {"ok", "warning"}


def test_an_earlier_demo_is_replaced_and_real_data_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "etappe.db").write_text("real")
    first = run_demo(tmp_path, "--until", "2026-01-19")

    second = run_demo(
        tmp_path, "--until", "2026-01-16", "--json", ETAPPE_DATABASE="postgresql://real@real/real"
    )

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert (tmp_path / "etappe.db").read_text() == "real"
    assert all(mail.date and local_day(mail.date) < date(2026, 1, 17) for mail in second.letters)


def test_json_holds_the_rows(tmp_path: Path) -> None:
    rows = json.loads(run_demo(tmp_path, "--until", "2026-01-16", "--json").printed)

    assert [row["light"] for row in rows] == ["green", "green"]
    assert {"kommune", "land", "phase", "next_due", "why", "last_letter"} <= set(rows[0])


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "etappe.db").write_text("mine")

    refused = run_demo(tmp_path)

    assert refused.exit_code == 1
    assert "holds something that is no demo" in refused.complained
    assert (tmp_path / "demo" / "etappe.db").read_text() == "mine"


def test_a_demo_cannot_stop_before_it_begins(tmp_path: Path) -> None:
    refused = run_demo(tmp_path, "--until", "2026-01-12")

    assert refused.exit_code == 1
    assert "The demo begins on 12.01.2026 and cannot stop on 12.01.2026" in refused.complained


def test_an_interrupted_demo_ends_with_one_sentence(tmp_path: Path) -> None:
    command = [str(ETAPPE), "demo", "--data-dir", str(tmp_path)]
    running = subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True)
    while not any((tmp_path / "demo" / "mailbox").glob("*.eml")):
        assert running.poll() is None
        time.sleep(0.1)

    running.send_signal(signal.SIGINT)
    complained = running.communicate()[1]

    assert running.returncode == 130
    assert re.fullmatch(
        r"Stopped on \d\d\.\d\d\.2026 of the simulation; 'etappe demo' begins anew\.\n", complained
    )
