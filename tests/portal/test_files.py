"""Files come in by a letter's link and go out to project management, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from etappe.adapters.folder_files import FolderFiles
from etappe.model.accounts import StaffRole
from etappe.model.attachment import LARGEST_FILE
from etappe.model.link import LinkMode, LinkPurpose
from etappe.service.cabinet import Cabinet
from etappe_portal.disposition import attachment
from etappe_portal.headers import POLICY
from tests.files import PDF, PNG
from tests.portal.site import ADDRESS, Site, csrf_in

DISPOSITION = re.compile(r"attachment; filename=\"([\w .-]+)\"; filename\*=UTF-8''([\w%!#$&+.^`|~-]+)")
NAME = "Anwesende Straße „1“.pdf"


@pytest.fixture
def open_site(site: Site, tmp_path: Path) -> Site:
    """A portal whose cabinet is open."""
    cabinet = Cabinet(FolderFiles(tmp_path / "files"), open=True)
    etappe = site.portal.etappe
    opened = replace(
        etappe,
        office=replace(etappe.office, cabinet=cabinet),
        reading=replace(etappe.reading, cabinet=cabinet),
    )
    site.portal = replace(site.portal, etappe=opened)
    return site


@pytest.fixture
def contact(open_site: Site) -> TestClient:
    """The browser of the contact person of Aachen, at the own plan."""
    return open_site.came_in(open_site.letter_token())


@pytest.fixture
def task(contact: TestClient) -> str:
    """The path of a task that the contact person has."""
    return _task_of(contact)


def add(browser: TestClient, task: str, name: str = NAME, content: bytes = PDF) -> int:
    """Add a file; the status of the answer."""
    sent = {"csrf": csrf_in(browser, task)}
    files = {"file": (name, content, "text/html")}
    return browser.post(f"{task}/dateien", data=sent, files=files).status_code


def listed(browser: TestClient) -> list[str]:
    """The paths of the files on the page of the project."""
    page = browser.get("/projekte/aachen").text
    return re.findall(r'href="(/projekte/aachen/dateien/[0-9a-f]{32})"', page)


def test_a_file_goes_from_a_letter_to_project_management(
    open_site: Site, contact: TestClient, task: str
) -> None:
    manager = open_site.signed_in()

    assert add(contact, task) == 303
    (path,) = listed(manager)
    answer = manager.get(path)

    assert (answer.status_code, answer.content) == (200, PDF)
    assert NAME in contact.get(task).text


def test_a_download_is_saved_and_never_shown(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task)
    manager = open_site.signed_in()

    headers = manager.get(listed(manager)[0]).headers

    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get_list("content-security-policy") == ["sandbox; default-src 'none'", POLICY]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", [NAME, 'a".pdf', "a\\.pdf", "50 %.pdf", "\U0001f4c4.pdf", "日本.pdf", "a;b=c'd.pdf"]
)
def test_a_name_reaches_every_browser_and_ends_no_header(name: str) -> None:
    disposition = attachment(name)["Content-Disposition"]
    found = DISPOSITION.fullmatch(disposition)

    assert found
    assert disposition.isascii()
    assert unquote(found[2]) == name


def test_a_contact_person_takes_a_file_back(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task)
    (path,) = re.findall(rf'action="({task}/dateien/[0-9a-f]{{32}}/zurueck)"', contact.get(task).text)

    answer = contact.post(path, data={"csrf": csrf_in(contact, task)})

    assert answer.headers["location"].endswith("getan=datei-zurueck")
    assert "Anwesende" not in contact.get(task).text
    assert listed(open_site.signed_in()) == []


def test_project_management_deletes_a_file(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task)
    manager = open_site.signed_in()
    (path,) = listed(manager)

    answer = manager.post(f"{path}/loeschen", data={"csrf": manager.headers["x-csrf-of-test"]})

    assert answer.headers["location"] == "/projekte/aachen?getan=datei-geloescht"
    assert manager.get(path).status_code == 404


def test_what_is_refused_stands_beside_the_field(contact: TestClient, task: str) -> None:
    sent = {"csrf": csrf_in(contact, task)}

    answer = contact.post(f"{task}/dateien", data=sent, files={"file": ("bild.pdf", PNG)})

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert "„bild.pdf“ kann nicht angenommen werden" in answer.text


@pytest.mark.parametrize("sent", [{}, {"file": ("", b"")}], ids=["no file", "nothing chosen"])
def test_a_form_without_a_file_asks_for_one(
    contact: TestClient, task: str, sent: dict[str, tuple[str, bytes]]
) -> None:
    answer = contact.post(f"{task}/dateien", data={"csrf": csrf_in(contact, task)}, files=sent)

    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Datei." in answer.text


def test_a_file_of_the_largest_size_passes_with_what_its_form_adds(contact: TestClient, task: str) -> None:
    assert add(contact, task, content=PDF + b" " * (LARGEST_FILE - len(PDF))) == 303


def test_a_file_that_is_too_large_is_refused_by_the_page(contact: TestClient, task: str) -> None:
    assert add(contact, task, content=PDF + b" " * LARGEST_FILE) == 422


def test_a_file_beyond_all_measure_is_not_read(contact: TestClient, task: str) -> None:
    assert add(contact, task, content=PDF + b" " * 4 * LARGEST_FILE) == 413


def test_a_body_that_does_not_say_its_length_is_not_read_for_ever(contact: TestClient, task: str) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(64):
            yield b" " * 1024 * 1024

    headers = {"content-type": "multipart/form-data; boundary=x"}

    assert contact.post(f"{task}/dateien", content=endless(), headers=headers).status_code == 413


def test_other_forms_take_no_more_than_before(open_site: Site) -> None:
    answer = open_site.browser().post("/anmelden", content=b"x" * (LARGEST_FILE + 1024 * 1024))

    assert answer.status_code == 413


def test_without_the_word_of_the_session_nothing_is_taken(contact: TestClient, task: str) -> None:
    assert contact.post(f"{task}/dateien", files={"file": (NAME, PDF)}).status_code == 403


def test_whoever_has_not_entered_the_code_adds_nothing(open_site: Site) -> None:
    browser = open_site.browser()
    browser.post(f"/a/{open_site.letter_token()}")
    csrf = csrf_in(browser, "/antwort/code")

    answer = browser.post(
        "/antwort/aufgaben/selbstcheck.abgabe/dateien", data={"csrf": csrf}, files={"file": (NAME, PDF)}
    )

    assert answer.headers["location"] == "/antwort/code"
    assert listed(open_site.signed_in()) == []


def test_a_stranger_downloads_nothing(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task)
    (path,) = listed(open_site.signed_in())

    assert open_site.browser().get(path).headers["location"].startswith("/anmelden")
    assert contact.get(path).headers["location"].startswith("/anmelden")
    for role in (StaffRole.FACILITATOR, StaffRole.FUNDER):
        assert open_site.signed_in(role).get(path).status_code == 403


def test_a_file_of_another_project_is_not_found_under_this_one(
    open_site: Site, contact: TestClient, task: str
) -> None:
    add(contact, task)
    manager = open_site.signed_in()
    (path,) = listed(manager)

    foreign = manager.get(path.replace("aachen", "bonn"))

    assert foreign.status_code == 404
    assert NAME not in foreign.text


def test_a_contact_person_cannot_take_back_what_is_not_there(contact: TestClient, task: str) -> None:
    answer = contact.post(f"{task}/dateien/{'0' * 32}/zurueck", data={"csrf": csrf_in(contact, task)})

    assert answer.status_code == 404


def test_unless_it_is_switched_on_no_page_speaks_of_files(site: Site) -> None:
    contact = site.came_in(site.letter_token())
    task = _task_of(contact)
    page = contact.get(task).text

    assert add(contact, task) == 422
    assert 'type="file"' not in page
    assert "Dateien" not in site.signed_in().get("/projekte/aachen").text


def test_what_was_added_stays_to_be_had_when_it_is_switched_off(
    open_site: Site, contact: TestClient, task: str
) -> None:
    add(contact, task)
    etappe = open_site.portal.etappe
    closed = replace(etappe.reading.cabinet, open=False)
    off = replace(etappe, reading=replace(etappe.reading, cabinet=closed))
    open_site.portal = replace(open_site.portal, etappe=off)

    manager = open_site.signed_in()

    assert manager.get(listed(manager)[0]).content == PDF


def test_where_a_link_is_enough_it_adds_to_its_own_task_alone(open_site: Site) -> None:
    open_site.portal = replace(open_site.portal, link_mode=LinkMode.LINK)
    browser = open_site.browser()
    browser.post(f"/a/{open_site.minted(LinkPurpose.TASK)}")
    own, other = (f"/antwort/aufgaben/{key}" for key in ("selbstcheck.abgabe", "auftakt.kurzprofil"))
    csrf = csrf_in(browser, own)

    taken, refused = (
        browser.post(f"{task}/dateien", data={"csrf": csrf}, files={"file": (NAME, PDF)}).status_code
        for task in (own, other)
    )

    assert (taken, refused) == (303, 404)
    assert len(listed(open_site.signed_in())) == 1


def test_a_name_is_inert_in_every_page(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task, "<img src=x onerror=alert(1)>\u202e.pdf")

    for page in (contact.get(task).text, open_site.signed_in().get("/projekte/aachen").text):
        assert "<img" not in page
        assert "\u202e" not in page


def test_the_folder_of_files_is_served_by_nothing(open_site: Site, contact: TestClient, task: str) -> None:
    add(contact, task)
    (path,) = listed(open_site.signed_in())
    name = path.rpartition("/")[2]

    for guess in (f"/static/{name}", f"/files/{name}", f"/static/../files/{name}", f"/dateien/{name}"):
        assert open_site.browser().get(f"{ADDRESS}{guess}").status_code == 404


def _task_of(contact: TestClient) -> str:
    found = re.search(r'href="(/antwort/aufgaben/[\w.]+)"', contact.get("/antwort").text)
    assert found
    return found[1]
