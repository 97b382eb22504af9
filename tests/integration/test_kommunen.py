"""Kommunen enter the programme: one by one or from a file, all or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from etappe.demo import demo_sheet_text
from etappe.errors import BadSlug, NameMissing, SlugTaken, UnknownKommune
from etappe.model.audit import Fact
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.kommune_csv import Sheet, read_sheet
from etappe.model.place import Land
from etappe.service.day_entry import enter_days
from etappe.service.kommunen import add_kommune, import_kommunen, list_kommunen
from etappe.service.office import Office
from etappe.service.people import list_contacts, set_contact

GERA = Kommune("gera", "Gera", Land.TH)
HEADER = "name,land,einwohner,ansprechperson,email,spitze,spitze_email\n"
SHEET = read_sheet(HEADER + "Gera,TH,94152,Ida Moos,ida@gera.example,,\nAachen,NW,260454,,,,\n")
BRIDGE_DAY = NamedDay(DayKind.CLOSED, date(2026, 5, 15), "Brückentag")


def facts(office: Office) -> list[Fact]:
    """What the audit holds, the oldest first."""
    with office.store.begin() as tx:
        assert tx.audit.verify() is None
        return [fact for _, fact in reversed(tx.audit.facts())]


def test_a_kommune_is_added_and_told_in_the_audit(office: Office, now: datetime) -> None:
    warnings = add_kommune(office, GERA, "ida", now)

    assert warnings == ()
    assert list_kommunen(office) == (GERA,)
    (fact,) = facts(office)
    assert (fact.actor, fact.action, fact.about) == ("ida", "kommune added", "gera")
    assert fact.data["land"] == "TH"


def test_a_doubtful_ags_is_kept_and_warned_of(office: Office, now: datetime) -> None:
    doubtful = Kommune("gera", "Gera", Land.TH, ags="0815")

    (warning,) = add_kommune(office, doubtful, "ida", now)

    assert warning.startswith("The AGS '0815' has neither 5 nor 8 digits; it is kept")
    assert list_kommunen(office) == (doubtful,)


def test_a_slug_is_given_once(office: Office, now: datetime) -> None:
    add_kommune(office, GERA, "ida", now)

    with pytest.raises(SlugTaken, match=r"There is a Kommune 'gera' already; give 'Gera \(Aller\)' a slug"):
        add_kommune(office, Kommune("gera", "Gera (Aller)", Land.NI), "ida", now)

    assert list_kommunen(office) == (GERA,)


def test_a_kommune_needs_a_name_and_a_slug(office: Office, now: datetime) -> None:
    with pytest.raises(NameMissing, match="'gera' has no name; add one"):
        add_kommune(office, Kommune("gera", " ", Land.TH), "ida", now)
    with pytest.raises(BadSlug, match="'Gera!' is no slug; choose one of small letters"):
        add_kommune(office, Kommune("Gera!", "Gera", Land.TH), "ida", now)

    assert facts(office) == []


def test_a_file_is_imported_with_its_contacts(office: Office, now: datetime) -> None:
    report = import_kommunen(office, SHEET, "ida", now)

    assert (report.added, report.unchanged, report.problems) == (("gera", "aachen"), (), ())
    assert [k.slug for k in list_kommunen(office)] == ["aachen", "gera"]
    (contact,) = list_contacts(office, "gera")
    assert (contact.role, contact.person.name, contact.person.email) == ("AP", "Ida Moos", "ida@gera.example")


def test_an_import_is_told_in_the_audit_step_by_step(office: Office, now: datetime) -> None:
    import_kommunen(office, SHEET, "ida", now)

    assert [f.action for f in facts(office)] == [
        "kommune added",
        "person added",
        "role filled",
        "kommune added",
    ]


def test_the_demo_is_imported_whole_and_a_second_time_without_effect(office: Office, now: datetime) -> None:
    sheet = read_sheet(demo_sheet_text())
    first = import_kommunen(office, sheet, "ida", now)
    before = facts(office)

    second = import_kommunen(office, sheet, "ida", now)

    assert (len(first.added), len(first.unchanged)) == (35, 0)
    assert (len(second.added), len(second.unchanged), second.problems) == (0, 35, ())
    assert facts(office) == before


def test_a_longer_file_adds_what_is_new(office: Office, now: datetime) -> None:
    import_kommunen(office, Sheet(SHEET.rows[:1]), "ida", now)

    report = import_kommunen(office, SHEET, "ida", now)

    assert (report.added, report.unchanged) == (("aachen",), ("gera",))


def test_a_dry_run_tells_what_would_be_and_saves_nothing(office: Office, now: datetime) -> None:
    report = import_kommunen(office, SHEET, "ida", now, dry_run=True)

    assert (report.dry_run, report.added) == (True, ("gera", "aachen"))
    assert list_kommunen(office) == ()
    assert facts(office) == []


def test_one_bad_row_keeps_the_whole_file_out(office: Office, now: datetime) -> None:
    sheet = read_sheet(HEADER + "Gera,TH,,,,,\nKrefeld,XX,,,,,\n")

    report = import_kommunen(office, sheet, "ida", now)

    assert report.added == ()
    assert [(p.line, p.column) for p in report.problems] == [(3, "land")]
    assert list_kommunen(office) == ()


def test_a_row_that_contradicts_what_is_stored_keeps_the_whole_file_out(
    office: Office, now: datetime
) -> None:
    add_kommune(office, GERA, "ida", now)

    report = import_kommunen(office, SHEET, "ida", now)

    assert [str(p) for p in report.problems] == [
        "Line 2, column 'einwohner': There is a Kommune 'gera' already, with something else in: "
        "einwohner, ansprechperson; make the row agree, delete it, or give it a slug of its own."
    ]
    assert list_kommunen(office) == (GERA,)


def test_an_old_file_does_not_bring_an_old_contact_back(office: Office, now: datetime) -> None:
    import_kommunen(office, SHEET, "ida", now)
    set_contact(office, "gera", "AP", "Udo Berg", "udo@gera.example", None, "ida", now)

    report = import_kommunen(office, SHEET, "ida", now)

    assert [p.column for p in report.problems] == ["ansprechperson"]
    assert list_contacts(office, "gera")[0].person.name == "Udo Berg"


def test_a_contact_in_a_role_that_the_programme_lacks_is_a_problem(office: Office, now: datetime) -> None:
    without_roles = replace(office, programme=replace(office.programme, modules={}))

    report = import_kommunen(without_roles, SHEET, "ida", now)

    assert [str(p) for p in report.problems] == [
        "Line 2, column 'ansprechperson': The programme has no role 'AP'; there are: none."
    ]
    assert list_kommunen(office) == ()


def test_a_closing_day_is_entered_and_told_in_the_audit(office: Office, now: datetime) -> None:
    add_kommune(office, GERA, "ida", now)

    enter_days(office, "gera", [BRIDGE_DAY], "udo", now)

    with office.store.begin() as tx:
        assert tx.kommunen.days(["gera"]) == {"gera": (BRIDGE_DAY,)}
    assert facts(office)[-1] == Fact(
        "udo",
        "day entered",
        "gera",
        {"kind": "closed", "day": "2026-05-15", "before": None, "after": "Brückentag"},
    )


def test_a_day_entered_twice_is_entered_once(office: Office, now: datetime) -> None:
    add_kommune(office, GERA, "ida", now)
    enter_days(office, "gera", [BRIDGE_DAY], "udo", now)

    enter_days(office, "gera", [BRIDGE_DAY], "udo", now)

    assert [f.action for f in facts(office)] == ["kommune added", "day entered"]


def test_a_day_can_get_another_name(office: Office, now: datetime) -> None:
    add_kommune(office, GERA, "ida", now)
    enter_days(office, "gera", [BRIDGE_DAY], "udo", now)

    enter_days(office, "gera", [NamedDay(DayKind.CLOSED, BRIDGE_DAY.day, "Betriebsausflug")], "udo", now)

    last = facts(office)[-1].data
    assert (last["before"], last["after"]) == ("Brückentag", "Betriebsausflug")


def test_a_day_of_nowhere_is_refused(office: Office, now: datetime) -> None:
    with pytest.raises(UnknownKommune, match="There is no Kommune 'gera'; see 'etappe kommunen list'"):
        enter_days(office, "gera", [BRIDGE_DAY], "udo", now)
