"""The head of an administration answers from a letter, and sees nothing that needs an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.portal.browser.seeing import misses, plain, press, sees
from tests.portal.browser.serving import Letter, Site
from tests.portal.browser.watching import scrolls_sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

ADDRESS, TASK = "spitze@aachen.example", "Selbsteinschätzung freigeben"


@pytest.fixture
def answering(site: Site, page: Page) -> Page:
    """The page of the task, after the code from the mailbox was entered."""
    letter: Letter = site.letters(ADDRESS)[0]
    page.goto(letter.link(TASK))
    press(page, "Weiter")
    page.get_by_label("Code").fill(site.letter(ADDRESS, 2).code)
    press(page, "Weiter")
    page.wait_for_url("**/antwort")
    return page


def test_the_page_asks_for_one_thing_and_offers_two_buttons(answering: Page) -> None:
    sees(answering, TASK, "Wir bitten Sie darum bis Freitag, 13. März 2026 (morgen)", "Warum dieser Tag")

    buttons = [plain(b.inner_text()) for b in answering.get_by_role("main").get_by_role("button").all()]

    assert buttons == ["Erledigt melden", "Weitergeben"]
    misses(answering, "Abwesend", "Kalender", "Neuer Termin")
    assert not scrolls_sideways(answering)


def test_the_task_is_reported_done_receipted_and_nothing_more_is_to_do(site: Site, answering: Page) -> None:
    answering.get_by_label("Ja, das ist erledigt.").check()

    press(answering, "Erledigt melden")

    sees(answering, "Vielen Dank. Die Aufgabe ist als erledigt vermerkt", "Mehr ist nicht zu tun.")
    assert TASK in plain(site.letter(ADDRESS, 3).text)


def test_somebody_else_takes_over(answering: Page) -> None:
    answering.get_by_label("Wer?").fill("Levin Sandkamp <sandkamp@aachen.example>")

    press(answering, "Weitergeben")

    sees(answering, "Das Projektteam klärt, wer zuständig ist.")
