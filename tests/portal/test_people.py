"""Who is who in a Kommune: entered, corrected, handed over after a look, away, reached again by mail."""

from __future__ import annotations

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from etappe.model.people import Absence, Contact
from etappe.service.bounces import bounce_address
from tests.integration.worlds import person
from tests.portal.sent_back import sent_back
from tests.portal.site import Site, csrf_in

PAGE = "/kommunen/aachen"
SEAT, HAND_OVER = f"{PAGE}/rollen/AP", f"{PAGE}/rollen/AP/uebergabe"


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management."""
    return site.signed_in()


def contact(site: Site, role: str = "AP") -> Contact:
    """Who fills a role in Aachen."""
    with site.etappe.office.store.begin() as tx:
        return tx.people.contacts(["aachen"])["aachen"][role]


def absences(site: Site) -> tuple[Absence, ...]:
    """When the contact person is away."""
    with site.etappe.office.store.begin() as tx:
        return tx.people.absences([person("AP").id], date.min)


def said(browser: TestClient, page: str = SEAT, **fields: str) -> dict[str, str]:
    """The form with the contact person of Aachen."""
    who = person("AP")
    return {"csrf": csrf_in(browser, page), "name": who.name, "email": who.email, **fields}


def away(site: Site, browser: TestClient, first: str, last: str = "") -> dict[str, str]:
    """An absence of the contact person as somebody enters it."""
    who = contact(site).person.id
    return {"csrf": csrf_in(browser, PAGE), "person": who, "away_first": first, "away_last": last}


def test_the_page_tells_who_is_who_and_leads_to_every_role(manager: TestClient) -> None:
    page = manager.get(PAGE).text

    assert person("AP").name in page
    assert all(f'href="{PAGE}/rollen/{role}"' in page for role in ("AP", "VS", "MO"))


def test_a_project_leads_to_its_people(manager: TestClient) -> None:
    assert f'href="{PAGE}"' in manager.get("/projekte/aachen").text


def test_a_name_is_corrected_and_a_deputy_entered_at_once(site: Site, manager: TestClient) -> None:
    fields = said(manager, name="Ada Berg-Tal", deputy="Udo Berg", deputy_email="udo@aachen.example")

    answer = manager.post(SEAT, data=fields)

    assert answer.headers["location"] == f"{PAGE}?getan=uebernommen"
    after = contact(site)
    assert (after.person.id, after.person.name) == (person("AP").id, "Ada Berg-Tal")
    assert after.deputy is not None
    assert after.deputy.name == "Udo Berg"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "ada"}, "email"),
        ({"deputy": "Udo Berg"}, "deputy_email"),
        ({"deputy_email": "udo@aachen.example"}, "deputy"),
        ({"deputy": "Udo Berg", "deputy_email": "udo"}, "deputy_email"),
    ],
)
def test_a_fault_stands_beside_its_field(
    site: Site, manager: TestClient, fields: dict[str, str], field: str
) -> None:
    before = contact(site)

    answer = manager.post(SEAT, data=said(manager, **fields))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert contact(site) == before


def test_a_hand_over_shows_duties_and_letters_before_it_is_done(site: Site, manager: TestClient) -> None:
    fields = said(manager, HAND_OVER, name="Udo Berg", email="udo@aachen.example")

    seen = manager.post(HAND_OVER, data=fields)
    before = contact(site)
    done = manager.post(HAND_OVER, data=sent_back(seen))

    assert "ein Brief mit allem, was offen ist" in seen.text
    assert "udo@aachen.example" in seen.text
    assert re.search(r"\d+ offene Aufgaben", seen.text)
    assert before.person == person("AP")
    assert done.headers["location"] == f"{PAGE}?getan=uebernommen"
    assert contact(site).person.name == "Udo Berg"


def test_the_new_person_gets_one_letter_with_all_that_is_open(site: Site, manager: TestClient) -> None:
    fields = said(manager, HAND_OVER, name="Udo Berg", email="udo@aachen.example")
    manager.post(HAND_OVER, data=sent_back(manager.post(HAND_OVER, data=fields)))

    site.world.at(date(2026, 1, 13))

    assert [mail.to for mail in site.mails()].count("udo@aachen.example") == 1


def test_a_correction_by_which_somebody_else_takes_over_is_shown_first(
    site: Site, manager: TestClient
) -> None:
    fields = said(manager, name="Udo Berg", email="udo@aachen.example")

    seen = manager.post(SEAT, data=fields)

    assert "Was übergeht" in seen.text
    assert contact(site).person == person("AP")
    manager.post(SEAT, data=sent_back(seen))
    assert contact(site).person.name == "Udo Berg"


def test_a_hand_over_of_a_later_day_waits_for_it(site: Site, manager: TestClient) -> None:
    fields = said(manager, HAND_OVER, name="Udo Berg", email="udo@aachen.example", day="2026-02-02")

    manager.post(HAND_OVER, data=sent_back(manager.post(HAND_OVER, data=fields)))

    assert contact(site).person == person("AP")
    assert re.search(r"02\.02\.2026</time>: Udo Berg", manager.get(PAGE).text)


def test_a_role_cannot_be_handed_to_whoever_has_it(manager: TestClient) -> None:
    answer = manager.post(HAND_OVER, data=said(manager, HAND_OVER))

    assert answer.status_code == 422
    assert "zu übergeben ist nichts" in answer.text


def test_of_two_hand_overs_the_second_is_shown_anew(site: Site, manager: TestClient) -> None:
    other = site.signed_in()
    mine = sent_back(
        manager.post(HAND_OVER, data=said(manager, HAND_OVER, name="Udo Berg", email="udo@aachen.example"))
    )
    fields = said(other, HAND_OVER, name="Eva Tal", email="eva@aachen.example")
    other.post(HAND_OVER, data=sent_back(other.post(HAND_OVER, data=fields)))

    answer = manager.post(HAND_OVER, data=mine)

    assert answer.status_code == 409
    assert "Es hat sich inzwischen etwas geändert" in answer.text
    assert contact(site).person.name == "Eva Tal"


def test_an_absence_is_entered_and_taken_back(site: Site, manager: TestClient) -> None:
    entered = manager.post(f"{PAGE}/abwesenheiten", data=away(site, manager, "2026-02-02", "2026-02-06"))
    known = absences(site)
    page = manager.get(PAGE).text
    manager.post(f"{PAGE}/abwesenheiten/weg", data=away(site, manager, "2026-02-02"))

    assert entered.headers["location"] == f"{PAGE}?getan=abwesend"
    assert known == (Absence(person("AP").id, date(2026, 2, 2), date(2026, 2, 6)),)
    assert "Doch nicht abwesend" in page
    assert absences(site) == ()


def test_an_absence_that_ends_before_it_begins_is_told_beside_its_field(
    site: Site, manager: TestClient
) -> None:
    answer = manager.post(f"{PAGE}/abwesenheiten", data=away(site, manager, "2026-02-06", "2026-02-02"))

    assert answer.status_code == 422
    assert 'id="away_last-error"' in answer.text
    assert absences(site) == ()


def test_nobody_of_another_kommune_is_away_here(site: Site, manager: TestClient) -> None:
    fields = {**away(site, manager, "2026-02-02", "2026-02-06"), "person": person("AP", "bonn").id}

    answer = manager.post(f"{PAGE}/abwesenheiten", data=fields)

    assert answer.status_code == 422
    assert 'id="person-error"' in answer.text


def test_mail_that_comes_back_is_shown_with_the_way_out(site: Site, manager: TestClient) -> None:
    bounce_address(site.etappe.office, person("AP").email, "mailbox full", "test", site.clock.now())

    page = manager.get(PAGE).text
    again = {"csrf": csrf_in(manager, PAGE), "person": person("AP").id}
    answer = manager.post(f"{PAGE}/zustellung", data=again)

    assert f"Briefe an {person('AP').name} kommen zurück" in page
    assert answer.headers["location"] == f"{PAGE}?getan=zustellbar"
    assert "kommen zurück" not in manager.get(PAGE).text


def test_project_management_notes_that_a_letter_came_back(site: Site, manager: TestClient) -> None:
    back = {"csrf": csrf_in(manager, PAGE), "person": person("AP").id, "deed": "back", "reason": "unknown"}

    answer = manager.post(f"{PAGE}/zustellung", data=back)

    assert answer.headers["location"] == f"{PAGE}?getan=angehalten"
    with site.etappe.office.store.begin() as tx:
        assert tx.suppressions.among([person("AP").email])


def test_a_role_that_the_programme_lacks_has_no_page(manager: TestClient) -> None:
    assert manager.get(f"{PAGE}/rollen/BM").status_code == 404
