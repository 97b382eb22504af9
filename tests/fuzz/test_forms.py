"""Forms, cookies and addresses of the portal: whatever is sent, the answer is a page and no fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData

from etappe.model.accounts import StaffRole
from etappe.model.link import LinkPurpose
from etappe.testing.database import migrated_file
from etappe_portal.forms import Form
from etappe_portal.link_sessions import COOKIE
from etappe_portal.onward import is_ours
from etappe_portal.wording import LANGUAGES, language_of
from tests.fuzz.nasty import DAYS, fuzz, nasty, readable
from tests.portal.site import Site, csrf_in, new_site

TASK = "/antwort/aufgaben/auftakt.kurzprofil"
BY_LINK = {
    f"{TASK}/termin": ("day",),
    f"{TASK}/nicht-zustaendig": ("instead",),
    f"{TASK}/erledigt": ("unsure",),
    f"{TASK}/zurueck": (),
    "/antwort/abwesend": ("first", "last"),
    "/antwort/code": ("code",),
}
"""What is filled in, by where it goes; the name of a field with its value stays as it is."""
BY_STAFF = {
    "/projekte/aachen/termine/workshop": ("day", "why", "fingerprint"),
    "/projekte/aachen/fristen/selbstcheck.abgabe": ("deed=extend", "day", "why"),
    "/projekte/aachen/fristen/workshop.raum": ("deed", "day", "fingerprint"),
    "/projekte/aachen/aufgaben/selbstcheck.abgabe": ("deed",),
    "/projekte/aachen/ruht": ("until", "reason", "first", "fingerprint"),
    "/projekte/aachen/weiter": ("on",),
    "/projekte/aachen/bedingung": ("condition", "answer"),
    "/projekte/aachen/brief": ("person",),
    "/projekte/neu": ("kommune=gera", "start", "module"),
    "/wiedervorlagen/x": ("outcome",),
    "/zugaenge": ("name", "email", "role=admin"),
}
READ = (
    "/?q={}",
    "/?stand={}",
    "/?seite={}",
    "/briefe?stand={}",
    "/wiedervorlagen?projekt={}",
    "/projekte/{}",
    "/{}",
)
TOLD = ("content-length", "host", "sec-fetch-site", "accept-language", "if-none-match")
COOKIES = ("etappe", "etappe-link", "etappe-language")
OTHER_THINGS = st.one_of(
    st.binary(max_size=60),
    st.dictionaries(st.text(max_size=8), st.text(max_size=20)).map(lambda held: json.dumps(held).encode()),
    st.sampled_from([b"null", b"[]", b"7", b'{"link": 1, "browser": 2, "full": 3, "since": 4, "seen": 5}']),
)
"""What the same keys may have sealed."""


class Visitors:
    """A contact person and an administrator at one portal."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.contact = site.came_in(site.minted(LinkPurpose.OVERVIEW))
        self.admin = site.signed_in(StaffRole.ADMIN)
        self.stranger = site.browser()
        self.csrf = csrf_in(self.contact, "/antwort")


@pytest.fixture(scope="module")
def visitors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """Both of them, let in."""
    file = migrated_file(tmp_path_factory.mktemp("fuzz"))
    with new_site(Path(file).parent) as site:
        yield Visitors(site)


@given(st.lists(st.tuples(nasty, nasty), max_size=6))
@fuzz(100)
def test_a_form_keeps_what_can_be_seen_and_no_more_than_it_may(pairs: list[tuple[str, str]]) -> None:
    form = Form.of(FormData([*pairs]))

    for name, value in form.values.items():
        assert all(c in "\n\t" or c.isprintable() for c in value)
        assert len(form.text(name, most=100)) <= 100
        form.day(name, "wrong")
    assert Form.of(FormData([*form.values.items()])).values == form.values


@given(nasty, nasty)
@fuzz(100)
def test_a_page_has_a_language_and_a_form_leads_to_no_other_host(text: str, other: str) -> None:
    assert language_of(text, other) in LANGUAGES
    assert not is_ours(text) or (text[0] == "/" and text[1:2] not in {"/", "\\"})


@given(st.sampled_from(sorted(BY_LINK)), st.data())
@fuzz(50)
def test_whatever_a_contact_person_sends_is_answered_by_a_page(
    visitors: Visitors, path: str, data: st.DataObject
) -> None:
    sent = {"csrf": visitors.csrf, **_filled(BY_LINK[path], data)}

    assert visitors.contact.post(path, data=sent).status_code < 500


@given(st.sampled_from(sorted(BY_STAFF)), st.data())
@fuzz(50)
def test_whatever_staff_send_is_answered_by_a_page(
    visitors: Visitors, path: str, data: st.DataObject
) -> None:
    sent = {"csrf": visitors.admin.headers["x-csrf-of-test"], **_filled(BY_STAFF[path], data)}

    assert visitors.admin.post(path, data=sent).status_code < 500


@given(st.sampled_from(READ), readable)
@fuzz(50)
def test_whatever_an_address_says_is_answered_by_a_page(visitors: Visitors, path: str, text: str) -> None:
    answer = visitors.admin.get(path.format(quote(text, safe="")))

    assert answer.status_code < 500


@given(st.one_of(st.just("csrf"), st.text(max_size=8)), readable)
@fuzz(60)
def test_a_word_that_is_not_the_session_s_is_refused(visitors: Visitors, name: str, value: str) -> None:
    for browser, path in ((visitors.admin, "/konto/sitzungen/alle"), (visitors.contact, "/antwort/kalender")):
        assert browser.post(path, data={name: value}).status_code == 403


@given(st.sampled_from(TOLD), readable)
@fuzz(50)
def test_whatever_a_header_says_is_answered(visitors: Visitors, name: str, value: str) -> None:
    value = "".join(c for c in value if c not in "\r\n\0")[:200]
    sent = {name.encode(): value.encode("latin-1", "replace")}

    answer = visitors.stranger.post("/sprache", headers=sent)

    assert answer.status_code < 500


@given(st.sampled_from(COOKIES), readable)
@fuzz(50)
def test_a_cookie_that_is_none_of_ours_opens_nothing(visitors: Visitors, cookie: str, value: str) -> None:
    name = visitors.site.portal.address.cookie(cookie)
    held = {b"cookie": f"{name}={value[:3000]}".encode("latin-1", "replace")}

    assert visitors.stranger.get("/antwort", headers=held).status_code == 404
    assert visitors.stranger.get("/konto", headers=held).status_code == 303


@given(OTHER_THINGS)
@fuzz(60)
def test_what_was_sealed_for_something_else_is_no_session(visitors: Visitors, held: bytes) -> None:
    portal = visitors.site.portal
    sealed = portal.door.safe.seal(held).decode("ascii")

    answer = visitors.stranger.get(
        "/antwort", headers={"cookie": f"{portal.address.cookie(COOKIE)}={sealed}"}
    )

    assert answer.status_code == 404


def _filled(fields: tuple[str, ...], data: st.DataObject) -> dict[str, str]:
    """A form, filled in; with days more often than with anything else."""
    typed = st.one_of(st.sampled_from(DAYS), st.dates().map(str), readable)
    pairs = (field.partition("=") for field in fields)
    return {name: value or data.draw(typed, label=name) for name, _, value in pairs}
