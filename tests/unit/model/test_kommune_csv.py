"""Kommunen from CSV text: what is read, what is refused with its place and remedy, what is only doubted."""

from __future__ import annotations

import pytest

from etappe.demo import demo_sheet_text
from etappe.model.kommune import Kommune
from etappe.model.kommune_csv import (
    COLUMNS,
    Problem,
    SheetContact,
    differences,
    doubts,
    is_slug,
    read_sheet,
)
from etappe.model.people import Contact, Person
from etappe.model.place import HolidayCategory, Land

PEOPLE = "name,land,ansprechperson,email,stellvertretung,stellvertretung_email,spitze,spitze_email\n"
AACHEN = (
    PEOPLE + "Aachen,NW,Ida Moos,ida@aachen.example,Udo Berg,udo@aachen.example,Eva Tal,eva@aachen.example\n"
)


def complaints(text: str) -> list[str]:
    """What is wrong with a file, as people read it."""
    return [str(problem) for problem in read_sheet(text).problems]


def test_the_demo_holds_35_kommunen_without_fault_or_doubt() -> None:
    sheet = read_sheet(demo_sheet_text())

    assert len(sheet.rows) == 35
    assert sheet.problems == sheet.warnings == ()


def test_each_kommune_of_the_demo_has_a_contact_person_and_a_head_at_addresses_that_cannot_exist() -> None:
    rows = read_sheet(demo_sheet_text()).rows

    assert all([c.role for c in row.contacts] == ["AP", "VS"] for row in rows)
    assert all(c.email.endswith(f"@{row.kommune.slug}.example") for row in rows for c in row.contacts)


def test_a_row_becomes_a_kommune() -> None:
    text = (
        "name,land,art,rechtsstellung,forum,einwohner,ags,feiertage,vertretung\n"
        'Dachau,BY,landkreis,"Landkreis, nicht Stadt",landkreise,153884,09174,katholisch,Kreistag\n'
    )

    (row,) = read_sheet(text).rows

    assert row.kommune == Kommune(
        slug="dachau",
        name="Dachau",
        land=Land.BY,
        category=HolidayCategory.CATHOLIC,
        kind="landkreis",
        legal_status="Landkreis, nicht Stadt",
        forum="landkreise",
        inhabitants=153884,
        ags="09174",
        council="Kreistag",
    )


def test_two_columns_are_enough() -> None:
    (row,) = read_sheet("name,land\nGera,TH\n").rows

    assert (row.line, row.kommune, row.contacts) == (2, Kommune("gera", "Gera", Land.TH), ())


def test_a_file_of_a_german_excel_with_semicolons_mark_and_capitals_is_read() -> None:
    sheet = read_sheet(
        "\ufeffName;Land;Einwohner;Feiertage\r\nKempten (Allgäu);by;68907;Katholisch\r\n;;;\r\n"
    )

    (row,) = sheet.rows
    assert sheet.problems == ()
    assert (row.kommune.slug, row.kommune.land, row.kommune.inhabitants) == (
        "kempten-allgaeu",
        Land.BY,
        68907,
    )


def test_a_row_names_its_contacts_and_addresses_are_written_small() -> None:
    (row,) = read_sheet(AACHEN.replace("ida@", "Ida@")).rows

    assert row.contacts == (
        SheetContact(
            "ansprechperson", "AP", "Ida Moos", "ida@aachen.example", ("Udo Berg", "udo@aachen.example")
        ),
        SheetContact("spitze", "VS", "Eva Tal", "eva@aachen.example"),
    )


def test_a_kommune_may_have_a_slug_of_its_own() -> None:
    (row,) = read_sheet("name,land,slug\nAltona (Hamburg),HH,altona\n").rows

    assert row.kommune.slug == "altona"


def test_breaks_and_double_spaces_within_a_cell_become_one_space() -> None:
    (row,) = read_sheet('name,land\n"Ludwigshafen\n am\u00a0Rhein",RP\n').rows

    assert row.kommune.name == "Ludwigshafen am Rhein"


