"""Letters that did not arrive are seen, sent again, put away; so are codes and receipts, as far as seen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.parcel import Outcome, Receipt
from etappe.service.sending import send
from tests.fakes.courier import FakeCourier
from tests.portal.site import Site

DAY = date(2026, 1, 19)
REFUSED = Receipt(Outcome.REFUSED, code=550, text="unknown user")


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A browser of project management, on a day on which the mail server refuses the first letter."""
    site.world.courier = FakeCourier([REFUSED])
    site.world.at(DAY)
    return site.signed_in()


def stranded(site: Site) -> Delivery:
    """The letter that was refused."""
    return site.world.deliveries(DeliveryState.FAILED, DeliveryState.UNKNOWN)[0]


def now(site: Site, delivery: Delivery) -> Delivery:
    """Where a letter stands now."""
    with site.etappe.office.store.begin() as tx:
        found = tx.letters.get(delivery.id)
    assert found
    return found


def decide(browser: TestClient, delivery: Delivery, **typed: str) -> tuple[int, str]:
    """Send the form of a letter; tells what came of it."""
    form = {"csrf": browser.headers["x-csrf-of-test"], "gen": str(delivery.gen), **typed}
    answer = browser.post(f"/briefe/{delivery.id}", data=form)
    return answer.status_code, answer.headers.get("location", "") or answer.text


def test_a_letter_that_was_refused_leads_to_its_page(site: Site, manager: TestClient) -> None:
    letter = stranded(site)

    listed, page = manager.get("/briefe").text, manager.get(f"/briefe/{letter.id}")

    assert f'href="/briefe/{letter.id}"' in listed
    assert page.status_code == 200
    assert "Dieser Brief ist nicht angekommen." in page.text
    assert "unknown user" in page.text
    assert 'name="sure"' not in page.text


def test_it_is_sent_again_and_arrives(site: Site, manager: TestClient) -> None:
    letter = stranded(site)

    done = decide(manager, letter, deed="again")
    send(site.etappe.office, site.world.room(), site.clock)

    assert done == (303, "/briefe?getan=brief-erneut")
    assert now(site, letter).state is DeliveryState.SENT


def test_two_managers_who_click_send_it_once(site: Site, manager: TestClient) -> None:
    letter, other = stranded(site), site.signed_in()

    first = decide(manager, letter, deed="again")
    second = decide(other, letter, deed="again")
    send(site.etappe.office, site.world.room(), site.clock)

    arrived = [p for p in site.world.courier.arrived if p.delivery_id == letter.id]
    assert (first[0], second[0], len(arrived)) == (303, 422, 1)
    assert "nichts mehr zu entscheiden" in second[1]


def test_it_is_put_away_with_a_word(site: Site, manager: TestClient) -> None:
    letter = stranded(site)

    unsaid = decide(manager, letter, deed="settle", why=" ")
    said = decide(manager, letter, deed="settle", why="am Telefon <b>besprochen</b>")
    shelf = manager.get("/briefe?stand=abgelegt").text

    assert unsaid[0] == 422
    assert 'id="why-error"' in unsaid[1]
    assert said == (303, "/briefe?getan=brief-abgelegt")
    assert "am Telefon &lt;b&gt;besprochen" in shelf
    assert f"/briefe/{letter.id}" not in manager.get("/briefe").text
    assert 'name="deed"' not in manager.get(f"/briefe/{letter.id}").text


def test_a_letter_that_may_have_arrived_asks_to_be_sure(site: Site) -> None:
    site.world.courier = FakeCourier([Outcome.AMBIGUOUS])
    site.world.at(DAY)
    site.world.courier = FakeCourier([Outcome.AMBIGUOUS])
    site.world.at(DAY, hour=9)
    manager, letter = site.signed_in(), stranded(site)

    page = manager.get(f"/briefe/{letter.id}").text
    unsure = decide(manager, letter, deed="again")
    sure = decide(manager, letter, deed="again", sure="ja")

    assert "Vielleicht liegt er schon im Postfach." in page
    assert "derselben Kennung" in page
    assert unsure[0] == 422
    assert 'id="sure-error"' in unsure[1]
    assert sure[0] == 303
    assert now(site, letter).state is DeliveryState.QUEUED


@pytest.mark.parametrize("gen", ["", "99", "x", "²", "9" * 400])
def test_a_form_that_saw_something_else_changes_nothing(site: Site, manager: TestClient, gen: str) -> None:
    letter = stranded(site)

    status, _ = decide(manager, letter, deed="again", gen=gen)

    assert (status, now(site, letter)) == (422, letter)


def test_a_letter_that_does_not_exist_is_no_page(site: Site, manager: TestClient) -> None:
    assert manager.get("/briefe/nothing").status_code == 404
    assert decide(manager, stranded(site), deed="again")[0] == 303


@pytest.mark.parametrize("role", [StaffRole.FACILITATOR, StaffRole.FUNDER])
def test_nobody_else_decides(site: Site, manager: TestClient, role: StaffRole) -> None:
    letter = stranded(site)

    status, _ = decide(site.signed_in(role), letter, deed="again")

    assert (status, now(site, letter)) == (403, letter)


def test_a_code_that_did_not_go_is_shown_with_what_to_do(site: Site) -> None:
    token = site.letter_token(DAY)
    site.world.courier = FakeCourier([Receipt(Outcome.REFUSED, text="mailbox full")])
    site.browser().post(f"/a/{token}")
    manager = site.signed_in()

    page = manager.get("/briefe/kurzmails").text

    assert "mailbox full" in page
    assert "Wer ihn brauchte, kann sich einen neuen schicken lassen." in page
    assert all(code not in page for code in site.chance.codes)


def test_whoever_reads_english_reads_it_in_english(site: Site, manager: TestClient) -> None:
    manager.headers["accept-language"] = "en"

    page = manager.get(f"/briefe/{stranded(site).id}").text

    assert "This letter has not arrived." in page
    assert not re.search(r"\b(Erneut|Ablegen|nicht)\b", page)
