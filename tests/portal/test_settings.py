"""Administrators see what is set and where to change it; nobody sees a secret."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from etappe.adapters.safe import new_key
from etappe.model.accounts import StaffRole
from etappe.model.exposure import LEGAL_TEXTS
from etappe_portal.navigation import LEGAL
from tests.portal.site import Site

CANARY = "kanarienvogel"


@pytest.fixture
def admin(site: Site) -> TestClient:
    """A browser of somebody who looks after the programme."""
    return site.signed_in(StaffRole.ADMIN)


def put(site: Site, **changed: object) -> None:
    """Set something otherwise."""
    settings = site.etappe.settings.model_copy(update=changed)
    site.portal = replace(site.portal, etappe=replace(site.etappe, settings=settings))


def test_what_is_missing_before_others_come_in_stands_above(admin: TestClient) -> None:
    page = admin.get("/einstellungen").text

    assert "Angaben fehlen, bevor andere hineindürfen" in page
    assert "fehlt; Briefe bleiben auf diesem Server" in page
    assert "1, im Ordner der Datenbank" in page
    assert "ETAPPE_LEGAL" in page


def test_what_is_set_is_shown_with_where_it_comes_from(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_REPLY_TO", "antwort@team.example")
    put(site, reply_to="antwort@team.example", without=("dialog",))

    page = site.signed_in(StaffRole.ADMIN).get("/einstellungen").text

    assert "antwort@team.example" in page
    assert "Umgebung" in page
    assert "Befehlszeile" in page
    assert "Vorgabe des Programms" in page
    assert "Link und Code per E-Mail" in page


def test_secrets_are_counted_and_never_shown(site: Site) -> None:
    keys = (SecretStr(new_key()), SecretStr(new_key()))
    put(
        site,
        mail=SecretStr(f"mailtos://etappe:{CANARY}@mail.example.org"),
        team=(SecretStr(f"mmost://chat.example.org/{CANARY}"),),
        database=SecretStr(f"postgresql://etappe:{CANARY}@db.example.org/etappe"),
        secret_keys=keys,
        legal=dict.fromkeys(LEGAL_TEXTS, "Stadt Musterstadt"),
    )

    page = site.signed_in(StaffRole.ADMIN).get("/einstellungen").text

    assert CANARY not in page
    assert not any(key.get_secret_value() in page for key in keys)
    assert "bevor andere hineindürfen" not in page


@pytest.mark.parametrize("role", [StaffRole.MANAGEMENT, StaffRole.FACILITATOR, StaffRole.FUNDER])
def test_nobody_else_sees_them(site: Site, role: StaffRole) -> None:
    browser = site.signed_in(role)

    assert browser.get("/einstellungen").status_code == 403
    assert "/einstellungen" not in browser.get("/programm").text


def test_the_texts_that_are_looked_for_are_those_that_pages_lead_to() -> None:
    assert [f"/{text}" for text in LEGAL_TEXTS] == [path for path, _ in LEGAL]
