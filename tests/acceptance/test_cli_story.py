"""One Kommune's way through the commands of project management, from its name to the last follow-up."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.cli import Cli, refusal

PROJECT = "wilhelmshaven"
CONTACT = ("contacts", "set", PROJECT, "AP", "Enno Jadebusen", "enno@wilhelmshaven.example")
# as late as the school holidays are known: a project cannot start in the past
START = ("projects", "start", PROJECT, "--start")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command with one Kommune, to be copied."""
    cli = Cli(tmp_path_factory.mktemp("known"))
    cli.does("kommunen", "add", "Wilhelmshaven", "--land", "NI")
    return cli


@pytest.fixture(scope="module")
def under_way(known: Cli, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command with one project that starts in 2028, to be copied."""
    cli = copy_of(known, tmp_path_factory.mktemp("under_way"))
    cli.does(*CONTACT, "--deputy", "Wiebke Siel", "--deputy-email", "wiebke@wilhelmshaven.example")
    cli.does(*START, "2028-01-10", "--with", "dialog")
    return cli


@pytest.fixture
def etappe(known: Cli, tmp_path: Path) -> Cli:
    """The command with one Kommune."""
    return copy_of(known, tmp_path)


@pytest.fixture
def started(under_way: Cli, tmp_path: Path) -> Cli:
    """The command with one project that starts in 2028."""
    return copy_of(under_way, tmp_path)


def copy_of(cli: Cli, folder: Path) -> Cli:
    shutil.copytree(cli.data, folder / "data")
    return Cli(folder)


def task(etappe: Cli, key: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = etappe.tells("tasks", "list", PROJECT)
    return next(t for t in found if t["key"] == key)


def test_a_project_that_cannot_start_leaves_nothing_behind(etappe: Cli) -> None:
    nobody = etappe.refuses(*START, "2028-01-10")
    etappe.does(*CONTACT)
    past = etappe.refuses(*START, "2021-05-17")
    early = etappe.refuses(*START, "2028-01-10", "--with", "dialog", "--fix", "dialog=2028-02-01")

    assert nobody == (
        "'wilhelmshaven' has nobody in the role AP; name somebody with "
        "'etappe contacts set wilhelmshaven AP NAME EMAIL'."
    )
    assert past.startswith("The project of 'wilhelmshaven' cannot start on 17.05.2021, today is ")
    assert early.startswith("'dialog' on 01.02.2028 cannot be held: ")
    assert etappe.tells("projects", "list") == []


def test_a_started_project_is_shown_with_its_days_and_its_next_reminders(started: Cli) -> None:
    shown = started.tells("projects", "show", PROJECT)
    listed = started.tells("projects", "list")

    assert {a["key"]: a["day"] for a in shown["anchors"]}["auftakt"] == "2028-01-24"
    first = shown["tasks"][0]
    assert (first["key"], first["due"], first["state"]) == ("vereinbarung.zusage", "2028-01-10", "open")
    assert first["next_rung"] == {
        "rung": "wilhelmshaven/vereinbarung.zusage/kurz.vor_2/1",
        "at": "2028-01-06T07:00:00+00:00",
    }
    assert [(row["project"], row["land"], row["light"]) for row in listed] == [(PROJECT, "NI", "amber")]


def test_a_task_is_done_taken_back_and_waived(started: Cli) -> None:
    key = "vereinbarung.zusage"

    started.does("tasks", "done", PROJECT, key)
    done = task(started, key)
    twice = started.refuses("tasks", "done", PROJECT, key)
    started.does("tasks", "undo", PROJECT, key)
    undone = task(started, key)
    started.does("tasks", "waive", PROJECT, key, "--reason", "liegt schon vor")
    still_open = started.tells("tasks", "list", PROJECT, "--open", "--role", "PM")

    assert (done["state"], done["next_rung"]) == ("done", None)
    assert (undone["state"], undone["next_rung"]["at"]) == ("open", "2028-01-06T07:00:00+00:00")
    assert "take that back first with 'etappe tasks undo wilhelmshaven vereinbarung.zusage'" in twice
    assert still_open
    assert key not in {t["key"] for t in still_open}


def test_an_anchor_is_tried_refused_and_fixed_as_it_was_seen(started: Cli) -> None:
    tried = started.tells("anchors", "fix", PROJECT, "dialog", "2028-07-04", "--dry-run")
    too_early = started.refuses("anchors", "fix", PROJECT, "dialog", "01.02.2028")
    unconfirmed = started("anchors", "fix", PROJECT, "dialog", "04.07.2028")
    fixed = started.tells(
        "anchors", "fix", PROJECT, "dialog", "04.07.2028", "--confirm", tried["fingerprint"]
    )
    after = {a["key"]: a["day"] for a in started.tells("anchors", "list", PROJECT)}

    assert "the earliest possible date is" in too_early
    assert after["dialog"] == "2028-07-04"
    assert (unconfirmed.code, f"--confirm {tried['fingerprint']}, or --yes" in unconfirmed.said) == (1, True)
    assert {**tried, "applied": True} == fixed
    assert {d["key"] for d in fixed["dates"] if d["kind"] == "anchor"} == {"dialog", "abschluss"}


def test_answers_are_taken_or_wait_for_project_management(started: Cli) -> None:
    by = ("--by", "Enno Jadebusen")
    about = (PROJECT, "auftakt.termin")

    started.does("answer", "done", PROJECT, "vereinbarung.zusage", *by)
    near = started.does("answer", "date", *about, "17.01.2028", *by)
    far = started.does("answer", "date", *about, "2028-05-12", *by)
    started.does("answer", "not-me", *about, *by, "--instead", "Wiebke Siel <wiebke@wilhelmshaven.example>")
    waiting = started.tells("follow-ups", "--project", PROJECT)
    proposal = next(f for f in waiting if f["kind"] == "proposal")
    wrong = started.refuses("follow-ups", "answer", proposal["id"], "perhaps")
    started.does("follow-ups", "answer", proposal["id"][:8], "accepted")

    assert "'auftakt.termin' of 'wilhelmshaven' is due on 17.01.2028 now." in near
    assert "Project management decides about 12.05.2028" in far
    assert {f["kind"] for f in waiting} == {"note", "proposal", "contact"}
    assert wrong.endswith("cannot be answered with 'perhaps'; possible: accepted, rejected.")
    assert task(started, "auftakt.termin")["due"] == "2028-05-12"


def test_people_and_days_of_the_place_are_entered_once(etappe: Cli) -> None:
    etappe.does(*CONTACT)
    etappe.does("contacts", "staff", "PM", "Jule Sommer", "jule@etappe.example")
    etappe.does("contacts", "absence", "enno@wilhelmshaven.example", "2028-02-07", "18.02.2028")
    etappe.does("kommunen", "day", PROJECT, "2028-01-11", "closed", "--to", "2028-01-12")
    contacts = etappe.tells("contacts", "list", PROJECT)
    started = etappe.tells(*START, "2028-01-10")

    assert [(c["role"], c["name"]) for c in contacts] == [("AP", "Enno Jadebusen"), ("PM", "Jule Sommer")]
    assert contacts[0]["absences"] == [{"first": "2028-02-07", "last": "2028-02-18"}]
    assert {a["key"]: a["day"] for a in started["anchors"]}["auftakt"] == "2028-01-26"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("contacts", "set", PROJECT, "AP", "Enno Jadebusen", "enno@a.example", "--deputy", "Wiebke Siel"),
            "A deputy needs both --deputy and --deputy-email; add --deputy-email, or leave both out.",
        ),
        (
            ("answer", "not-me", PROJECT, "auftakt.termin", "--by", "Enno", "--instead", "Wiebke"),
            "--instead: 'Wiebke' names nobody to write to; write name and address like "
            "'Erika Beispiel <e.beispiel@example.org>'.",
        ),
        (
            ("anchors", "fix", PROJECT, "dialog", "bald"),
            "the day: 'bald' is no day; write it like 2027-05-17 or 17.05.2027.",
        ),
    ],
    ids=("deputy", "instead", "day"),
)
def test_bad_input_is_refused_before_anything_is_opened(words: tuple[str, ...], sentence: str) -> None:
    assert refusal(*words) == sentence


HAND_OVER = ("contacts", "hand-over", PROJECT, "AP", "Nora Neu", "nora@wilhelmshaven.example")


def test_a_hand_over_is_shown_confirmed_and_done_once(started: Cli) -> None:
    seen = started.tells(*HAND_OVER, "--dry-run")
    unconfirmed = started.refuses(*HAND_OVER)
    done = started.does(*HAND_OVER, "--confirm", seen["fingerprint"])
    again = started.refuses(*HAND_OVER, "--yes")

    assert (seen["applied"], len(seen["duties"]) > 10) == (False, True)
    assert [letter["kind"] for letter in seen["letters"]] == ["handover", "thanks"]
    assert unconfirmed.startswith("Nothing was saved; to apply what is shown, say --confirm ")
    assert done == "Nora Neu is AP of 'wilhelmshaven' from now on.\n"
    assert again.startswith("Nora Neu fills AP of wilhelmshaven already; nothing is handed over.")


def test_setting_another_contact_is_a_hand_over_and_has_to_be_confirmed(started: Cli) -> None:
    words = ("contacts", "set", PROJECT, "AP", "Nora Neu", "nora@wilhelmshaven.example")

    refused = started.refuses(*words)
    started.does(*CONTACT)

    assert refused.startswith("Nothing was saved; to apply what is shown, say --confirm ")
    assert [c["name"] for c in started.tells("contacts", "list", PROJECT)] == ["Enno Jadebusen"]


def test_a_hand_over_of_a_day_to_come_is_listed(started: Cli) -> None:
    started.does(*HAND_OVER, "--from", "2028-03-01", "--yes")

    (listed,) = started.tells("contacts", "list", PROJECT)
    assert (listed["name"], listed["followed_by"]) == (
        "Enno Jadebusen",
        {"name": "Nora Neu", "from": "2028-03-01"},
    )


def test_a_bounce_stops_letters_until_the_address_works(started: Cli) -> None:
    bounced = started.tells("contacts", "bounce", "enno@wilhelmshaven.example", "--reason", "550")
    (listed,) = started.tells("contacts", "list", PROJECT)
    (asked,) = started.tells("follow-ups")
    started.does("contacts", "unbounce", "enno@wilhelmshaven.example")
    twice = started.refuses("contacts", "unbounce", "enno@wilhelmshaven.example")

    assert (bounced["already"], asked["id"], listed["stopped"]) == (False, bounced["follow_up"], True)
    assert started.tells("follow-ups") == []
    assert twice.startswith("Letters to 'enno@wilhelmshaven.example' have not stopped")


def test_answers_speak_json_and_are_accepted_with_one_word(started: Cli) -> None:
    by = ("--by", "Enno Jadebusen")
    about = (PROJECT, "auftakt.termin")

    done = started.tells("answer", "done", PROJECT, "vereinbarung.zusage", *by)
    far = started.tells("answer", "date", *about, "2028-05-13", *by)
    nora = ("--instead", "Nora Neu <nora@wilhelmshaven.example>")
    asked = started.tells("answer", "not-me", PROJECT, "vereinbarung.sperrzeiten", *by, *nora)
    started.does("follow-ups", "accept", asked["id"])

    assert done["state"] == "done"
    assert (far["accepted"], far["day"], far["asked"]) == (False, "2028-05-15", "2028-05-13")
    assert asked["outcomes"] == ["accepted", "declined", "done"]
    assert [c["name"] for c in started.tells("contacts", "list", PROJECT)] == ["Nora Neu"]
