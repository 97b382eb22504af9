"""An operator has a letter that did not arrive sent once more, or puts it away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from etappe.bootstrap import STOPPED_CLOCK
from tests.acceptance.cli import Cli


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """Aachen with a project, whose first letter has gone out."""
    etappe = Cli(tmp_path)
    etappe.data.mkdir()
    stand_at(etappe, "2026-01-12T07:00:00+00:00")
    etappe.does("kommunen", "add", "Aachen", "--land", "NW")
    etappe.does("contacts", "set", "aachen", "AP", "Enno Moos", "enno@aachen.example")
    etappe.does("projects", "start", "aachen", "--start", "2026-01-12", "--with", "dialog")
    stand_at(etappe, "2026-01-19T08:00:00+00:00")
    etappe.does("tick", "--mailbox")
    return etappe


def stand_at(etappe: Cli, moment: str) -> None:
    """Stop the clock."""
    (etappe.data / STOPPED_CLOCK).write_text(moment)


def strand(etappe: Cli, state: str) -> str:
    """Let the letter be one that did not arrive; tells its id."""
    with closing(sqlite3.connect(etappe.data / "etappe.db")) as database, database:
        database.execute("UPDATE delivery SET state = ?, error_text = 'unknown user'", (state,))
    (letter,) = etappe.tells("letters", "list")
    return str(letter["id"])


def arrived(etappe: Cli) -> int:
    """How many letters lie in the local mailbox."""
    return len(list((etappe.data / "mailbox").glob("*.eml")))


def test_a_letter_that_failed_goes_again_with_the_next_tick(etappe: Cli) -> None:
    before, letter = arrived(etappe), strand(etappe, "failed")

    listed = etappe.does("letters", "list")
    said = etappe.does("letters", "resend", letter)
    etappe.does("tick", "--mailbox")

    assert "unknown user" in listed
    assert "written anew" in said
    assert arrived(etappe) == before + 1
    assert "Every letter has arrived" in etappe.does("letters", "list")


def test_one_that_may_have_arrived_wants_to_be_sure(etappe: Cli) -> None:
    letter = strand(etappe, "unknown")

    unsure = etappe("letters", "resend", letter)
    etappe.does("letters", "resend", letter, "--although-perhaps-arrived")
    again = etappe("letters", "resend", letter)

    assert (unsure.code, "Enno Moos may have the letter" in unsure.said) == (1, True)
    assert (again.code, "nothing to decide" in again.said) == (1, True)


def test_one_is_put_away_with_a_word(etappe: Cli) -> None:
    letter = strand(etappe, "failed")

    unsaid = etappe("letters", "settle", letter)
    etappe.does("letters", "settle", letter, "--why", "told on the telephone")
    again = etappe("letters", "settle", letter, "--why", "once more")

    assert (unsaid.code, "--why" in unsaid.said) == (1, True)
    assert (again.code, "decided already" in again.said) == (1, True)
    assert etappe.tells("letters", "list") == []


def test_a_letter_that_does_not_exist_is_named(etappe: Cli) -> None:
    ran = etappe("letters", "resend", "nothing")

    assert (ran.code, "There is no letter 'nothing'" in ran.said) == (1, True)
