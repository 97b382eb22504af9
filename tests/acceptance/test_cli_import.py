"""Kommunen by hand and from files: added, refused, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.cli import Cli, refusal

GOOD = """name,land,ags,ansprechperson,email
Zwickau,SN,14524330,Toni Muldental,t.muldental@zwickau.example
Kempten (Allgäu),BY,09163000,,
"""
BAD = """name,land,ansprechperson,email,einwohner
Zwickau,SN,Toni Muldental,t.muldental@zwickau.example,87172
Nirgendwo,XX,,,
Wilhelmshaven,NI,Enno Jadebusen,,76000
Zwickau!,SN,,,
"""


@pytest.fixture
def etappe(tmp_path: Path) -> Cli:
    """The command with nothing stored yet."""
    return Cli(tmp_path)


def test_a_file_is_tried_then_imported_and_imported_again(etappe: Cli, tmp_path: Path) -> None:
    file = tmp_path / "kommunen.csv"
    file.write_text(GOOD, encoding="utf-8-sig")

    tried = etappe.tells("kommunen", "import", file, "--dry-run")
    first = etappe.tells("kommunen", "import", file)
    again = etappe.does("kommunen", "import", file)

    assert tried == {**first, "dry_run": True}
    assert first["added"] == ["zwickau", "kempten-allgaeu"]
    assert "Kommunen added: 0; there already: 2." in again


def test_every_fault_is_told_with_file_line_and_column_and_nothing_is_saved(
    etappe: Cli, tmp_path: Path
) -> None:
    (tmp_path / "bad.csv").write_text(BAD, encoding="utf-8")

    ran = etappe("kommunen", "import", "bad.csv")

    assert ran.code == 1
    assert ran.err.splitlines()[:3] == [
        "bad.csv:3: land: 'XX' is no Land or region of the programme; use one of "
        "BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        "bad.csv:4: email: Missing e-mail of 'Enno Jadebusen'; add it, "
        "or leave the column 'ansprechperson' empty.",
        "bad.csv:5: slug: 'Zwickau!' has the slug 'zwickau', like 'Zwickau' on line 2; "
        "give one of them its own in the column 'slug'.",
    ]
    assert ran.said.endswith("faults: 3; correct them and import it again. Nothing was saved.")
    assert etappe.tells("kommunen", "list") == []


def test_a_file_in_another_encoding_names_the_line_and_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "excel.csv"
    file.write_bytes("name;land\nKöln;NW\n".encode("cp1252"))

    assert refusal("kommunen", "import", str(file)) == (
        f"'{file}', line 2: the text is not written in UTF-8; "
        "save the file as 'CSV UTF-8' and import it again."
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.csv"

    assert refusal("kommunen", "import", str(file)) == (
        f"The file '{file}' cannot be read: No such file or directory; correct its path."
    )


def test_an_argument_that_is_no_utf_8_is_refused(etappe: Cli) -> None:
    assert etappe.refuses("kommunen", "add", b"K\xf6ln", "--land", "NW") == (
        "'K\\udcf6ln' is not written in UTF-8; type it again, or set the terminal to UTF-8."
    )


def test_a_doubtful_ags_is_kept_with_a_warning_and_a_slug_is_given_once(etappe: Cli) -> None:
    ran = etappe("kommunen", "add", "Kempten (Allgäu)", "--land", "by", "--ags", "12345")
    twice = etappe.refuses("kommunen", "add", "Kempten Allgäu", "--land", "BY")
    found = etappe.tells("kommunen", "list")

    assert ran.code == 0
    assert ran.said.startswith("warning: The AGS '12345' begins with the digits of BB, not of BY")
    assert twice == (
        "There is a Kommune 'kempten-allgaeu' already; give 'Kempten Allgäu' a slug of its own with --slug."
    )
    assert [(k["slug"], k["ags"]) for k in found] == [("kempten-allgaeu", "12345")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("Berlin", "--land", "BE", "--category", "augsburg"),
            "The holidays of Augsburg belong to BY, not to BE; leave the category out.",
        ),
        (
            ("Aachen", "--land", "NW", "--inhabitants", "260.454"),
            "--inhabitants: '260.454' is no number of people; write digits only, like 260454.",
        ),
        (
            ("Bonn\x1b[0m", "--land", "NW"),
            "NAME: 'Bonn\\x1b[0m' holds characters that nobody sees; type it again.",
        ),
        (
            ("B" * 201, "--land", "NW"),
            "NAME: 201 characters are too many; use 200 at most.",
        ),
    ],
    ids=("category", "number", "unseen", "long"),
)
def test_bad_input_adds_nothing(words: tuple[str, ...], sentence: str) -> None:
    assert refusal("kommunen", "add", *words) == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("2026-12-31", "closed", "--to", "24.12.2026"),
            "The days cannot end on 24.12.2026 before they begin on 31.12.2026; swap them.",
        ),
        (
            ("2026-12-24", "closed", "--to", "2028-12-24"),
            "732 days in a row are more than a year; correct --to.",
        ),
        (
            ("2026-12-24", "election", "--to", "2026-12-25"),
            "Only closing days can last until --to; enter each election day by itself.",
        ),
    ],
    ids=("backwards", "many", "election"),
)
def test_a_range_that_cannot_be_is_refused(words: tuple[str, ...], sentence: str) -> None:
    assert refusal("kommunen", "day", "zwickau", *words) == sentence
