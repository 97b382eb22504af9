"""What staff sees and does: pages, forms, downloads."""

from __future__ import annotations

import gzip
import re

import pytest
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.service.office import open_file
from tests.portal.site import Site, csrf_in

PAGES = (
    "/",
    "/projekte/aachen",
    "/projekte/aachen/termine/workshop",
    "/projekte/aachen/ruht",
    "/projekte/aachen/weiter",
    "/projekte/neu",
    "/wiedervorlagen",
    "/briefe",
    "/briefe?stand=verschickt",
    "/termine",
    "/programm",
    "/einstellungen",
    "/zugaenge",
    "/konto",
    "/impressum",
)


@pytest.fixture
def admin(site: Site) -> TestClient:
    """A browser of somebody who may see everything."""
    return site.signed_in(StaffRole.ADMIN)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_and_not_too_large(admin: TestClient, page: str) -> None:
    answer = admin.get(page)

    assert answer.status_code == 200, answer.text
    assert answer.text.rstrip().endswith("</html>")
    assert len(answer.content) < 300_000


def test_the_first_page_with_all_that_it_asks_for_is_light(admin: TestClient) -> None:
    page = admin.get("/").text
    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    fonts = [
        f"/static/{font}" for font in re.findall(r'url\("([^"]+)"\)', admin.get("/static/fonts.css").text)
    ]
    styles = admin.get("/static/vendor/kern.min.css")

    asked = [gzip.compress(admin.get(path).content) for path in (*linked, *fonts)]

    assert len(fonts) == 3
    assert styles.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(page.encode())) + sum(len(part) for part in asked) < 600_000


def test_whoever_has_not_signed_in_is_led_to_signing_in(site: Site) -> None:
    answer = site.browser().get("/projekte/aachen")

    assert (answer.status_code, answer.headers["location"]) == (303, "/anmelden?weiter=/projekte/aachen")


def test_the_overview_shows_all_and_filters_by_its_address(admin: TestClient) -> None:
    everything = admin.get("/").text
    filtered = admin.get("/?q=aach&land=NW&stand=on_track").text

    assert "Aachen" in everything
    assert "Bonn" in everything
    assert "/projekte/bonn" not in filtered


def test_with_htmx_only_the_list_comes(admin: TestClient) -> None:
    part = admin.get("/?q=bonn", headers={"HX-Request": "true"})

    assert part.text.startswith('<div id="liste">')
    assert "<html" not in part.text
    assert "HX-Request" in part.headers["vary"]


def test_a_new_project_is_seen_before_it_is_saved(site: Site, admin: TestClient) -> None:
    typed = {
        "csrf": csrf_in(admin, "/projekte/neu"),
        "kommune": "gera",
        "start": "2026-02-02",
        "module": "dialog",
    }

    seen = admin.post("/projekte/neu", data=typed)
    before = admin.get("/projekte/gera").status_code
    saved = admin.post("/projekte/neu", data={**typed, "seen": "1"})

    assert "gespeichert ist noch nichts" in seen.text
    assert "02.02.2026" in seen.text or "2. Februar 2026" in seen.text
    assert before == 404
    assert saved.headers["location"].startswith("/projekte/gera")
    assert admin.get("/projekte/gera").status_code == 200


@pytest.mark.parametrize(("field", "value"), [("start", "gestern"), ("start", "2020-01-01"), ("kommune", "")])
def test_a_form_keeps_what_was_typed_and_names_the_field(
    site: Site, admin: TestClient, field: str, value: str
) -> None:
    typed = {"csrf": csrf_in(admin, "/projekte/neu"), "kommune": "gera", "start": "2026-02-02"}

    answer = admin.post("/projekte/neu", data={**typed, field: value})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert admin.get("/projekte/gera").status_code == 404


def test_an_anchor_moves_as_it_was_seen(site: Site, admin: TestClient) -> None:
    page = "/projekte/aachen/termine/workshop"
    typed = {"csrf": csrf_in(admin, page), "day": "2026-04-28"}

    seen = admin.post(page, data=typed)
    fingerprint = re.search(r'name="fingerprint" value="([^"]+)"', seen.text)
    assert fingerprint
    assert _workshop(site) != "2026-04-28"
    saved = admin.post(page, data={**typed, "fingerprint": fingerprint[1]})

    assert saved.headers["location"] == "/projekte/aachen?getan=uebernommen"
    assert _workshop(site) == "2026-04-28"


def test_of_two_managers_the_second_sees_the_new_diff_and_loses_nothing(
    site: Site, admin: TestClient
) -> None:
    page, other = "/projekte/aachen/termine/workshop", site.signed_in()
    mine = {"csrf": csrf_in(admin, page), "day": "2026-04-28"}
    seen = admin.post(page, data=mine)
    fingerprint = re.search(r'name="fingerprint" value="([^"]+)"', seen.text)
    assert fingerprint
    theirs = {"csrf": csrf_in(other, page), "day": "2026-04-29"}
    first = re.search(r'name="fingerprint" value="([^"]+)"', other.post(page, data=theirs).text)
    assert first
    other.post(page, data={**theirs, "fingerprint": first[1]})

    answer = admin.post(page, data={**mine, "fingerprint": fingerprint[1]})

    assert answer.status_code == 409
    assert "Der Plan hat sich inzwischen geändert" in answer.text
    assert 'name="day" value="2026-04-28"' in answer.text
    assert _workshop(site) == "2026-04-29"


