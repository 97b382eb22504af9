"""Project management works with files by command line: it lists, saves and deletes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etappe.bootstrap import assembled, doorway, gatehouse
from etappe.service.answer_pages import plan_page
from etappe.service.attaching import add_file
from etappe.service.linking import mint_links
from etappe.settings import Settings
from tests.acceptance.cli import Cli
from tests.files import PDF
from tests.integration.portal import PORTAL

CONTACT = "enno@aachen.example"
NAME = "Anwesende beim Auftakt.pdf"


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """Aachen, whose contact person has added a file."""
    etappe = Cli(tmp_path)
    etappe.does("kommunen", "add", "Aachen", "--land", "NW")
    etappe.does("contacts", "set", "aachen", "AP", "Enno Moos", CONTACT)
    etappe.does("projects", "start", "aachen", "--start", "2027-01-11", "--with", "dialog")
    (tmp_path / "etappe.toml").write_text(f'portal_url = "{PORTAL}"\n')
    _add(etappe.data)
    return etappe


def test_a_file_is_listed_saved_and_deleted(etappe: Cli) -> None:
    (listed,) = etappe.tells("files", "list", "aachen")
    shown = etappe.does("files", "list", "aachen")
    etappe.does("files", "save", "aachen", listed["id"][:8])
    etappe.does("files", "delete", "aachen", listed["id"])

    assert (listed["name"], listed["size"], listed["by"]) == (NAME, len(PDF), "Enno Moos")
    assert NAME in shown
    assert (etappe.folder / NAME).read_bytes() == PDF
    assert etappe.tells("files", "list", "aachen") == []
    assert list((etappe.data / "files" / "weltoffene_kommune").iterdir()) == []


def test_no_file_is_overwritten(etappe: Cli) -> None:
    (etappe.folder / NAME).write_text("mine")
    (listed,) = etappe.tells("files", "list", "aachen")

    ran = etappe("files", "save", "aachen", listed["id"])

    assert (ran.code, "There is a file" in ran.said) == (1, True)
    assert (etappe.folder / NAME).read_text() == "mine"


def test_a_person_is_told_of_their_files_and_erased_with_them(etappe: Cli) -> None:
    told = json.loads(etappe.does("contacts", "export", CONTACT))
    etappe.does("contacts", "set", "aachen", "AP", "Neu Da", "neu@aachen.example", "--yes")
    etappe.does("contacts", "erase", CONTACT)

    assert [file["name"] for file in told["files"]] == [NAME]
    assert etappe.tells("files", "list", "aachen") == []
    assert list((etappe.data / "files" / "weltoffene_kommune").iterdir()) == []


def _add(data: Path) -> None:
    """Let the contact person add a file as they would in the portal."""
    settings = Settings(data_dir=data, database=None, uploads=True, portal_url=PORTAL)
    with assembled(settings) as etappe:
        now = etappe.clock.now()
        (minted,) = mint_links(etappe.office, doorway(settings), CONTACT, "aachen", "test", now)
        task = plan_page(etappe.office, minted.link.id, now).lines[0].task
        add_file(etappe.office, gatehouse(settings), minted.link.id, task, NAME, PDF, now)
