"""Tokens, codes, answers and bounces: nothing but errors of ours, and the same for all that opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.adapters.one_time_codes import TimedCodes
from etappe.errors import LinkInvalid
from etappe.model.code import new_code
from etappe.model.link import TOKEN_LENGTH, LinkPurpose
from etappe.service.answering import decline_by_link, propose_by_link
from etappe.service.bounces import bounce_address, bounce_delivery, deliver_again
from etappe.service.codes import check_code
from etappe.service.opening import open_link
from etappe.service.people import report_absence
from etappe.testing.database import migrated_file
from tests.fuzz.nasty import fuzz, nasty, readable, refusal
from tests.portal.site import Site, new_site

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
tokens = st.one_of(nasty, st.text(st.characters(codec=None), min_size=TOKEN_LENGTH, max_size=TOKEN_LENGTH))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two town halls."""
    with new_site(Path(migrated_file(tmp_path_factory.mktemp("fuzz"))).parent) as site:
        yield site


@given(tokens)
@fuzz(120)
def test_a_token_that_nobody_minted_opens_nothing(site: Site, token: str) -> None:
    with site.etappe.reading.store.begin() as tx, pytest.raises(LinkInvalid):
        open_link(tx, token, NOW)


@given(nasty, nasty)
@fuzz(120)
def test_a_code_fits_as_it_was_made_and_no_other(code: str, other: str) -> None:
    made = new_code("link", 1, "browser", code, NOW)

    assert made.fits("browser", code)
    assert made.fits("browser", other) == (other.encode(errors="replace") == code.encode(errors="replace"))


@given(nasty)
@fuzz(100)
def test_what_is_typed_as_a_one_time_code_fits_or_does_not(code: str) -> None:
    step = TimedCodes().step_of("JBSWY3DPEHPK3PXP" * 2, code, NOW)

    assert step is None or len(code) == 6


@given(readable, readable)
@fuzz(60)
def test_an_answer_is_taken_or_refused_in_a_sentence(site: Site, text: str, key: str) -> None:
    with site.etappe.office.store.begin() as tx:
        links = tx.links.of_project("aachen")
    link = links[0].id if links else _minted(site)
    office, door, now = site.etappe.office, site.portal.door, site.clock.now()
    for task in ("selbstcheck.abgabe", key):
        refusal(partial(decline_by_link, office, door, link, task, text, now))
    assert refusal(partial(check_code, office, text, key, text, now))


@given(st.dates(), st.dates(), readable)
@fuzz(100)
def test_any_day_is_taken_or_refused_in_a_sentence(site: Site, first: date, last: date, email: str) -> None:
    office, door, now = site.etappe.office, site.portal.door, site.clock.now()
    link = _minted(site)
    for address in (email, "ap@aachen.example"):
        refusal(partial(report_absence, office, address, first, last, "test", now))
    refusal(partial(propose_by_link, office, door, link, "selbstcheck.abgabe", first, now))


@given(readable, readable)
@fuzz(60)
def test_a_bounce_is_noted_or_refused_in_a_sentence(site: Site, who: str, reason: str) -> None:
    office, now = site.etappe.office, site.clock.now()
    for bounce in (bounce_address, bounce_delivery):
        assert refusal(partial(bounce, office, who, reason, "test", now))
    bounce_address(office, "vs@aachen.example", reason, "test", now)
    deliver_again(office, "vs@aachen.example", "test", now)


def _minted(site: Site) -> str:
    site.minted(LinkPurpose.TASK)
    with site.etappe.office.store.begin() as tx:
        return tx.links.of_project("aachen")[0].id
