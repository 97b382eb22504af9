"""A contact person answers from a letter, and project management decides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from etappe.model.accounts import StaffRole
from tests.portal.browser.seeing import follow, misses, plain, press, sees
from tests.portal.browser.serving import Letter, Site
from tests.portal.browser.watching import let_in

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ADDRESS = "ansprechperson@aachen.example"
TASK = "Antworten ressortübergreifend abstimmen"
PLANNER, PROFILE = "ansprechperson@ansbach.example", "Kurzprofil zur Ausgangslage liefern"
"""Whose weekly letter leads to the plan, and a task of it."""
BEYOND = date(2026, 6, 10)
"""Further away than a contact person may move the task alone."""


@pytest.fixture
def letter(site: Site) -> Letter:
    """The reminder of the task."""
    return next(letter for letter in site.letters(ADDRESS) if TASK in letter.subject)


@pytest.fixture
def answering(site: Site, page: Page) -> Page:
    """The page of the task, after the code from the mailbox was entered."""
    letter = next(letter for letter in site.letters(ADDRESS) if TASK in letter.subject)
    come_in(site, page, ADDRESS, letter.link(TASK))
    sees(page, TASK, "Warum dieser Tag")
    return page


def come_in(site: Site, page: Page, to: str, link: str) -> None:
    """Follow a link and enter the code that comes."""
    before = len(site.letters(to))
    page.goto(link)
    press(page, "Weiter")
    page.get_by_label("Code").fill(site.letter(to, before + 1).code)
    press(page, "Weiter")
    page.wait_for_url("**/antwort")


def test_opening_a_link_shows_kommune_and_task_and_does_nothing(
    site: Site, page: Page, letter: Letter
) -> None:
    before = len(site.letters(ADDRESS))

    page.goto(letter.link(TASK))

    sees(page, TASK, "Aachen")
    misses(page, "Amelie", "Jule", ADDRESS, "11. März")
    assert len(site.letters(ADDRESS)) == before


def test_the_address_holds_no_token_once_the_link_was_followed(answering: Page, letter: Letter) -> None:
    token = letter.link(TASK).rpartition("/")[2]

    assert token not in answering.url
    misses(answering, token)


def test_a_wrong_code_lets_nobody_in(page: Page, letter: Letter) -> None:
    page.goto(letter.link(TASK))
    press(page, "Weiter")
    page.get_by_label("Code").fill("000000")
    press(page, "Weiter")

    sees(page, "Dieser Code gilt nicht")
    misses(page, "Warum dieser Tag")


def test_done_has_to_be_said_and_not_only_sent(answering: Page) -> None:
    with answering.expect_response(lambda r: r.request.method == "POST") as sent:
        press(answering, "Erledigt melden")

    assert sent.value.status == 422
    sees(answering, "Bitte bestätigen Sie, dass es erledigt ist.")
    box = answering.get_by_label("Ja, das ist erledigt.")
    assert box.get_attribute("aria-invalid") == "true"
    assert "sure-error" in (box.get_attribute("aria-describedby") or "")


def test_done_is_thanked_for_taken_back_and_receipted(site: Site, answering: Page) -> None:
    before = len(site.letters(ADDRESS))
    answering.get_by_label("Ja, das ist erledigt.").check()
    press(answering, "Erledigt melden")
    sees(answering, "Vielen Dank. Die Aufgabe ist als erledigt vermerkt")
    press(answering, "Doch nicht: zurücknehmen")
    sees(answering, "Die Aufgabe ist wieder offen", "Erledigt melden")

    receipts = [plain(site.letter(ADDRESS, before + number).text) for number in (1, 2)]

    assert all(TASK in text for text in receipts)


def test_a_new_date_and_not_me_reach_project_management(site: Site, answering: Page) -> None:
    before = len(site.letters(ADDRESS))
    answering.get_by_label("Bis wann schaffen Sie es?").fill(BEYOND.isoformat())
    press(answering, "Termin vorschlagen")
    sees(answering, "Das Projektteam prüft den Termin")
    answering.get_by_label("Wer ist zuständig?").fill("Levin Sandkamp <sandkamp@aachen.example>")
    press(answering, "Weitergeben")
    sees(answering, "Das Projektteam klärt, wer zuständig ist.")

    receipts = [plain(site.letter(ADDRESS, before + number).text) for number in (1, 2)]

    assert "10.06.2026" in receipts[0]
    assert "Levin Sandkamp" in receipts[1]


def test_project_management_accepts_the_date_that_was_proposed(
    site: Site, context: BrowserContext, page: Page
) -> None:
    come_in(site, page, PLANNER, site.letters(PLANNER)[0].links[-1])
    follow(page, PROFILE)
    page.get_by_label("Bis wann schaffen Sie es?").fill("2026-03-23")
    press(page, "Termin vorschlagen")
    sees(page, "Das Projektteam prüft den Termin")
    let_in(context, site, StaffRole.MANAGEMENT)
    desk = context.new_page()
    desk.goto("/wiedervorlagen")
    waiting = desk.get_by_role("listitem").filter(has_text=PROFILE).filter(has_text="23.03.2026")
    while not waiting.count():
        follow(desk, "Nächste Seite")
    waiting.get_by_role("button", name="Annehmen").click()
    sees(desk, "Die Wiedervorlage ist erledigt.")

    page.reload()

    sees(page, "Montag, 23. März 2026")


def test_a_link_that_is_none_offers_a_new_one_and_tells_nothing(page: Page, letter: Letter) -> None:
    wrong = letter.link(TASK)[:-6] + "AAAAAA"
    page.goto(wrong)
    sees(page, "Dieser Link gilt nicht")

    press(page, "Neuen Link anfordern")

    sees(page, "Wenn der Link zu jemandem gehört")
