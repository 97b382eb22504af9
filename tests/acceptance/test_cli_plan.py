"""Plans that are only previewed: the known answers, as the command line gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.cli import Cli, refusal

WILHELMSHAVEN = ("--land", "NI", "--start", "2021-05-17", "--with", "dialog")


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """The command with nothing stored yet."""
    return Cli(tmp_path)


def days(found: list[dict[str, Any]]) -> dict[str, str]:
    return {a["key"]: a["day"] for a in found}


def test_wilhelmshaven_is_planned_around_its_election_without_a_database(etappe: Cli) -> None:
    told = etappe.tells("plan", "preview", *WILHELMSHAVEN, "--election", "26.09.2021")

    assert days(told["anchors"]) == {
        "start": "2021-05-17",
        "auftakt": "2021-06-01",
        "abgabe": "2021-07-13",
        "workshop": "2021-09-28",
        "dialog": "2021-11-23",
        "abschluss": "2021-12-21",
    }
    assert told["duration_months"] == 6.7
    assert {w["code"] for w in told["warnings"]} >= {"too_long"}
    assert all(told[kind] for kind in ("phases", "tasks"))
    assert all(dated["why"] for dated in (*told["anchors"], *told["tasks"]))
    assert not etappe.data.exists()


def test_people_read_the_same_plan_in_tables(etappe: Cli) -> None:
    shown = etappe.does("plan", "preview", *WILHELMSHAVEN, "--fix", "dialog=30.11.2021")

    assert "Multiplikatorinnen" in shown
    assert "15 Arbeitstage vor der Dialogveranstaltung am 30.11.2021" in shown
    assert "dialog.multi_treffen" in shown


def test_zwickaus_real_dates_compress_five_tasks(etappe: Cli) -> None:
    real = ("auftakt=2021-04-06", "abgabe=2021-05-11", "workshop=14.06.2021", "dialog=20.07.2021")
    fixed = [word for day in real for word in ("--fix", day)]

    told = etappe.tells(
        "plan", "preview", "--land", "sn", "--start", "22.03.2021", "--with", "dialog", *fixed
    )

    assert {t["key"]: t["due"] for t in told["tasks"] if t["compressed_after"]} == {
        "dialog.ziel": "2021-06-25",
        "dialog.methode": "2021-06-28",
        "dialog.vorbereitung_1": "2021-06-28",
        "dialog.einladung_freigabe": "2021-06-29",
        "dialog.einladung": "2021-06-30",
    }


def test_a_dialogue_two_weeks_after_the_kick_off_is_refused(etappe: Cli) -> None:
    early = ("--fix", "auftakt=2021-05-31", "--fix", "dialog=2021-06-15")

    sentence = etappe.refuses("plan", "preview", *WILHELMSHAVEN, *early)

    assert sentence == (
        "'dialog' on 15.06.2021 cannot be held: 'dialog.ziel' would have to wait for "
        "'workshop.dialog_endgueltig' until 14.09.2021; the earliest possible date is 07.10.2021."
    )


def test_closing_days_answers_and_the_category_change_the_plan(etappe: Cli) -> None:
    own = ("--category", "katholisch", "--closed", "2026-03-03", "--answer", "auswahl_los=ja")

    told = etappe.tells("plan", "preview", "--land", "BY", "--start", "2026-03-02", "--with", "dialog", *own)

    assert days(told["anchors"])["auftakt"] == "2026-03-17"  # without the closing day: the 16th
    assert "dialog.los_antrag" in {t["key"] for t in told["tasks"]}


def test_a_start_beyond_the_known_school_holidays_can_ignore_them(etappe: Cli) -> None:
    options = ("--land", "NW", "--start", "2029-01-08", "--ignore", "school_holidays")

    told = etappe.tells("plan", "preview", *options)

    assert "beyond_school_calendar" in {w["code"] for w in told["warnings"]}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--land", "XX", "--start", "2027-01-11"),
            "'XX' is no Land or region of the programme; "
            "use one of BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        ),
        (
            ("--land", "NI", "--start", "31.02.2027"),
            "--start: '31.02.2027' is no day; write it like 2027-05-17 or 17.05.2027.",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--with", "dialgo"),
            "No module 'dialgo' belongs to the programme 'weltoffene_kommune'; "
            "there are: dialog, entscheidungstraeger, selbstcheck, weltoffene_kommune, workshop.",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--answer", "praesenz=yes", "--answer", "praesenz=no"),
            "--answer: 'praesenz' comes twice; say it once.",
        ),
        (
            ("--land", "NI", "--start", "1900-01-01"),
            "The calendar covers 2015 to 2045 and does not reach what is counted from 01.01.1900; "
            "choose a day within these years.",
        ),
        (
            ("--land", "NW", "--start", "2029-01-08"),
            "'workshop' cannot be placed: the school holidays of NW are known until 31.12.2028 only; "
            "fix the date by hand (--fix workshop=YYYY-MM-DD), or let it ignore school holidays "
            "(--ignore school_holidays).",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--answer", "praesenz=vielleicht"),
            "--answer: 'praesenz=vielleicht' is no answer; "
            "write the condition with yes or no, like praesenz=yes.",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--answer", "absenz=no"),
            "The plan has no condition 'absenz'; there are: rueckfragen_offen, gremienbeschluss_noetig, "
            "praesenz, digital.",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--fix", "workshop"),
            "--fix: 'workshop' fixes nothing; write an anchor with its day, like workshop=2027-10-05.",
        ),
        (
            ("--land", "NI", "--start", "2027-01-11", "--fix", "workshop=5.10."),
            "--fix: '5.10.' is no day; write it like 2027-05-17 or 17.05.2027.",
        ),
        (
            ("--land", "TH", "--start", "2027-01-11", "--category", "evangelisch"),
            "--category: 'evangelisch' is no category of holidays; "
            "use katholisch or augsburg, or leave it out.",
        ),
    ],
)
def test_bad_input_is_refused_in_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    assert refusal("plan", "preview", *words) == sentence


def test_wrong_usage_exits_with_two(etappe: Cli) -> None:
    ran = etappe("plan", "preview", "--land", "NI")

    assert ran.code == 2
    assert "--start" in ran.err
