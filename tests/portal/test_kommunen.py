"""Kommunen in the portal: added, corrected, their calendars kept; dates move only after they were seen."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.place import HolidayCategory, Land
from tests.portal.sent_back import sent_back
from tests.portal.site import Site, csrf_in

PAGE, DATA, DAYS = "/kommunen/aachen", "/kommunen/aachen/daten", "/kommunen/aachen/tage"
CARNIVAL = date(2026, 2, 16)
"""Between the opening meeting and the day on which the questionnaire is handed in."""


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management."""
    return site.signed_in()


def kommune(site: Site, slug: str = "aachen") -> Kommune | None:
    """A Kommune as it is stored."""
    with site.etappe.office.store.begin() as tx:
        return tx.kommunen.get(slug)


def days(site: Site) -> tuple[NamedDay, ...]:
    """The calendar of Aachen."""
    with site.etappe.office.store.begin() as tx:
        return tx.kommunen.days(["aachen"]).get("aachen", ())


def due(site: Site) -> date:
    """When the questionnaire is to be handed in."""
    with site.etappe.office.store.begin() as tx:
        return tx.projects.tasks("aachen")["selbstcheck.abgabe"].due


def new(browser: TestClient, **fields: str) -> dict[str, str]:
    """The form of a new Kommune as somebody fills it in."""
    return {
        "csrf": csrf_in(browser, "/kommunen/neu"),
        "name": "Kempten (Allgäu)",
        "land": "BY",
        "category": "katholisch",
        **fields,
    }


def data(browser: TestClient, **fields: str) -> dict[str, str]:
    """The data of Aachen as somebody corrects them."""
    known = {"name": "Aachen", "land": "NW", "category": "", "forum": "West"}
    return {"csrf": csrf_in(browser, DATA), **known, **fields}


def entered(browser: TestClient, **fields: str) -> dict[str, str]:
    """A closing day as somebody enters it."""
    said = {"kind": "closed", "first": CARNIVAL.isoformat(), "name": "Rosenmontag"}
    return {"csrf": csrf_in(browser, PAGE), **said, **fields}


def test_all_kommunen_are_listed_and_found_by_name(manager: TestClient) -> None:
    everything, some = manager.get("/kommunen").text, manager.get("/kommunen?q=ger").text

    assert all(f'href="/kommunen/{slug}"' in everything for slug in ("aachen", "bonn", "gera"))
    assert 'href="/projekte/neu?kommune=gera"' in some
    assert "/kommunen/aachen" not in some


def test_a_new_kommune_gets_its_slug_from_its_name(site: Site, manager: TestClient) -> None:
    answer = manager.post("/kommunen/neu", data=new(manager, forum="Süd", inhabitants="69.053"))

    assert answer.headers["location"] == "/kommunen/kempten-allgaeu?getan=kommune"
    assert kommune(site, "kempten-allgaeu") == Kommune(
        "kempten-allgaeu",
        "Kempten (Allgäu)",
        Land.BY,
        HolidayCategory.CATHOLIC,
        forum="Süd",
        inhabitants=69053,
    )


def test_without_the_command_line_a_new_kommune_gets_a_project(site: Site, manager: TestClient) -> None:
    manager.post("/kommunen/neu", data=new(manager))
    seat = "/kommunen/kempten-allgaeu/rollen/AP"
    person = {"csrf": csrf_in(manager, seat), "name": "Ida Moos", "email": "ida@kempten.example"}
    manager.post(seat, data=person)

    wish = {"kommune": "kempten-allgaeu", "start": "2026-02-02", "seen": "1"}
    started = manager.post("/projekte/neu", data={"csrf": csrf_in(manager, "/projekte/neu"), **wish})

    assert started.headers["location"] == "/projekte/kempten-allgaeu?getan=begonnen"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Bitte nennen Sie einen Namen."),
        ("land", "XX", "Bitte wählen Sie ein Land"),
        ("slug", "aachen", "hat schon eine andere Kommune"),
        ("slug", "Kempten!", "ist kein Kürzel"),
        ("inhabitants", "viele", "Bitte nur Ziffern"),
        ("category", "keine", "welche Feiertage gelten"),
    ],
)
def test_each_fault_stands_beside_its_field(
    site: Site, manager: TestClient, field: str, value: str, said: str
) -> None:
    answer = manager.post("/kommunen/neu", data=new(manager, **{field: value}))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert said in answer.text
    assert kommune(site, "kempten-allgaeu") is None


