"""Rows of a workbook: read where they are plain, refused by cell where they are not."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from etappe.model.captions import ENGLISH, GERMAN
from etappe.model.cells import CellError, Formula, Raw, RawRow, RawSheet
from etappe.model.kommune import DayKind
from etappe.model.sheets import Entries, read_entries

DATES = ("Kommune", "Projekt", "Schlüssel", "Termin", "Tag", "Bisher", "Von Hand")
CONTACTS = ("Kommune", "Rolle", "Name", "E-Mail", "Stellvertretung", "E-Mail der Stellvertretung")
DAYS = ("Kommune", "Art", "Tag", "Name")
MAY = date(2027, 5, 12)
AS_TEXT = "is no day; write it as 12.05.2027."
ALONE = "holds a time as well; write the day alone, as 12.05.2027."


def read(title: str, *rows: tuple[Raw, ...]) -> Entries:
    """What one sheet asks for."""
    return read_entries([RawSheet(title, tuple(RawRow(n, row) for n, row in enumerate(rows, 1)))], GERMAN)


def anchor(day: Raw, project: Raw = "aachen", key: Raw = "workshop") -> Entries:
    """What a sheet asks for in which one anchor has a day."""
    return read("Termine", DATES, ("Aachen", project, key, "Workshop", day))


def contact(*cells: Raw) -> Entries:
    """What a sheet with one contact asks for."""
    return read("Kontakte", CONTACTS, cells)


def told(found: Entries) -> list[str]:
    """What is wrong."""
    return [str(p) for p in found.problems]


@pytest.mark.parametrize("day", [datetime(2027, 5, 12), MAY, "12.05.2027", "2027-05-12", " 12.5.2027"])  # noqa: DTZ001
def test_a_day_is_read_as_date_or_as_unambiguous_text(day: Raw) -> None:
    found = anchor(day)

    assert [(a.project, a.anchor, a.day) for a in found.anchors] == [("aachen", "workshop", MAY)]
    assert told(found) == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("05/12/27", f"'05/12/27' {AS_TEXT}"),
        ("12.05.27", f"'12.05.27' {AS_TEXT}"),
        ("nächste Woche", f"'nächste Woche' {AS_TEXT}"),
        (46519, f"'46519' {AS_TEXT}"),
        (46519.5, f"'46519.5' {AS_TEXT}"),
        (True, f"TRUE {AS_TEXT}"),
        (time(9, 30), f"'09:30:00' {AS_TEXT}"),
        (datetime(2027, 5, 12, 9, 30), f"'12.05.2027 09:30' {ALONE}"),  # noqa: DTZ001
        (Formula("=A1+7"), "'=A1+7' is a formula, whose value is not trusted; write the value itself."),
        (CellError("#REF!"), "'#REF!' is what became of a formula; write the value itself."),
    ],
)
def test_what_is_no_day_is_refused_at_its_cell(day: Raw, sentence: str) -> None:
    found = anchor(day)

    assert told(found) == [f"Termine!E2: {sentence}"]
    assert found.anchors == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (5, "'5' is a number, no text; write it as text."),
        (False, "FALSE is a truth value, no text; write it as text."),
        (MAY, "'12.05.2027' is a date or time, no text; write it as text."),
        ("A\u202enna", "The cell holds characters that nobody sees; type it again."),
        ("x" * 201, "201 characters are too many; use 200 at most."),
        (Formula("=B2"), "'=B2' is a formula, whose value is not trusted; write the value itself."),
        (CellError("#N/A"), "'#N/A' is what became of a formula; write the value itself."),
    ],
)
def test_what_is_no_text_is_refused_at_its_cell(name: Raw, sentence: str) -> None:
    found = contact("aachen", "AP", name, "a@b.example")

    assert told(found) == [f"Kontakte!C2: {sentence}"]
    assert found.contacts == []


def test_the_mark_of_an_export_is_taken_off() -> None:
    found = contact("aachen", "AP", "'=Anna", "a@b.example")

    assert [c.name for c in found.contacts] == ["=Anna"]


def test_the_day_of_the_export_is_read_as_well() -> None:
    row = ("Aachen", "aachen", "workshop", "Workshop", "19.05.2027", MAY)

    found = read("Termine", DATES, row)

    assert [(a.before, a.day) for a in found.anchors] == [(MAY, date(2027, 5, 19))]


def test_an_emptied_day_is_left_as_it_is() -> None:
    found = anchor(None)

    assert [str(p) for p in found.left] == ["Termine!E2: The cell is empty; what is stored stays as it is."]
    assert (found.anchors, found.problems) == ([], [])


def test_an_emptied_key_is_a_problem() -> None:
    found = anchor(MAY, key=" ")

    assert told(found) == ["Termine!C2: The cell is empty; fill it in, or delete the row."]


def test_formulas_in_columns_that_are_not_read_bother_nobody() -> None:
    row = (Formula("=B2"), "aachen", "workshop", CellError("#REF!"), MAY, None, True)

    found = read("Termine", DATES, row)

    assert (len(found.anchors), told(found)) == (1, [])


def test_a_row_of_which_nothing_is_read_is_passed_over() -> None:
    found = read("Termine", DATES, ("Aachen", None, None, "Workshop"))

    assert found == Entries()


def test_the_same_anchor_twice_is_refused_at_the_second() -> None:
    row = (None, "aachen", "workshop", None, MAY)

    found = read("Termine", DATES, row, row)

    assert told(found) == ["Termine!C3: Row 2 is about the same; delete one of them."]


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    found = read("termine ", ("Notiz", "TAG", "schlüssel", "Projekt"), ("!", MAY, "workshop", "aachen"))

    assert [(a.project, a.anchor, a.day) for a in found.anchors] == [("aachen", "workshop", MAY)]


def test_missing_and_doubled_headings_are_refused() -> None:
    found = read("Termine", ("Projekt", "Projekt", "Tag"), ("aachen", "aachen", MAY))

    assert told(found) == [
        "Termine!B1: The heading 'Projekt' comes twice; rename one of them.",
        "Termine!1: The column 'Schlüssel' is missing; add it, or export the sheet again.",
    ]


def test_an_empty_sheet_is_refused() -> None:
    found = read("Freie Tage")

    assert told(found) == [
        "Freie Tage!A1: The sheet is empty; begin with a row of headings: Kommune, Art, Tag, Name."
    ]


def test_a_named_day_is_read_by_the_word_for_its_kind() -> None:
    found = read("Freie Tage", DAYS, ("aachen", "wahl", MAY, "Landtagswahl"), ("aachen", "Gremium", MAY))

    assert [(d.kind, d.name) for d in found.days] == [
        (DayKind.ELECTION, "Landtagswahl"),
        (DayKind.COMMITTEE, ""),
    ]


def test_an_unknown_kind_of_day_is_refused_with_the_known_ones() -> None:
    found = read("Freie Tage", DAYS, ("aachen", "Brückentag", MAY))

    assert told(found) == [
        "Freie Tage!B2: 'Brückentag' is no kind of day; write one of geschlossen, Wahl, Gremium."
    ]


def test_a_bad_address_is_refused_at_its_cell() -> None:
    found = contact("aachen", "AP", "Anna", "anna", "Ben", "ben@@x")

    assert told(found) == [
        "Kontakte!D2: 'anna' is no mail address; write it like name@example.org.",
        "Kontakte!F2: 'ben@@x' is no mail address; write it like name@example.org.",
    ]


def test_an_address_with_two_names_is_refused() -> None:
    rows = (
        ("aachen", "AP", "Anna", "a@b.example"),
        ("bonn", "AP", "Ben", "c@d.example", "Ana", "A@b.example"),
    )

    found = read("Kontakte", CONTACTS, *rows)

    assert told(found) == [
        "Kontakte!E3: 'A@b.example' belongs to 'Anna' in C2; an address is one person, correct one of them."
    ]


def test_all_faults_are_found_in_one_go() -> None:
    found = read("Termine", DATES, (None, None, 5, None, "x"), (None, "aachen", None, None, True))

    assert [p.cell for p in found.problems] == ["B2", "C2", "E2", "C3", "E3"]


def test_a_programme_in_english_has_english_sheets() -> None:
    header = RawRow(1, tuple(ENGLISH.days.headings.values()))
    sheet = RawSheet("Days off", (header, RawRow(2, ("leeds", "closed", MAY, "Bank holiday"))))

    found = read_entries([sheet], ENGLISH)

    assert [(d.kommune, d.kind, d.day) for d in found.days] == [("leeds", DayKind.CLOSED, MAY)]
