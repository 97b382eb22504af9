"""The commands that do one thing for many, and those that look after what is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from etappe.bootstrap import assembled
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.model.quiet import OPENS
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from tests.acceptance.cli import Cli, refusal
from tests.fakes.web_hook import listening
from tests.integration.worlds import START, World, settle_in

COHORT = ("aachen", "bonn", "essen")
BEGIN = ("--start", START.isoformat(), "--with", "dialog")


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Three Kommunen with their people, on the day on which a cohort starts."""
    cli = Cli(tmp_path)
    clock = FrozenClock(moment(START, OPENS) - timedelta(hours=1))
    with assembled(Settings(data_dir=cli.data, database=None), clock=clock) as etappe:
        for slug in COHORT:
            settle_in(World(etappe.office, clock), Kommune(slug, slug.title(), Land.NW))
    stand(cli, START)
    return cli


def stand(cli: Cli, day: date, hours: int = 0) -> None:
    """Let the clock stand on a day."""
    at = moment(day, OPENS) + timedelta(hours=hours)
    (cli.data / "demo-clock").write_text(at.isoformat())


def test_a_cohort_starts_in_one_line_and_again_without_harm(cli: Cli) -> None:
    first = cli.tells("projects", "start-many", *BEGIN, *COHORT)
    second = cli.tells("projects", "start-many", *BEGIN, *COHORT)

    assert first == {"done": list(COHORT), "unchanged": [], "refused": []}
    assert second == {"done": [], "unchanged": list(COHORT), "refused": []}


def test_everybody_without_a_project_starts_with_all(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, "bonn")

    said = cli.does("projects", "start-many", *BEGIN, "--all")

    assert "Started: 2, unchanged: 0, refused: 0." in said


def test_who_cannot_start_is_named_and_the_others_start(cli: Cli) -> None:
    ran = cli("projects", "start-many", *BEGIN, "aachen", "nix")

    assert ran.code == 1
    assert "Started: 1, unchanged: 0, refused: 1." in ran.out
    assert ran.said.startswith("refused: nix: There is no Kommune 'nix'")


def test_nobody_and_everybody_at_once_is_refused() -> None:
    assert "name them, or say --all" in refusal("projects", "start-many", *BEGIN)
    assert "name them, or say --all" in refusal("projects", "start-many", *BEGIN, "--all", "aachen")
    assert "No project is named" in refusal("anchors", "shift", "workshop", "5")
    assert "No project is named" in refusal("plan", "upgrade")


def test_an_anchor_is_shifted_for_many_once_for_each_order(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, *COHORT)
    before = workshop(cli)

    said = cli.does("anchors", "shift", "workshop", "5", *COHORT, "--yes")
    again = cli.tells("anchors", "shift", "workshop", "5", *COHORT)
    back = cli.tells("anchors", "shift", "workshop", "-5", "aachen", "--order", "too far", "--yes")

    assert "The order is called '2026-01-12': run again, it changes nobody twice." in said
    assert (again["unchanged"], back["done"]) == (list(COHORT), ["aachen"])
    assert workshop(cli) == before


def workshop(cli: Cli) -> str:
    anchors = cli.tells("anchors", "list", "aachen")
    return str(next(anchor["day"] for anchor in anchors if anchor["key"] == "workshop"))


def test_plans_of_today_are_left_alone_by_an_upgrade(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, "aachen")

    assert "Would change: 0, refused: 0." in cli.does("plan", "upgrade", "aachen", "--dry-run")
    assert "Changed: 0, unchanged: 1, refused: 0." in cli.does("plan", "upgrade", "aachen")


def test_a_night_leaves_a_copy_and_an_anchor_and_the_doctor_knows_of_it(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, "aachen")

    first, second = cli.tells("nightly"), cli.tells("nightly")

    assert {step["state"] for step in (*first, *second)} == {"done"}
    assert len((cli.data / "audit-anchors.txt").read_text().splitlines()) == 2
    with closing(sqlite3.connect(cli.data / "backups" / "etappe-2026-01-12.db")) as copy:
        assert copy.execute("SELECT id FROM project").fetchall() == [("aachen",)]
    assert "night: last night 12.01.2026 08:00" in cli.does("doctor")


def test_a_night_that_fails_exits_with_1_and_says_which_step(cli: Cli) -> None:
    (cli.data / "backups").write_text("a file where the folder of copies should be")

    ran = cli("nightly")

    assert ran.code == 1
    assert "failed backup: FileExistsError" in " ".join(ran.out.split())
    assert "done retention" in " ".join(ran.out.split())


def test_a_cut_tail_is_told_by_the_doctor(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, *COHORT)
    cli.does("nightly")
    with closing(sqlite3.connect(cli.data / "etappe.db")) as database, database:
        database.execute("DELETE FROM audit_event WHERE seq > 1")
        database.execute("UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_event)")

    ran = cli("doctor")

    assert ran.code == 1
    assert "audit: the chain lost its tail: event " in ran.out


def test_the_weekly_report_is_announced_once(cli: Cli, tmp_path: Path) -> None:
    cli.does("projects", "start-many", *BEGIN, "aachen")
    with listening() as hook:
        (tmp_path / "etappe.toml").write_text(f'team = ["{hook.url}"]\n')
        first, second = cli.does("weekly-report"), cli.does("weekly-report")

    assert first == "The report of 2026-W03: announced.\n"
    assert second == "The report of 2026-W03: already announced.\n"
    (told,) = hook.announced
    assert told["title"].startswith("Weltoffene Kommune: Wochenbericht, KW 3")


def test_without_a_channel_the_weekly_report_says_what_to_do(cli: Cli) -> None:
    said = cli.refuses("weekly-report")

    assert "set ETAPPE_TEAM" in said
    assert "etappe weekly-report --print" in said


def test_the_weekly_report_can_be_read(cli: Cli) -> None:
    cli.does("projects", "start-many", *BEGIN, "aachen")

    said = cli.does("weekly-report", "--print")

    assert said.startswith(
        "Weltoffene Kommune: Wochenbericht, KW 3 (12.01.2026 bis 18.01.2026)\n\n1 Projekt, "
    )
    assert "Vereinbarung (Letter of Intent): 1 (Aachen)" in said
    assert cli("weekly-report", "--json").code == 1


def test_a_tick_tells_of_phases_that_were_reached(cli: Cli) -> None:
    cli.does("projects", "start-many", "--start", "2026-01-19", "aachen")
    stand(cli, date(2026, 1, 19))

    ticked = cli.tells("tick", "--mailbox")

    assert [(p["project"], p["before"], p["after"]) for p in ticked["phases"]] == [
        ("aachen", None, "vereinbarung")
    ]
