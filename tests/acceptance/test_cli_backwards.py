"""The commands that plan backwards, propose days, and list clashes."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.cli import Cli, refusal

ZWICKAU = ("plan", "backwards", "dialog=20.07.2021", "--land", "sn", "--with", "dialog")
EARLY = ("--not-before", "2021-01-01")


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Two Kommunen on the same way from 2028 on, with one facilitator; to be copied."""
    cli = Cli(tmp_path_factory.mktemp("known"))
    cli.does("contacts", "staff", "MO", "Mo Deration", "mo@team.example")
    for name in ("Leer", "Emden"):
        cli.does("kommunen", "add", name, "--land", "NI")
        cli.does("contacts", "set", name.lower(), "AP", "Tjark Deich", f"ap@{name.lower()}.example")
    for slug in ("leer", "emden"):
        cli.does("projects", "start", slug, "--start", "2028-01-10", "--with", "dialog")
    return cli


@pytest.fixture
def etappe(known: Cli, tmp_path: Path) -> Cli:
    """The two Kommunen."""
    shutil.copytree(known.data, tmp_path / "data")
    return Cli(tmp_path)


def days(anchors: list[dict[str, Any]]) -> dict[str, str]:
    return {a["key"]: a["day"] for a in anchors}


def test_a_place_is_planned_backwards_without_a_database(tmp_path: Path) -> None:
    etappe = Cli(tmp_path)

    told = etappe.tells(*ZWICKAU, *EARLY)

    assert (told["anchor"], told["day"]) == ("dialog", "2021-07-20")
    assert days(told["comfortable"]["anchors"])["start"] == "2021-02-16"
    assert days(told["tightest"]["anchors"]) == {
        "start": "2021-03-29",
        "auftakt": "2021-04-14",
        "abgabe": "2021-05-12",
        "workshop": "2021-06-15",
        "dialog": "2021-07-20",
        "abschluss": "2021-08-17",
    }
    assert "dialog.einladung" in told["tightest"]["compressed"]
    assert all(a["why"] for a in told["tightest"]["anchors"])
    assert not etappe.data.exists()


def test_people_read_both_plans_and_the_commands_that_start_them(tmp_path: Path) -> None:
    shown = Cli(tmp_path).does(*ZWICKAU, *EARLY)

    assert "Comfortable: with the distances of the template; compressed tasks: 0." in shown
    assert "At the latest: with the shortest distances that hold; compressed tasks: 5." in shown
    assert (
        "etappe projects start KOMMUNE --start 2021-03-29 --with dialog --fix abgabe=2021-05-12 "
        "--fix workshop=2021-06-15 --fix dialog=2021-07-20"
    ) in shown


def test_without_time_for_the_template_only_the_tightest_plan_is_shown(tmp_path: Path) -> None:
    shown = Cli(tmp_path).does(*ZWICKAU, "--not-before", "2021-03-22")

    assert "'dialog' on 20.07.2021 leaves no time for the distances of the template." in shown
    assert "Comfortable" not in shown


def test_one_plan_is_shown_once_where_there_is_no_tighter_one(tmp_path: Path) -> None:
    shown = Cli(tmp_path).does("plan", "backwards", "auftakt=2021-04-14", "--land", "SN", *EARLY)

    assert shown.count("etappe projects start") == 1


def test_the_command_that_is_shown_starts_the_plan(etappe: Cli) -> None:
    etappe.does("kommunen", "add", "Norden", "--land", "NI")
    etappe.does("contacts", "set", "norden", "AP", "Tjark Deich", "ap@norden.example")
    wanted = ("dialog=2028-09-14", "--kommune", "norden", "--with", "dialog", "--answer", "auswahl_los=yes")

    told = etappe.tells("plan", "backwards", *wanted)["tightest"]
    started = etappe.tells(*shlex.split(told["commands"][0])[1:])

    assert days(started["anchors"]) == days(told["anchors"])


def test_a_projects_open_anchors_are_planned_backwards_and_stay_as_they_are(etappe: Cli) -> None:
    before = etappe.tells("anchors", "list", "leer")

    told = etappe.tells("anchors", "backwards", "leer", "dialog", "2028-09-14")
    after = etappe.tells("anchors", "list", "leer")
    for command in told["tightest"]["commands"]:
        etappe.does(*shlex.split(command)[1:], "--yes")

    assert before == after
    assert days(etappe.tells("anchors", "list", "leer")) == days(told["tightest"]["anchors"])


def test_days_are_proposed_with_what_was_passed_over(etappe: Cli) -> None:
    workshop = days(etappe.tells("anchors", "list", "leer"))["workshop"]

    told = etappe.tells("anchors", "propose", "leer", "workshop", "--from", workshop, "--number", "2")
    shown = etappe.does("anchors", "propose", "leer", "workshop", "--from", workshop)

    assert len(told) == 2
    assert told[0]["passed_over"][0] == {"first": workshop, "last": workshop, "why": "Moderation in Emden"}
    assert "keine Schulferien" in told[0]["reasons"]
    assert f"Take one with: etappe anchors fix leer workshop {told[0]['day']}" in shown


