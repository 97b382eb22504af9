"""A town hall answers from its letter; scanners, strangers and time change nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from etappe.model.link import LinkMode, LinkPurpose
from tests.integration.databases import everything_in
from tests.portal.site import ADDRESS, Site, csrf_in

DAY = date(2026, 1, 19)


@pytest.fixture
def token(site: Site) -> str:
    """The link in a letter."""
    return site.letter_token(DAY)


def test_looking_shows_the_kommune_and_nothing_else_of_the_project(site: Site, token: str) -> None:
    page = site.browser().get(f"/a/{token}")

    assert page.status_code == 200
    assert "Aachen" in page.text
    assert "ap@aachen.example" not in page.text
    assert "set-cookie" not in page.headers


def test_a_scanner_that_looks_and_posts_every_form_changes_nothing(site: Site, token: str) -> None:
    human, before = site.browser(), _state(site)

    for _ in range(5):
        scanner = site.browser()
        scanner.head(f"/a/{token}")
        _submit_everything(scanner, f"/a/{token}", hops=3)

    assert _state(site) == before
    assert human.get(f"/a/{token}").status_code == 200


def test_a_scanner_changes_nothing_where_a_link_is_enough(site: Site, token: str) -> None:
    site.portal = replace(site.portal, link_mode=LinkMode.LINK)
    before = _state(site)

    scanner = site.browser()
    _submit_everything(scanner, f"/a/{token}", hops=4)

    assert _state(site) == before


def test_the_code_of_the_mail_lets_its_browser_in_and_no_other(site: Site, token: str) -> None:
    mine, other = site.browser(), site.browser()
    mine.post(f"/a/{token}")
    code = site.chance.codes[-1]
    other.post(f"/a/{token}")

    refused = other.post("/antwort/code", data={"csrf": csrf_in(other, "/antwort/code"), "code": code})

    assert refused.status_code == 422
    assert other.get("/antwort").headers["location"] == "/antwort/code"
    assert code in site.mails()[-2].text or code in site.mails()[-1].text


def test_after_coming_in_the_address_holds_no_token(site: Site, token: str) -> None:
    browser = site.browser()

    answer = browser.post(f"/a/{token}")

    assert answer.headers["location"] == "/antwort/code"
    assert token not in str(answer.headers)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"


def test_done_has_to_be_said_and_can_be_taken_back(site: Site, token: str) -> None:
    browser = site.came_in(token)
    task = _own_task(browser)
    csrf = csrf_in(browser, f"/antwort/aufgaben/{task}")

    unsaid = browser.post(f"/antwort/aufgaben/{task}/erledigt", data={"csrf": csrf})
    said = browser.post(f"/antwort/aufgaben/{task}/erledigt", data={"csrf": csrf, "sure": "ja"})
    done = _task_state(site, task)
    again = browser.post(f"/antwort/aufgaben/{task}/erledigt", data={"csrf": csrf, "sure": "ja"})
    browser.post(f"/antwort/aufgaben/{task}/zurueck", data={"csrf": csrf})

    assert unsaid.status_code == 422
    assert said.headers["location"].endswith("getan=antwort-done")
    assert again.headers["location"].endswith("getan=schon")
    assert (done, _task_state(site, task)) == ("done", "open")


def test_an_answer_is_confirmed_by_mail(site: Site, token: str) -> None:
    browser = site.came_in(token)
    task = _own_task(browser)
    csrf = csrf_in(browser, f"/antwort/aufgaben/{task}")
    before = len(site.mails())

    browser.post(f"/antwort/aufgaben/{task}/erledigt", data={"csrf": csrf, "sure": "ja"})

    assert [m.to for m in site.mails()[before:]] == ["ap@aachen.example"]


def test_a_new_date_and_another_person_reach_project_management(site: Site, token: str) -> None:
    browser = site.came_in(token)
    task = _own_task(browser)
    csrf = csrf_in(browser, f"/antwort/aufgaben/{task}")

    browser.post(f"/antwort/aufgaben/{task}/termin", data={"csrf": csrf, "day": "2026-12-01"})
    browser.post(f"/antwort/aufgaben/{task}/nicht-zustaendig", data={"csrf": csrf, "instead": "Kim Muster"})

    waiting = site.signed_in().get("/wiedervorlagen").text
    assert "Kim Muster" in waiting
    assert "01.12.2026" in waiting


def test_links_that_open_nothing_show_one_and_the_same_page(site: Site, token: str) -> None:
    browser, people, bad = site.browser(), _people(site), ("A" * 43, token, "kurz", "Z" * 60)
    with site.etappe.office.store.begin() as tx:
        links = [link for person in people for link in tx.links.of_person(person)]
        tx.links.revoke([link.id for link in links], site.clock.now())

    pages = [browser.get(f"/a/{word}") for word in bad]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text.replace(word, "") for page, word in zip(pages, bad, strict=True)}) == 1
    assert "Neuen Link anfordern" in pages[0].text


def test_a_link_that_has_ended_can_be_exchanged_for_a_new_one(site: Site, token: str) -> None:
    site.clock.moment += timedelta(days=61)
    browser = site.browser()
    assert browser.get(f"/a/{token}").status_code == 404

    asked = browser.post(f"/a/{token}/neu")
    unknown = browser.post(f"/a/{'A' * 43}/neu")

    assert asked.text.replace(token, "") == unknown.text.replace("A" * 43, "")
    assert re.search(rf"{ADDRESS}/a/[\w-]{{43}}", site.mails()[-1].text)


def test_a_session_by_link_ends_by_itself_and_with_its_link(site: Site, token: str) -> None:
    browser = site.came_in(token)
    assert browser.get("/antwort").status_code == 200

    site.clock.moment += timedelta(hours=2)

    assert browser.get("/antwort").status_code == 404


def test_a_form_of_another_session_is_refused(site: Site, token: str) -> None:
    browser = site.came_in(token)
    task = _own_task(browser)

    answer = browser.post(f"/antwort/aufgaben/{task}/erledigt", data={"csrf": "foreign", "sure": "ja"})

    assert answer.status_code == 403
    assert _task_state(site, task) == "open"


def test_no_token_stands_in_the_database(site: Site, token: str) -> None:
    site.came_in(token)

    held = everything_in(site.etappe.engine)

    assert token not in held
    assert all(code not in held for code in site.chance.codes)


def test_the_own_calendar_is_followed_by_its_address(site: Site, token: str) -> None:
    browser = site.came_in(token)
    page = browser.post("/antwort/kalender", data={"csrf": csrf_in(browser, "/antwort")})
    path = re.search(rf"{ADDRESS}(/kalender/[\w-]+\.ics)", page.text)
    assert path

    feed = site.browser().get(path[1])
    again = site.browser().get(path[1], headers={"if-none-match": feed.headers["etag"]})

    assert feed.text.startswith("BEGIN:VCALENDAR")
    assert again.status_code == 304


def test_an_absence_is_entered_from_the_own_plan(site: Site, token: str) -> None:
    browser = site.came_in(token)
    typed = {"csrf": csrf_in(browser, "/antwort"), "first": "2026-02-02", "last": "2026-02-06"}

    answer = browser.post("/antwort/abwesend", data=typed)

    assert answer.headers["location"] == "/antwort?getan=abwesend"
    assert "02.02.2026" in site.signed_in().get("/projekte/aachen").text


def test_a_deputy_that_is_named_waits_for_project_management_once(site: Site, token: str) -> None:
    browser = site.came_in(token)
    typed = {"csrf": csrf_in(browser, "/antwort"), "deputy": "Ida Moos <ida@aachen.example>"}

    answers = [browser.post("/antwort/vertretung", data=typed) for _ in range(2)]

    assert {answer.headers["location"] for answer in answers} == {"/antwort?getan=vertretung"}
    page = site.signed_in().get("/wiedervorlagen").text
    assert page.count("AP nennt als Vertretung: Ida Moos &lt;ida@aachen.example&gt;") == 1
    assert "Briefe an Ihre Vertretung, D AP." in browser.get("/antwort").text


def test_a_deputy_without_a_name_is_none(site: Site, token: str) -> None:
    browser = site.came_in(token)

    answer = browser.post("/antwort/vertretung", data={"csrf": csrf_in(browser, "/antwort"), "deputy": " "})

    assert answer.status_code == 422
    assert 'href="#deputy">Bitte nennen Sie, wer Sie vertritt.' in answer.text


def test_where_a_link_is_enough_the_own_plan_still_asks_for_a_code(site: Site) -> None:
    site.portal = replace(site.portal, link_mode=LinkMode.LINK)
    by = {purpose: site.minted(purpose) for purpose in (LinkPurpose.TASK, LinkPurpose.OVERVIEW)}

    led = {purpose: site.browser().post(f"/a/{token}").headers["location"] for purpose, token in by.items()}

    assert led == {LinkPurpose.TASK: "/antwort", LinkPurpose.OVERVIEW: "/antwort/code"}


def _own_task(browser: TestClient) -> str:
    """The first open task of the own plan, or the one task of the link."""
    page = browser.get("/antwort").text
    found = re.search(r"/antwort/aufgaben/([\w.]+)", page)
    assert found, page
    return found[1]


def _task_state(site: Site, task: str) -> str:
    with site.etappe.office.store.begin() as tx:
        return tx.projects.tasks("aachen")[task].state.value


def _state(site: Site) -> tuple[object, ...]:
    """Everything that an answer could change."""
    with site.etappe.office.store.begin() as tx:
        return tx.projects.tasks("aachen"), tx.follow_ups.all_open(), tx.projects.anchors("aachen")


def _people(site: Site) -> list[str]:
    with site.etappe.office.store.begin() as tx:
        contacts = tx.people.contacts(["aachen"])["aachen"].values()
        return [p.id for c in contacts for p in (c.person, c.deputy) if p]


def _submit_everything(browser: TestClient, path: str, hops: int) -> None:
    """Post every form of a page as it is, and follow where that leads."""
    page = browser.get(path, follow_redirects=True)
    for form in re.findall(r"<form method=\"post\" action=\"([^\"]+)\".*?</form>", page.text, re.DOTALL):
        body = re.search(
            rf"<form method=\"post\" action=\"{re.escape(form)}\".*?</form>", page.text, re.DOTALL
        )
        assert body
        fields = dict(re.findall(r"<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"", body[0]))
        answer = browser.post(form, data=fields)
        if hops and answer.is_redirect:
            _submit_everything(browser, answer.headers["location"], hops - 1)