def test_a_day_in_the_past_is_refused_beside_its_field(admin: TestClient) -> None:
    page = "/projekte/aachen/termine/workshop"

    answer = admin.post(page, data={"csrf": csrf_in(admin, page), "day": "2025-01-01"})

    assert answer.status_code == 422
    assert "Der 01.01.2025 liegt in der Vergangenheit" in answer.text


def test_a_project_rests_and_goes_on(site: Site, admin: TestClient) -> None:
    hold = {"csrf": csrf_in(admin, "/projekte/aachen/ruht"), "until": "2026-03-02", "reason": "Krankheit"}
    _confirm(admin, "/projekte/aachen/ruht", hold)

    site.clock.moment = site.clock.moment.replace(day=14)
    later = site.signed_in()
    resting = later.get("/projekte/aachen").text
    _confirm(later, "/projekte/aachen/weiter", {"csrf": csrf_in(later, "/projekte/aachen/weiter"), "on": ""})

    assert "Krankheit" in resting
    assert "/projekte/aachen/weiter" in resting
    assert "/projekte/aachen/ruht" in later.get("/projekte/aachen").text


def test_a_task_is_settled_and_taken_up_again(site: Site, admin: TestClient) -> None:
    csrf, task = csrf_in(admin, "/projekte/aachen"), _first_task(site)

    admin.post(f"/projekte/aachen/aufgaben/{task}", data={"csrf": csrf, "deed": "done"})
    done = _state(site, task)
    admin.post(f"/projekte/aachen/aufgaben/{task}", data={"csrf": csrf, "deed": "undo"})

    assert (done, _state(site, task)) == ("done", "open")


def test_the_next_letter_is_previewed_and_nothing_is_sent(site: Site, admin: TestClient) -> None:
    page = admin.get("/projekte/aachen").text
    person = re.search(r'name="person" value="([^"]+)"', page)
    assert person

    answer = admin.post(
        "/projekte/aachen/brief", data={"csrf": csrf_in(admin, "/projekte/aachen"), "person": person[1]}
    )

    assert "Guten Tag" in answer.text
    assert site.mails() == []


@pytest.mark.parametrize("file", ["/projekte.xlsx", "/projekte/aachen/plan.xlsx"])
def test_workbooks_are_handed_out(admin: TestClient, file: str) -> None:
    answer = admin.get(file)

    assert answer.content[:2] == b"PK"
    assert "attachment" in answer.headers["content-disposition"]


def test_english_pages_come_to_those_who_ask_for_them(admin: TestClient) -> None:
    admin.post("/sprache", data={"language": "en", "back": "/programm"})

    assert '<html lang="en">' in admin.get("/programm").text


def _confirm(browser: TestClient, page: str, typed: dict[str, str]) -> None:
    seen = browser.post(page, data=typed)
    fingerprint = re.search(r'name="fingerprint" value="([^"]+)"', seen.text)
    assert fingerprint, seen.text
    assert browser.post(page, data={**typed, "fingerprint": fingerprint[1]}).status_code == 303


def _workshop(site: Site) -> str:
    with site.etappe.office.store.begin() as tx:
        return open_file(site.etappe.office, tx, "aachen").schedule.anchors["workshop"].day.isoformat()


def _first_task(site: Site) -> str:
    with site.etappe.office.store.begin() as tx:
        tasks = tx.projects.tasks("aachen")
    return min(tasks.values(), key=lambda t: (t.due, t.key)).key


def _state(site: Site, task: str) -> str:
    with site.etappe.office.store.begin() as tx:
        return tx.projects.tasks("aachen")[task].state.value


def test_a_refusal_speaks_in_titles_and_not_in_keys(site: Site, admin: TestClient) -> None:
    page = "/projekte/aachen/termine/abschluss"

    answer = admin.post(page, data={"csrf": csrf_in(admin, page), "day": "2026-02-03"})

    assert answer.status_code == 422
    assert "geht der Plan nicht auf" in answer.text or "auf der falschen Seite" in answer.text
    assert not re.search(r"id=\"day-error\">.*\b[a-z]+\.[a-z_]+\b.*</p>", answer.text)


def test_a_project_leads_to_its_own_follow_ups(site: Site, admin: TestClient) -> None:
    assert admin.get("/wiedervorlagen?projekt=aachen").status_code == 200


def test_a_task_is_done_by_somebody_with_a_name(site: Site) -> None:
    browser = site.signed_in()
    csrf = browser.headers["x-csrf-of-test"]

    browser.post("/projekte/aachen/aufgaben/selbstcheck.abgabe", data={"csrf": csrf, "deed": "done"})

    with site.etappe.reading.store.begin() as tx:
        assert tx.projects.tasks("aachen")["selbstcheck.abgabe"].settled_by == "Person 1"
    assert "account/" not in browser.get("/projekte/aachen").text
