"""One Kommune's way through the commands of project management, from its name to the last follow-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.cli import Cli

PROJECT = "wilhelmshaven"
CONTACT = ("contacts", "set", PROJECT, "AP", "Enno Jadebusen", "enno@wilhelmshaven.example")
START = ("projects", "start", PROJECT, "--start")


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """The command with one Kommune."""
    cli = Cli(tmp_path)
    cli.does("kommunen", "add", "Wilhelmshaven", "--land", "NI")
    return cli


@pytest.fixture
def started(etappe: Cli) -> Cli:
    """The command with one project that starts in 2027."""
    etappe.does(*CONTACT, "--deputy", "Wiebke Siel", "--deputy-email", "wiebke@wilhelmshaven.example")
    etappe.does(*START, "2027-01-11", "--with", "dialog")
    return etappe


def task(etappe: Cli, key: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = etappe.tells("tasks", "list", PROJECT)
    return next(t for t in found if t["key"] == key)


def test_a_project_that_cannot_start_leaves_nothing_behind(etappe: Cli) -> None:
    nobody = etappe.refuses(*START, "2027-01-11")
    address = etappe.refuses("contacts", "set", PROJECT, "AP", "Enno Jadebusen", "enno")
    etappe.does(*CONTACT)
    past = etappe.refuses(*START, "2021-05-17")
    early = etappe.refuses(*START, "2027-01-11", "--with", "dialog", "--fix", "dialog=2027-02-02")

    assert nobody == (
        "'wilhelmshaven' has nobody in the role AP; name somebody with "
        "'etappe contacts set wilhelmshaven AP NAME EMAIL'."
    )
    assert address == "'enno' is no mail address; write it like name@example.org."
    assert past.startswith("The project of 'wilhelmshaven' cannot start on 17.05.2021, today is ")
    assert early.startswith("'dialog' on 02.02.2027 cannot be held: ")
    assert etappe.tells("projects", "list") == []


def test_a_started_project_is_shown_with_its_days_and_its_next_reminders(started: Cli) -> None:
    shown = started.tells("projects", "show", PROJECT)
    listed = started.tells("projects", "list")
    ledger = started.tells("projects", "ledger", PROJECT)

    assert {a["key"]: a["day"] for a in shown["anchors"]}["auftakt"] == "2027-01-25"
    first = shown["tasks"][0]
    assert (first["key"], first["due"], first["state"]) == ("vereinbarung.zusage", "2027-01-11", "open")
    assert first["next_rung"] == {
        "rung": "wilhelmshaven/vereinbarung.zusage/kurz.vor_2/1",
        "at": "2027-01-07T07:00:00+00:00",
    }
    assert [(row["project"], row["land"], row["light"]) for row in listed] == [(PROJECT, "NI", "green")]
    assert {entry["outcome"] for entry in ledger} == {"planned"}


def test_a_task_is_done_taken_back_and_waived(started: Cli) -> None:
    key = "vereinbarung.zusage"

    started.does("tasks", "done", PROJECT, key)
    done = task(started, key)
    started.does("tasks", "undo", PROJECT, key)
    undone = task(started, key)
    without_reason = started.refuses("tasks", "waive", PROJECT, key)
    started.does("tasks", "waive", PROJECT, key, "--reason", "liegt schon vor")
    still_open = started.tells("tasks", "list", PROJECT, "--open", "--role", "PM")

    assert (done["state"], done["next_rung"]) == ("done", None)
    assert (undone["state"], undone["next_rung"]["at"]) == ("open", "2027-01-07T07:00:00+00:00")
    assert without_reason == "Waiving 'vereinbarung.zusage' needs a reason; add --reason '…'."
    assert still_open
    assert key not in {t["key"] for t in still_open}


def test_an_anchor_is_tried_fixed_and_refused(started: Cli) -> None:
    tried = started.tells("anchors", "fix", PROJECT, "dialog", "2027-07-06", "--dry-run")
    too_early = started.refuses("anchors", "fix", PROJECT, "dialog", "02.02.2027")
    before = {a["key"]: a["day"] for a in started.tells("anchors", "list", PROJECT)}
    fixed = started.tells("anchors", "fix", PROJECT, "dialog", "06.07.2027")
    after = {a["key"]: a["day"] for a in started.tells("anchors", "list", PROJECT)}

    assert "the earliest possible date is" in too_early
    assert before["dialog"] != "2027-07-06"
    assert after["dialog"] == "2027-07-06"
    assert (tried["anchors"], tried["tasks"]) == (fixed["anchors"], fixed["tasks"])
    assert {m["key"] for m in fixed["anchors"]} == {"dialog", "abschluss"}


def test_answers_are_taken_or_wait_for_project_management(started: Cli) -> None:
    by = ("--by", "Enno Jadebusen")
    about = (PROJECT, "auftakt.termin")

    started.does("answer", "done", PROJECT, "vereinbarung.zusage", *by)
    near = started.does("answer", "date", *about, "18.01.2027", *by)
    far = started.does("answer", "date", *about, "2027-05-14", *by)
    started.does("answer", "not-me", *about, *by, "--instead", "Wiebke Siel <wiebke@wilhelmshaven.example>")
    waiting = started.tells("follow-ups", "--project", PROJECT)
    proposal = next(f for f in waiting if f["kind"] == "proposal")
    wrong = started.refuses("follow-ups", "answer", proposal["id"], "perhaps")
    started.does("follow-ups", "answer", proposal["id"][:8], "accepted")

    assert "'auftakt.termin' of 'wilhelmshaven' is due on 18.01.2027 now." in near
    assert "Project management decides about 14.05.2027" in far
    assert {f["kind"] for f in waiting} == {"note", "proposal", "contact"}
    assert wrong.endswith("cannot be answered with 'perhaps'; possible: accepted, rejected.")
    assert task(started, "auftakt.termin")["due"] == "2027-05-14"


def test_people_and_days_of_the_place_are_entered_once(etappe: Cli) -> None:
    etappe.does(*CONTACT)
    etappe.does("contacts", "staff", "PM", "Jule Sommer", "jule@etappe.example")
    etappe.does("contacts", "absence", "enno@wilhelmshaven.example", "2027-02-01", "12.02.2027")
    etappe.does("kommunen", "day", PROJECT, "2027-01-12", "closed", "--to", "2027-01-13")
    contacts = etappe.tells("contacts", "list", PROJECT)
    started = etappe.tells(*START, "2027-01-11")

    assert [(c["role"], c["name"]) for c in contacts] == [("AP", "Enno Jadebusen"), ("PM", "Jule Sommer")]
    assert contacts[0]["absences"] == [{"first": "2027-02-01", "last": "2027-02-12"}]
    assert {a["key"]: a["day"] for a in started["anchors"]}["auftakt"] == "2027-01-27"
