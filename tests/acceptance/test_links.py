"""Support looks after links: it lists them, shows one once, and revokes it."""

from __future__ import annotations

import quopri
import re
from pathlib import Path

import pytest

from etappe.bootstrap import STOPPED_CLOCK
from tests.acceptance.cli import Cli

CONTACT = "enno@aachen.example"
PORTAL = "https://etappe.example.org"
TOKEN = re.compile(rf"{PORTAL}/a/([\w-]{{43}})")


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """Aachen with a project, and a portal."""
    etappe = Cli(tmp_path)
    etappe.data.mkdir()
    stand_at(etappe, "2026-01-12T07:00:00+00:00")
    (tmp_path / "etappe.toml").write_text(f'portal_url = "{PORTAL}"\n')
    etappe.does("kommunen", "add", "Aachen", "--land", "NW")
    etappe.does("contacts", "set", "aachen", "AP", "Enno Moos", CONTACT)
    etappe.does("projects", "start", "aachen", "--start", "2026-01-12", "--with", "dialog")
    return etappe


def test_a_link_is_shown_once_listed_and_revoked(etappe: Cli) -> None:
    (shown,) = etappe.tells("links", "show", CONTACT)
    (listed,) = etappe.tells("links", "list", "aachen")

    assert shown["url"].startswith(f"{PORTAL}/a/")
    assert (listed["id"], listed["works"], "url" in listed) == (shown["id"], True, False)
    assert "opens nothing any more" in etappe.does("links", "revoke", shown["id"][:8])
    assert "was revoked already" in etappe.does("links", "revoke", shown["id"])
    assert "revoked on" in etappe.does("links", "list", CONTACT)


def test_a_shown_link_stands_on_one_line(etappe: Cli) -> None:
    said = etappe.does("links", "show", CONTACT, "--project", "aachen")

    assert len([line for line in said.splitlines() if f"{PORTAL}/a/" in line]) == 1


def test_without_a_portal_no_link_is_shown(etappe: Cli) -> None:
    (etappe.folder / "etappe.toml").unlink()

    ran = etappe("links", "show", CONTACT)

    assert (ran.code, "ETAPPE_PORTAL_URL" in ran.said) == (1, True)


def test_letters_in_the_mailbox_hold_links_of_which_the_data_directory_knows_no_token(etappe: Cli) -> None:
    stand_at(etappe, "2026-01-19T08:00:00+00:00")

    etappe.does("tick", "--mailbox")

    letters = sorted((etappe.data / "mailbox").glob("*.eml"))
    written = "".join(quopri.decodestring(letter.read_bytes()).decode() for letter in letters)
    tokens = TOKEN.findall(written)
    kept = b"".join(f.read_bytes() for f in etappe.data.iterdir() if f.is_file())
    assert tokens
    assert len(tokens) == len(etappe.tells("links", "list", CONTACT))
    assert all(token.encode() not in kept for token in tokens)


def stand_at(etappe: Cli, moment: str) -> None:
    """Stop the clock."""
    (etappe.data / STOPPED_CLOCK).write_text(moment)
