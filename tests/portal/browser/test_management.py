"""Project management from the invitation to a workshop that was moved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pyotp.totp import TOTP

from etappe.model.accounts import StaffRole
from etappe.service.invitations import PATH
from tests.portal.browser.seeing import follow, misses, press, sees
from tests.portal.browser.serving import PEOPLE, Site
from tests.portal.browser.watching import let_in
from tests.portal.browser.world import NEWCOMER, TODAY

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PASSWORD = "Fuenf Moewen ueber dem Suedstrand"
ADDRESS = f"ansprechperson@{NEWCOMER}.example"


def test_whoever_is_invited_sets_up_both_factors_and_signs_in_with_them(site: Site, page: Page) -> None:
    page.goto(f"{PATH}{site.invite(StaffRole.ADMIN).token}")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Noch einmal").fill(PASSWORD)
    press(page, "Weiter")
    app = TOTP(page.locator("strong.e-break").inner_text())
    page.get_by_label("Code aus der App").fill(app.at(site.clock.now()))
    press(page, "Einrichten")
    sees(page, "Ihre Notfallcodes")
    follow(page, "Weiter zur Übersicht")
    press(page, "Abmelden")
    site.wait(timedelta(seconds=30))

    page.get_by_label("E-Mail-Adresse").fill(PEOPLE[StaffRole.ADMIN][1])
    page.get_by_label("Passwort").fill(PASSWORD)
    press(page, "Weiter")
    page.get_by_label("Code aus der App").fill(app.at(site.clock.now()))
    press(page, "Anmelden")

    sees(page, "Übersicht", "6 Kommunen")


def test_two_passwords_that_differ_are_told_beside_the_field(site: Site, page: Page) -> None:
    page.goto(f"{PATH}{site.invite(StaffRole.ADMIN).token}")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Noch einmal").fill("etwas anderes")

    press(page, "Weiter")

    sees(page, "Die beiden Passwörter sind nicht gleich.")
    assert page.get_by_label("Noch einmal").get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_the_plan_of_a_new_project_is_seen_before_it_is_saved(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    follow(page, "Neues Projekt")
    page.get_by_label("Kommune").select_option(label="Wilhelmshaven")
    page.get_by_label("Start").fill(TODAY.isoformat())
    page.get_by_label("Entscheidungsträger").check()
    press(page, "Plan ansehen")
    sees(page, "Plan für Wilhelmshaven", "gespeichert ist noch nichts", "Selbstcheck-Workshop")
    assert _projects(site) == 6

    press(page, "Projekt anlegen")

    sees(page, "Das Projekt ist angelegt", "Wilhelmshaven", "Phasen und Aufgaben")
    assert _projects(site) == 7


def test_a_workshop_moves_only_after_all_that_it_touches_was_seen(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    follow(page, "Aachen")
    follow(page, "Verlegen Selbstcheck-Workshop")
    offered = page.get_by_role("heading", level=3).nth(1).inner_text()
    page.get_by_role("button", name="Ansehen ").nth(1).click()
    sees(page, "Das ändert sich, wenn Sie zustimmen", "Wer davon erfährt", "Amelie Brückner-Hain (a")

    press(page, "So übernehmen")

    sees(page, "Die Änderung ist übernommen.")
    follow(page, "Verlegen Selbstcheck-Workshop")
    sees(page, f"zurzeit {offered}", "fest")


def test_a_day_that_is_none_is_told_beside_the_field(site: Site, context: BrowserContext, page: Page) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/projekte/neu")

    press(page, "Plan ansehen")

    sees(page, "Bitte prüfen Sie 2 Angaben", "Bitte wählen Sie eine Kommune", "Bitte wählen Sie einen Tag")
    follow(page, "Bitte wählen Sie einen Tag")
    assert page.evaluate("document.activeElement.id") == "start"
    misses(page, "Projekt anlegen")


def _projects(site: Site) -> int:
    with site.etappe.reading.store.begin() as tx:
        return len(tx.projects.all())