def test_a_line_is_counted_as_an_editor_shows_it() -> None:
    text = 'name,land\n\n"Ludwigshafen\nam Rhein",RP\n\n"Bad\nHomburg",XX\nGera,YY\n'

    assert [p.line for p in read_sheet(text).problems] == [6, 8]


def test_all_faults_are_told_in_one_go_in_the_order_of_lines() -> None:
    sheet = read_sheet("name,land,einwohner\nGera,TH,viele\nKrefeld,XX,1\nSolingen,NW,1\n,NW,1\n")

    assert [(p.line, p.column) for p in sheet.problems] == [(2, "einwohner"), (3, "land"), (5, "name")]
    assert [row.kommune.name for row in sheet.rows] == ["Solingen"]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n  \n", ",,\n"])
def test_an_empty_file_is_told_how_to_begin(text: str) -> None:
    (problem,) = read_sheet(text).problems

    assert problem.line == 1
    assert problem.text.startswith("The file is empty; begin with a line that names the columns: name,land,")


def test_a_file_without_rows_is_refused() -> None:
    assert complaints("name,land\n") == [
        "Line 1: There is no Kommune below the names of the columns; write one on each line."
    ]


def test_a_missing_column_is_named() -> None:
    assert complaints("name,ags\nGera,16052000\n") == [
        "Line 1, column 'land': The column 'land' is missing; "
        "add it, with commas or semicolons between the columns."
    ]


def test_an_unknown_column_is_named_with_those_that_there_are() -> None:
    (complaint,) = complaints("name,land,telefon\nGera,TH,0365\n")

    assert complaint.startswith(
        "Line 1, column 'telefon': Unknown column 'telefon'; delete it, or use one of name, land, art"
    )


def test_a_column_that_comes_twice_or_has_no_name_is_refused() -> None:
    assert complaints("name,land,land,\nGera,TH,TH,\n") == [
        "Line 1, column 'land': The column 'land' comes twice; delete one of them.",
        "Line 1: Column 4 has no name; name it or delete it.",
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "name,land\nGera,TH,Stadtrat\n",
            "Line 2: The row has 3 cells instead of 2; a cell that holds a comma needs quotation marks.",
        ),
        (
            "name;land\nGera\n",
            "Line 2: The row has 1 cells instead of 2; a cell that holds a semicolon needs quotation marks.",
        ),
        (
            'name,land\nGera,TH\n"Zwickau,SN\nAachen,NW\n',
            "Line 3: A quotation mark is not closed or stands inside a cell; "
            "close it, or double it within the cell.",
        ),
        ("name,land\n,TH\n", "Line 2, column 'name': The name is missing; add it, or delete the line."),
        (
            "name,land\nGera,Thüringen\n",
            "Line 2, column 'land': 'Thüringen' is no Land or region of the programme; use one of "
            "BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH.",
        ),
        (
            "name,land,einwohner\nGera,TH,94.152\n",
            "Line 2, column 'einwohner': '94.152' is no number of inhabitants; "
            "write digits only, like 260454.",
        ),
        (
            "name,land,feiertage\nGera,TH,evangelisch\n",
            "Line 2, column 'feiertage': 'evangelisch' is no category of holidays; "
            "write katholisch or augsburg, or leave the cell empty.",
        ),
        (
            "name,land,feiertage\nGera,TH,augsburg\n",
            "Line 2, column 'feiertage': The holidays of Augsburg belong to BY, not to TH; "
            "leave the cell empty.",
        ),
        (
            "name,land,slug\nGera,TH,Gera_1\n",
            "Line 2, column 'slug': 'Gera_1' is no slug; choose one of small letters, digits and hyphens, "
            "like 'kempten-allgaeu', with 80 signs at most.",
        ),
        (
            "name,land\n???,TH\n",
            "Line 2, column 'slug': No slug can be made of '???'; "
            "write one into the column 'slug', like kempten-allgaeu.",
        ),
        (
            "name,land\nGe\u200bra,TH\n",
            "Line 2, column 'name': The cell holds characters that nobody sees; type it again.",
        ),
        (
            "name,land,ansprechperson\nGera,TH,Ida Moos\n",
            "Line 2, column 'email': Missing e-mail of 'Ida Moos'; "
            "add it, or leave the column 'ansprechperson' empty.",
        ),
        (
            "name,land,spitze_email\nGera,TH,ob@gera.example\n",
            "Line 2, column 'spitze': Missing name of the person behind 'ob@gera.example'; "
            "add it, or leave the column 'spitze_email' empty.",
        ),
        (
            "name,land,spitze,spitze_email\nGera,TH,Eva Tal,eva(at)gera.example\n",
            "Line 2, column 'spitze_email': 'eva(at)gera.example' is no mail address; "
            "write it like name@example.org.",
        ),
        (
            "name,land,stellvertretung,stellvertretung_email\nGera,TH,Udo Berg,udo@gera.example\n",
            "Line 2, column 'stellvertretung': A deputy needs somebody to stand in for; "
            "fill the column 'ansprechperson'.",
        ),
    ],
)
def test_a_fault_is_told_with_its_place_and_the_remedy(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]