def test_the_holidays_of_augsburg_are_those_of_bavaria(manager: TestClient) -> None:
    answer = manager.post("/kommunen/neu", data=new(manager, land="NW", category="augsburg"))

    assert answer.status_code == 422
    assert "Die Feiertage von Augsburg gelten nur in Bayern" in answer.text


def test_a_name_is_corrected_at_once(site: Site, manager: TestClient) -> None:
    answer = manager.post(DATA, data=data(manager, name="Aachen (Stadt)", forum=""))

    assert answer.headers["location"] == "/kommunen/aachen?getan=uebernommen"
    assert kommune(site) == Kommune("aachen", "Aachen (Stadt)", Land.NW)


def test_another_land_moves_dates_which_are_shown_first(site: Site, manager: TestClient) -> None:
    seen = manager.post(DATA, data=data(manager, land="TH"))
    before = kommune(site)
    saved = manager.post(DATA, data=sent_back(seen))

    assert "Das ändert sich, wenn Sie zustimmen" in seen.text
    assert before is not None
    assert before.land == "NW"
    assert saved.status_code == 303
    after = kommune(site)
    assert after is not None
    assert after.land == "TH"


def test_a_closing_day_moves_dates_which_are_shown_first(site: Site, manager: TestClient) -> None:
    before = due(site)

    seen = manager.post(DAYS, data=entered(manager))
    unchanged = days(site)
    saved = manager.post(DAYS, data=sent_back(seen))

    assert f"{before:%d.%m.%Y}" in seen.text
    assert unchanged == ()
    assert saved.status_code == 303
    assert days(site) == (NamedDay(DayKind.CLOSED, CARNIVAL, "Rosenmontag"),)
    assert due(site) > before


def test_a_day_that_moves_nothing_is_entered_at_once(site: Site, manager: TestClient) -> None:
    answer = manager.post(DAYS, data=entered(manager, first="2031-05-05", name=""))

    assert answer.status_code == 303
    assert days(site) == (NamedDay(DayKind.CLOSED, date(2031, 5, 5), "Rathaus geschlossen"),)


def test_several_closing_days_are_entered_in_one_go(site: Site, manager: TestClient) -> None:
    manager.post(DAYS, data=entered(manager, first="2031-05-05", last="2031-05-09"))

    assert [day.day.day for day in days(site)] == [5, 6, 7, 8, 9]


def test_a_day_is_taken_back_and_dates_return(site: Site, manager: TestClient) -> None:
    before = due(site)
    manager.post(DAYS, data=sent_back(manager.post(DAYS, data=entered(manager))))
    back = {"csrf": csrf_in(manager, PAGE), "day": CARNIVAL.isoformat(), "kind": "closed"}

    manager.post(f"{DAYS}/weg", data=sent_back(manager.post(f"{DAYS}/weg", data=back)))

    assert days(site) == ()
    assert due(site) == before


def test_what_would_move_otherwise_now_is_shown_again(site: Site, manager: TestClient) -> None:
    seen = sent_back(manager.post(DAYS, data=entered(manager)))
    other = site.signed_in()
    other.post(DAYS, data=sent_back(other.post(DAYS, data=entered(other, first="2026-02-17"))))

    answer = manager.post(DAYS, data=seen)

    assert answer.status_code == 409
    assert "gespeichert ist nichts" in answer.text
    assert [day.day for day in days(site)] == [date(2026, 2, 17)]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"first": "gestern"}, "first"),
        ({"last": "2026-02-01"}, "last"),
        ({"last": "2028-02-01"}, "last"),
        ({"kind": "election", "last": "2026-02-20"}, "last"),
    ],
)
def test_a_faulty_day_is_told_beside_its_field(
    site: Site, manager: TestClient, fields: dict[str, str], field: str
) -> None:
    answer = manager.post(DAYS, data=entered(manager, **fields))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert days(site) == ()


def test_a_kommune_that_nobody_knows_has_no_page(manager: TestClient) -> None:
    assert manager.get("/kommunen/nirgends").status_code == 404
