"""Calendars as people have them: clients that are not ours fetch a feed, and show what has changed since."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etappe.bootstrap import STOPPED_CLOCK
from tests.acceptance.cli import Cli
from tests.acceptance.clients import Client, Shown, served

CONTACT = "enno@aachen.example"
INVITE = "Öffentlich einladen, Anmeldung öffnen (Aachen)"
"""Counted back from the dialogue."""
ROOM = "Raum buchen (Aachen)"
"""Only where the workshop is held in person."""


@dataclass(frozen=True, slots=True)
class Town:
    """Aachen with a project, its clock, and the file in which the contact person's feed is published."""

    etappe: Cli
    feed: Path

    def stand_at(self, moment: str) -> None:
        """Stop the clock."""
        (self.etappe.data / STOPPED_CLOCK).write_text(moment)

    def publish(self) -> dict[str, Any]:
        """Write the feed of today; its entries by title."""
        told = self.etappe.tells("feeds", "person", CONTACT, "--out", self.feed)
        return {entry["title"]: entry for entry in told["entries"]}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Aachen, whose project starts on 12 January 2026, to be copied."""
    town = town_in(tmp_path_factory.mktemp("begun"))
    town.etappe.data.mkdir()
    town.stand_at("2026-01-12T07:00:00+00:00")
    town.etappe.does("kommunen", "add", "Aachen", "--land", "NW")
    town.etappe.does("contacts", "set", "aachen", "AP", "Enno Jadebusen", CONTACT)
    town.etappe.does("projects", "start", "aachen", "--start", "2026-01-12", "--with", "dialog")
    return town


@pytest.fixture
def town(begun: Town, tmp_path: Path) -> Town:
    """Aachen, whose project starts on 12 January 2026."""
    shutil.copytree(begun.etappe.data, tmp_path / "data")
    return town_in(tmp_path)


def town_in(folder: Path) -> Town:
    (folder / "www").mkdir()
    return Town(Cli(folder), folder / "www" / "feed.ics")


def as_shown(entries: dict[str, Any]) -> Shown:
    """What a client is to show of a feed."""
    return {title: (e["day"], e["status"]) for title, e in entries.items()}


def test_a_client_that_fetches_shows_moves_and_ends(town: Town, tmp_path: Path) -> None:
    with served(town.feed.parent) as address:
        client = Client(tmp_path / "client")
        client.subscribe(address)
        before = town.publish()
        first = client.fetch()

        town.stand_at("2026-01-13T07:00:00+00:00")
        moved = town.etappe.tells("anchors", "fix", "aachen", "dialog", "2026-07-07", "--yes")["dates"]
        after = town.publish()
        second = client.fetch()

        town.etappe.does("projects", "answer", "aachen", "praesenz=no", "--yes")
        ended = town.publish()
        third = client.fetch()

        town.stand_at("2026-03-16T07:00:00+00:00")
        gone = town.publish()
        fourth = client.fetch()

    assert [first, second, third, fourth] == [as_shown(e) for e in (before, after, ended, gone)]
    changed = {title for title in first if first[title] != second[title]}
    assert INVITE in changed
    assert {second[title][0] for title in changed} <= {m["after"] for m in moved}
    assert {t for t in after if after[t]["sequence"] > before[t]["sequence"]} == changed
    assert (second[ROOM][1], third[ROOM][1], ROOM in fourth) == ("CONFIRMED", "CANCELLED", False)


def test_a_client_that_imports_files_knows_each_entry_again(town: Town, tmp_path: Path) -> None:
    client = Client(tmp_path / "client")
    town.publish()
    first = client.take_in(town.feed)

    town.etappe.does("anchors", "fix", "aachen", "dialog", "2026-07-07", "--yes")
    town.etappe.does("projects", "answer", "aachen", "praesenz=no", "--yes")
    entries = town.publish()
    second = client.take_in(town.feed)

    assert second == as_shown(entries)
    assert (first[ROOM][1], second[ROOM][1]) == ("CONFIRMED", "CANCELLED")
    assert first[INVITE][0] < second[INVITE][0]
    assert {f"{e['uid']}.ics" for e in entries.values()} <= {f.name for f in client.kept.iterdir()}


def test_a_feed_is_printed_as_it_is_written(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "aachen.ics"

    told = town.etappe.does("feeds", "kommune", "aachen", "--out", file)
    printed = town.etappe.does("feeds", "kommune", "aachen")

    assert printed.encode() == file.read_bytes()
    assert printed.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert told.startswith("'Weltoffene Kommune: Aachen' with ")


def test_a_feed_of_nobody_or_into_nowhere_is_refused(town: Town, tmp_path: Path) -> None:
    kommune = town.etappe.refuses("feeds", "kommune", "nirgendwo")
    nobody = town.etappe.refuses("feeds", "person", "who@nowhere.example")
    nowhere = town.etappe.refuses("feeds", "kommune", "aachen", "--out", tmp_path / "no" / "feed.ics")

    assert kommune.startswith("There is no Kommune 'nirgendwo'; ")
    assert nobody.startswith("Nobody has the address 'who@nowhere.example'; ")
    assert nowhere.endswith("feed.ics' cannot be written: No such file or directory; choose another path.")