def test_two_rows_with_one_slug_are_named_both() -> None:
    assert complaints("name,land\nAachen,NW\nGera,TH\nAACHEN!,NW\n") == [
        "Line 4, column 'slug': 'AACHEN!' has the slug 'aachen', like 'Aachen' on line 2; "
        "give one of them its own in the column 'slug'."
    ]


def test_an_address_belongs_to_one_person_in_the_whole_file() -> None:
    (problem,) = read_sheet(AACHEN + "Gera,TH,Ute Au,UDO@aachen.example,,,,\n").problems

    assert problem == Problem(
        3,
        "ansprechperson",
        "'udo@aachen.example' belongs to 'Udo Berg' on line 2; "
        "an address is one person, correct one of them.",
    )


def test_one_person_may_serve_two_kommunen() -> None:
    assert complaints(AACHEN + "Gera,TH,Ida Moos,ida@aachen.example,,,,\n") == []


def test_a_doubtful_ags_is_kept_and_told() -> None:
    sheet = read_sheet("name,land,ags\nAachen,NW,5334002\n")

    assert sheet.problems == ()
    assert sheet.rows[0].kommune.ags == "5334002"
    assert [str(w) for w in sheet.warnings] == [
        "Line 2, column 'ags': The AGS '5334002' has neither 5 nor 8 digits; "
        "it is kept as it stands, correct it where it is wrong."
    ]


def test_a_kommune_without_an_ags_is_not_doubted() -> None:
    assert doubts(Kommune("altona", "Altona", Land.HH)) == ()


@pytest.mark.parametrize("text", ["", "Gera", "bad--homburg", "-gera", "a/b", "a" * 81])
def test_a_slug_holds_small_letters_digits_and_single_hyphens(text: str) -> None:
    assert not is_slug(text)


def test_a_row_that_says_what_is_known_differs_in_nothing() -> None:
    (row,) = read_sheet(AACHEN).rows
    ida, udo = Person("1", "Ida Moos", "ida@aachen.example"), Person("2", "Udo Berg", "udo@aachen.example")
    eva = Contact("VS", Person("3", "Eva Tal", "eva@aachen.example"), udo)

    assert differences(row, row.kommune, {"AP": Contact("AP", ida, udo), "VS": eva}) == ()


def test_a_row_that_contradicts_what_is_known_says_in_which_columns() -> None:
    (row,) = read_sheet(AACHEN).rows
    ida = Person("1", "Ida Moos", "ida@aachen.example")

    columns = differences(
        row, Kommune("aachen", "Aachen", Land.NW, inhabitants=7), {"AP": Contact("AP", ida)}
    )

    assert columns == ("einwohner", "ansprechperson", "spitze")


def test_every_column_of_the_file_is_known_by_one_name() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == 16
