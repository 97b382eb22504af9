"""Project management shifts an event for many, hands a role over, and brings a new Kommune in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from etappe.model.accounts import StaffRole
from tests.portal.browser.axe import violations
from tests.portal.browser.seeing import follow, press, sees
from tests.portal.browser.serving import Site
from tests.portal.browser.watching import let_in, scrolls_sideways
from tests.portal.browser.world import project_of

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_an_event_is_shifted_for_a_selection_after_every_kommune_was_seen(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    before = {slug: _workshop(site, slug) for slug in ("aachen", "ansbach")}
    page.goto("/?land=NW")
    follow(page, "Termin dieser Kommunen verschieben")
    sees(page, "die eine, die zur Auswahl passt")
    page.get_by_label("Termin", exact=True).select_option(label="Selbstcheck-Workshop")
    page.get_by_label("Um wie viele Arbeitstage").fill("10")
    press(page, "Ansehen, was sich ändert")
    sees(page, "gespeichert ist noch nichts", f"Aachen: {before['aachen']:%d.%m.%Y} →")
    page.locator("summary").first.click()
    sees(page, "Workshop durchführen:")
    assert violations(page) == []
    assert _workshop(site, "aachen") == before["aachen"]

    press(page, "Eine Kommune verschieben")

    sees(page, "1 Kommune ist verschoben", "Aachen")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    assert _workshop(site, "aachen") > before["aachen"]
    assert _workshop(site, "ansbach") == before["ansbach"]


def test_the_contact_person_changes_after_it_was_seen_what_follows(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/projekte/aachen")
    follow(page, "Personen, Abwesenheiten und Kalender der Kommune")
    follow(page, "Übergeben Ansprechperson")
    page.get_by_label("Name", exact=True).fill("Ida Moos")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("ida@aachen.example")
    press(page, "Ansehen, was übergeben wird")
    sees(
        page,
        "gespeichert ist noch nichts",
        "Ida Moos (ida@aachen.example): ein Brief mit allem",
        "Was übergeht",
    )

    press(page, "So übergeben")

    sees(page, "Die Änderung ist übernommen.", "Ida Moos", "ida@aachen.example")
    with site.etappe.reading.store.begin() as tx:
        assert tx.people.contacts(["aachen"])["aachen"]["AP"].person.name == "Ida Moos"


def test_an_absence_and_a_closing_day_are_entered_and_taken_back(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/kommunen/aachen")
    page.locator("summary", has_text="Abwesenheit eintragen").click()
    press(page, "Abwesenheit eintragen")
    sees(page, "Bitte prüfen Sie 3 Angaben", "Bitte wählen Sie eine Person")
    assert violations(page) == []
    page.get_by_label("Wer", exact=True).select_option(label="Amelie Brückner-Hain")
    page.get_by_label("Erster Tag").fill("2026-04-07")
    page.get_by_label("Letzter Tag").first.fill("2026-04-10")
    press(page, "Abwesenheit eintragen")
    sees(page, "Die Abwesenheit ist eingetragen.", "07.04.2026 bis 10.04.2026")
    press(page, "Doch nicht abwesend")
    sees(page, "Die Abwesenheit ist zurückgenommen")

    page.locator("summary", has_text="Tage eintragen").click()
    page.get_by_label("Art", exact=True).select_option(label="Rathaus geschlossen")
    page.get_by_label("Tag", exact=True).fill("2031-05-05")
    press(page, "Tage eintragen")
    sees(page, "Die Änderung ist übernommen.", "05.05.2031 Rathaus geschlossen")
    assert violations(page) == []
    press(page, "Zurücknehmen")

    sees(page, "Die Änderung ist übernommen.")
    assert page.get_by_text("05.05.2031").count() == 0


def test_a_new_kommune_gets_its_people_and_its_project(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/")
    follow(page, "Kommunen")
    follow(page, "Neue Kommune")
    page.get_by_label("Name", exact=True).fill("Kempten (Allgäu)")
    page.get_by_label("Land", exact=True).select_option(label="Bayern")
    press(page, "Kommune anlegen")
    sees(page, "Die Kommune ist angelegt.", "Kempten (Allgäu)")
    follow(page, "Eintragen Ansprechperson")
    page.get_by_label("Name", exact=True).fill("Ida Moos")
    page.get_by_label("E-Mail-Adresse", exact=True).fill("ida@kempten.example")
    press(page, "Speichern")
    sees(page, "Ida Moos")
    follow(page, "Projekt beginnen")
    page.get_by_label("Start").fill("2026-05-04")
    press(page, "Plan ansehen")

    press(page, "Projekt anlegen")

    sees(page, "Das Projekt ist angelegt", "Kempten (Allgäu)")


def test_the_keyboard_alone_reaches_ticks_and_buttons(
    site: Site, context: BrowserContext, page: Page
) -> None:
    let_in(context, site, StaffRole.MANAGEMENT)
    page.goto("/verschieben")
    reached: set[str] = set()

    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()"))

    assert {"which", "anchor", "days", "direction", "Ansehen, was sich ändert"} <= reached
    assert any(name.startswith("p-") for name in reached)


def _workshop(site: Site, kommune: str) -> date:
    project = project_of(site.etappe.reading, kommune)
    with site.etappe.reading.store.begin() as tx:
        return next(a.day for a in tx.projects.anchors(project) if a.key == "workshop")