def test_clashes_are_listed_until_one_of_them_moves(etappe: Cli) -> None:
    clashing = etappe.tells("anchors", "clashes")

    for clash in clashing:
        anchor = clash["events"][0]["anchor"]
        day = etappe.tells("anchors", "propose", "leer", anchor, "--number", "1")[0]["day"]
        etappe.does("anchors", "fix", "leer", anchor, day, "--yes")
    shown = etappe.does("anchors", "clashes")

    assert [{e["anchor"] for e in c["events"]} for c in clashing] == [{"workshop"}, {"dialog"}]
    assert {c["email"] for c in clashing} == {"mo@team.example"}
    assert shown == "Days on which somebody has events in several Kommunen: 0.\n"


def test_a_day_that_was_entered_is_listed_and_taken_back(etappe: Cli) -> None:
    session = ("leer", "2028-08-22", "committee")
    etappe.does("kommunen", "day", *session, "--name", "Rat")

    listed = etappe.tells("kommunen", "days", "leer")
    tried = etappe.does("kommunen", "day", *session, "--remove", "--dry-run")
    done = etappe.does("kommunen", "day", *session, "--remove")

    assert listed == [{"kind": "committee", "day": "2028-08-22", "name": "Rat"}]
    assert tried.startswith("Would be taken back for 'leer', committee: 1 day.")
    assert "workshop.gremium" in tried
    assert done.startswith("Taken back for 'leer', committee: 1 day.")
    assert etappe.tells("kommunen", "days", "leer") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("dialog=2021-03-02", "--land", "SN", "--with", "dialog", *EARLY),
            "'dialog' on 02.03.2021 cannot be reached from 04.01.2021 on: 'dialog' lies on 30.04.2021 or "
            "later, 25 AT after 'workshop' on 24.03.2021; the earliest possible date is 04.05.2021.",
        ),
        (
            ("dialog=2021-07-20", "--land", "SN", *EARLY),
            "The plan has no anchor 'dialog'; there are: start, auftakt, abgabe, workshop, abschluss.",
        ),
        (
            ("start=2021-07-20", "--land", "SN", *EARLY),
            "'start' is counted from nothing: nothing lies before it, and no day is better than another; "
            "choose another anchor.",
        ),
        (
            ("dialog", "--land", "SN"),
            "ANCHOR=DAY: 'dialog' fixes nothing; write an anchor with its day, like workshop=2027-10-05.",
        ),
        (
            ("dialog=31.02.2027", "--land", "SN"),
            "ANCHOR=DAY: '31.02.2027' is no day; write it like 2027-05-17 or 17.05.2027.",
        ),
        (
            ("workshop=2027-10-05", "--land", "XX"),
            "'XX' is no Land or region of the programme; "
            "use one of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        ),
        (
            ("workshop=2027-10-05", "--land", "SN", "--category", "augsburg"),
            "The holidays of Augsburg belong to BY, not to SN; leave the category out.",
        ),
        (
            ("workshop=2027-10-05", "--kommune", "leer", "--closed", "2027-05-07"),
            "'leer' has a calendar of its own; leave out --category, --election, --closed and --committee, "
            "or name a --land instead of the Kommune.",
        ),
        (
            ("workshop=2099-10-05", "--land", "SN"),
            "The calendar covers 2015 to 2045 and does not reach what is counted from 05.10.2099; "
            "choose a day within these years.",
        ),
    ],
)
def test_bad_input_is_refused_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert refusal("plan", "backwards", *words) == sentence


@pytest.mark.parametrize("place", [(), ("--land", "NI", "--kommune", "leer")])
def test_one_place_has_to_be_said(tmp_path: Path, place: tuple[str, ...]) -> None:
    ran = Cli(tmp_path)("plan", "backwards", "workshop=2027-10-05", *place)

    assert ran.code == 2
    assert "--kommune" in ran.err


def test_projects_and_days_that_are_not_there_are_refused(etappe: Cli) -> None:
    assert etappe.refuses("anchors", "propose", "norden", "workshop").startswith("There is no project")
    assert "no anchor 'dialgo'" in etappe.refuses("anchors", "backwards", "leer", "dialgo", "2028-09-14")
    assert etappe.refuses("kommunen", "days", "norden").startswith("There is no Kommune 'norden'")
    assert etappe.refuses("kommunen", "day", "leer", "2028-05-02", "closed", "--remove") == (
        "'leer' has not entered 02.05.2028 as closed; see 'etappe kommunen days leer'."
    )
