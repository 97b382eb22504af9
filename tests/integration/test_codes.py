"""A code is good once, for ten minutes, in one browser, and for five tries."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine

from etappe.errors import CodeRefused, LinkInvalid, TooManyRequests
from etappe.service.bounces import bounce_address
from etappe.service.codes import check_code, request_code
from etappe.service.linking import revoke_link
from etappe.service.office import Office
from tests.integration.databases import everything_in
from tests.integration.portal import Portal, portal_of
from tests.integration.worlds import person

BROWSER = "b" * 43


class Visit:
    """Somebody at a page that asks for a code."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.link = portal.link()

    def ask(self, browser: str = BROWSER) -> str:
        """Ask for a code, and read it in the mail that comes."""
        request_code(self.portal.office, self.portal.door, self.link, browser, self.portal.world.clock.now())
        (slip,) = self.portal.slips()
        (code,) = re.findall(r"^\d{6}$", slip.text, re.MULTILINE)
        return str(code)

    def enter(self, code: str, browser: str = BROWSER) -> str:
        """Enter a code; tells whose link it is."""
        now = self.portal.world.clock.now()
        return check_code(self.portal.office, self.link, browser, code, now).person.name

    def refused(self, code: str, browser: str = BROWSER) -> bool:
        """Whether a code is refused."""
        with pytest.raises(CodeRefused):
            self.enter(code, browser)
        return True


@pytest.fixture
def visit(office: Office) -> Visit:
    """Somebody who has followed their link."""
    return Visit(portal_of(office))


def test_a_code_that_was_mailed_opens_the_link_once(visit: Visit) -> None:
    code = visit.ask()

    assert visit.enter(f" {code[:3]} {code[3:]} ") == "AP"
    assert visit.refused(code)
    assert {"code accepted"} <= visit.portal.world.actions()


def test_a_code_is_good_for_ten_minutes(visit: Visit) -> None:
    code = visit.ask()

    visit.portal.later(minutes=11)

    assert visit.refused(code)


def test_a_code_is_good_in_the_browser_that_asked_for_it(visit: Visit) -> None:
    code = visit.ask()

    assert visit.refused(code, "x" * 43)
    assert visit.enter(code) == "AP"


def test_the_sixth_try_is_refused_even_with_the_right_code(visit: Visit) -> None:
    code = visit.ask()

    for _ in range(5):
        visit.refused("000000")

    assert visit.refused(code)


def test_a_new_code_voids_the_one_before(visit: Visit) -> None:
    first, second = visit.ask(), visit.ask()

    assert visit.refused(first)
    assert visit.enter(second) == "AP"


def test_a_fourth_code_within_an_hour_is_refused(visit: Visit) -> None:
    for _ in range(3):
        visit.ask()

    with pytest.raises(TooManyRequests):
        visit.ask()

    visit.portal.later(minutes=61)
    assert visit.enter(visit.ask()) == "AP"


def test_a_link_that_was_revoked_asks_for_no_code_and_takes_none(visit: Visit) -> None:
    code = visit.ask()
    revoke_link(visit.portal.office, visit.link, "test", visit.portal.world.clock.now())

    with pytest.raises(LinkInvalid):
        visit.enter(code)
    with pytest.raises(LinkInvalid):
        visit.ask()


def test_a_code_cannot_be_read_in_the_database(visit: Visit, engine: Engine) -> None:
    now = visit.portal.world.clock.now()

    request_code(visit.portal.office, visit.portal.door, visit.link, BROWSER, now)

    stored = everything_in(engine)
    assert visit.portal.chance.codes[-1] not in stored
    assert BROWSER not in stored


def test_whose_mail_comes_back_gets_no_code(visit: Visit) -> None:
    now = visit.portal.world.clock.now()
    request_code(visit.portal.office, visit.portal.door, visit.link, BROWSER, now)
    with visit.portal.office.store.begin() as tx:
        waiting = tx.slips.of_person(person("AP").id)

    bounce_address(visit.portal.office, person("AP").email, "", "test", now)

    assert ([state for _, state, _, _ in waiting], visit.portal.slips()) == (["queued"], [])


def test_codes_of_yesterday_are_forgotten(visit: Visit) -> None:
    visit.ask()

    with visit.portal.office.store.begin() as tx:
        tx.codes.drop_ended(visit.portal.world.clock.now())
        kept = tx.codes.last_number(visit.link)
        visit.portal.later(minutes=11)
        dropped = tx.codes.drop_ended(visit.portal.world.clock.now())

    assert (kept, dropped) == (1, 1)
