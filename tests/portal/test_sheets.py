"""A workbook is read in: faults are told by cell, changes are seen before, bad files change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from etappe.adapters.workbook.writing import workbook_of
from etappe.model.accounts import StaffRole
from etappe.model.cells import Cell
from etappe.service.replanning import MoveAnchor
from etappe.service.sheets.exporting import portfolio_tables
from tests.integration.databases import everything_in
from tests.portal.site import Site
from tests.unit.adapters.workbooks import bomb, with_parts

PAGE = "/projekte/einlesen"
LATER = date(2026, 4, 28)
Row = tuple[Cell, ...]


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management."""
    return site.signed_in()


def mappe(site: Site, sheet: str, change: Callable[[Row], Row]) -> bytes:
    """The workbook that etappe exports, the rows of one sheet changed."""
    tables = portfolio_tables(site.etappe.office, site.clock.now())
    changed = [
        replace(t, rows=tuple(change(row) for row in t.rows)) if t.title == sheet else t for t in tables
    ]
    return workbook_of(changed, "dd.mm.yyyy")


def moved(site: Site, day: Cell = LATER, sheet: str = "Termine") -> bytes:
    """A workbook in which somebody has moved the workshop of Aachen."""

    def change(row: Row) -> Row:
        return (*row[:4], day, *row[5:]) if row[1:3] == ("aachen", "workshop") else row

    return mappe(site, sheet, change)


def upload(browser: TestClient, content: bytes, name: str = "projekte.xlsx") -> tuple[int, str]:
    """Send a file; tells status, and page or where it leads."""
    form = {"csrf": browser.headers["x-csrf-of-test"]}
    answer = browser.post(PAGE, data=form, files={"file": (name, content)})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def confirm(browser: TestClient, page: str) -> tuple[int, str]:
    """Send the form of a preview."""
    hidden = dict(re.findall(r'<input type="hidden" name="(fingerprint|mappe)" value="([^"]+)"', page))
    answer = browser.post(PAGE, data={"csrf": browser.headers["x-csrf-of-test"], **hidden})
    return answer.status_code, answer.headers.get("location", "") or answer.text


def workshop(site: Site) -> date:
    """The day of the workshop of Aachen."""
    with site.etappe.office.store.begin() as tx:
        return next(a.day for a in tx.projects.anchors("aachen") if a.key == "workshop")


def kept(site: Site) -> str:
    """Everything that is stored, but for the tries that are counted."""
    with site.etappe.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM throttle")
    return everything_in(site.etappe.engine)


def test_what_a_workbook_changes_is_seen_and_then_saved(site: Site, manager: TestClient) -> None:
    before = workshop(site)

    status, page = upload(manager, moved(site))
    seen = workshop(site)
    done = confirm(manager, page)

    assert (status, seen) == (200, before)
    assert "28.04.2026" in page
    assert "Selbstcheck-Workshop" in page
    assert "Daten verschieben sich" in page
    assert done == (303, f"{PAGE}?getan=eingelesen")
    assert workshop(site) == LATER


def test_a_workbook_that_nobody_changed_says_so(site: Site, manager: TestClient) -> None:
    assert upload(manager, mappe(site, "Termine", lambda row: row)) == (303, f"{PAGE}?getan=unveraendert")


def test_contacts_and_days_come_in_as_well(site: Site, manager: TestClient) -> None:
    def renamed(row: Row) -> Row:
        return (*row[:2], "Ida Neu", *row[3:]) if row[:2] == ("aachen", "AP") else row

    status, page = upload(manager, mappe(site, "Kontakte", renamed))

    assert status == 200, page
    assert "Ida Neu" in page
    assert confirm(manager, page)[0] == 303
    assert "Ida Neu" in manager.get("/projekte/aachen").text


def test_every_fault_is_told_by_sheet_and_cell_with_its_remedy(site: Site, manager: TestClient) -> None:
    before = kept(site)

    status, page = upload(manager, moved(site, "bald"))
    other, passed = upload(manager, moved(site, date(2020, 1, 1)))

    assert (status, other) == (422, 422)
    cell = re.search(r"<td[^>]*>Termine</td><th[^>]*>(E\d+)</th><td[^>]*>([^<]+)</td>", page)
    assert cell, page
    assert "ist kein Tag. Bitte schreiben Sie ihn wie 12.05.2027." in cell[2]
    assert "liegt in der Vergangenheit" in passed
    assert kept(site) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leer.xlsx", b""),
        ("bombe.xlsx", bomb()),
        ("bild.xlsx", b"\x89PNG\r\n\x1a\n"),
        ("../../etc/passwd.xlsx", b"PK\x03\x04 no workbook"),
        ("C:\\fakepath\\mappe.xlsx", b"%PDF-1.7"),
        ("polyglot.xlsx", b"%PDF-1.7\n" + with_parts({})),
        ("a" * 300 + ".xlsx", b"GIF89a"),
        ("nul\x00.xlsx", b"x"),
        ("gross.xlsx", b"PK\x03\x04" + bytes(6 * 1024 * 1024)),
        ("makros.xlsm", with_parts({})),
    ],
    ids=["empty", "bomb", "picture", "path", "backslash", "polyglot", "long", "nul", "large", "macros"],
)
def test_a_bad_file_gets_a_sentence_and_changes_nothing(
    site: Site, manager: TestClient, name: str, content: bytes
) -> None:
    before = kept(site)

    status, page = upload(manager, content, name)

    found = re.search(r'id="file-error">.*?<span class="kern-body">([^<]+)</span>', page)
    assert (status, kept(site)) == (422, before)
    assert found, page
    assert "Bitte" in found[1]
    assert "/etc/" not in found[1]
    assert "fakepath" not in found[1]


def test_a_form_without_a_file_asks_for_one(manager: TestClient) -> None:
    answer = manager.post(PAGE, data={"csrf": manager.headers["x-csrf-of-test"]})

    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Excel-Mappe." in answer.text


def test_twenty_megabytes_are_refused_in_a_sentence(manager: TestClient) -> None:
    status, said = upload(manager, bytes(20 * 1024 * 1024))

    assert status == 413
    assert "höchstens 10 MB" in said


def test_more_than_twenty_uploads_an_hour_have_to_wait(site: Site, manager: TestClient) -> None:
    for _ in range(20):
        assert upload(manager, b"x")[0] == 422
    status, page = upload(manager, moved(site))

    assert status == 422
    assert "zu oft versucht" in page
    assert upload(site.signed_in(), moved(site))[0] == 200
    site.clock.moment += timedelta(hours=1, minutes=1)
    assert upload(site.signed_in(), moved(site))[0] == 200


def test_what_has_changed_meanwhile_is_shown_before_anything_is_saved(
    site: Site, manager: TestClient
) -> None:
    _, page = upload(manager, moved(site))
    with site.etappe.office.store.begin() as tx:
        project = tx.projects.get("bonn")
    assert project
    site.world.project = "aachen"
    site.world.change(MoveAnchor("dialog", date(2026, 7, 14), ""))

    status, again = confirm(manager, page)

    assert (status, workshop(site) == LATER) == (409, False)
    assert "Inzwischen hat sich etwas geändert" in again
    assert confirm(manager, again)[0] == 303
    assert workshop(site) == LATER


def test_a_date_that_somebody_moved_meanwhile_is_a_fault_of_its_cell(site: Site, manager: TestClient) -> None:
    _, page = upload(manager, moved(site))
    site.world.change(MoveAnchor("workshop", date(2026, 4, 29), ""), project="aachen")

    status, again = confirm(manager, page)

    assert status == 422
    assert "Jemand hat den Termin inzwischen verlegt" in again
    assert workshop(site) == date(2026, 4, 29)


def test_a_preview_is_good_for_an_hour_for_whoever_saw_it_and_as_it_is(
    site: Site, manager: TestClient
) -> None:
    _, page = upload(manager, moved(site))
    other = confirm(site.signed_in(), page)
    forged = confirm(manager, page.replace('name="mappe" value="g', 'name="mappe" value="h'))
    site.clock.moment += timedelta(minutes=20)
    for _ in range(2):  # the session stays awake
        assert manager.get("/").status_code == 200
        site.clock.moment += timedelta(minutes=25)
    late = confirm(manager, page)

    assert [status for status, _ in (other, forged, late)] == [422, 422, 422]
    assert "Die Vorschau gilt nicht mehr" in late[1]
    assert workshop(site) != LATER


@pytest.mark.parametrize("sealed", ["x", "ä", "A" * 5000])
def test_what_was_never_sealed_is_refused(manager: TestClient, sealed: str) -> None:
    form = {"csrf": manager.headers["x-csrf-of-test"], "mappe": sealed, "fingerprint": "1"}

    assert manager.post(PAGE, data=form).status_code == 422


def test_what_was_sealed_for_something_else_is_refused(site: Site, manager: TestClient) -> None:
    sealed = site.portal.door.safe.seal(b'{"link": "x"}').decode()
    form = {"csrf": manager.headers["x-csrf-of-test"], "mappe": sealed, "fingerprint": "1"}

    assert manager.post(PAGE, data=form).status_code == 422


def test_nothing_is_kept_of_an_upload(site: Site, manager: TestClient) -> None:
    before = kept(site)

    upload(manager, moved(site))

    assert kept(site) == before


@pytest.mark.parametrize("role", [StaffRole.FACILITATOR, StaffRole.FUNDER])
def test_nobody_else_reads_workbooks_in(site: Site, role: StaffRole) -> None:
    browser = site.signed_in(role)

    assert browser.get(PAGE).status_code == 403
    assert upload(browser, moved(site))[0] == 403
