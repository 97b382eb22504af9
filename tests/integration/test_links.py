"""A link opens one thing for one person, until it ends, is revoked, or they have no part in it any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import LinkInvalid, NoLinksOf, NoPartIn, UnknownLink, UnknownPerson
from etappe.model.link import LinkPurpose
from etappe.service.bounces import bounce_address
from etappe.service.linking import links_of, mint_feed_link, mint_links, renew_link, revoke_link
from etappe.service.office import Office
from etappe.service.opening import open_again, open_link
from etappe.service.privacy import forget_person, person_file
from tests.integration.databases import everything_in
from tests.integration.portal import OVERVIEW_DAY, PORTAL, TASK, Portal, portal_of
from tests.integration.worlds import person


@pytest.fixture
def portal(office: Office) -> Portal:
    """Aachen with one open task, and a portal."""
    return portal_of(office)


def refused(portal: Portal, token: str) -> str:
    """What is said of a token that opens nothing."""
    with pytest.raises(LinkInvalid) as caught:
        portal.open(token)
    return str(caught.value)


def test_unknown_ended_and_revoked_links_are_refused_in_the_same_words(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())
    unknown, odd = refused(portal, "x" * 43), refused(portal, "x" * 1_000_000)
    revoke_link(portal.office, portal.links()[0].id, "test", portal.world.clock.now())
    revoked = refused(portal, token)
    portal.later(days=61)

    assert {unknown, odd, revoked, refused(portal, token)} == {unknown}


def test_a_link_ends(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    portal.later(days=14, seconds=-1)
    portal.open(token)
    portal.later(seconds=1)

    refused(portal, token)


def test_a_link_of_another_programme_opens_nothing(portal: Portal, engine: Engine) -> None:
    (token,) = portal.tokens(portal.letter())
    ensure_tenant(engine, "other", "other", portal.world.clock.now())

    with SqlStore(engine, "other").begin() as tx, pytest.raises(LinkInvalid):
        open_link(tx, token, portal.world.clock.now())


def test_a_link_to_a_calendar_opens_no_task(portal: Portal) -> None:
    now = portal.world.clock.now()
    minted = mint_feed_link(portal.office, portal.door, person("AP").email, "test", now)
    token = minted.url.removeprefix(f"{PORTAL}/kalender/").removesuffix(".ics")

    refused(portal, token)

    with portal.office.store.begin() as tx:
        opened = open_link(tx, token, now + timedelta(days=400), {LinkPurpose.FEED})
    assert (opened.person, opened.link.expires_at) == (person("AP"), None)


def test_a_link_is_found_again_by_its_whole_id_alone(portal: Portal) -> None:
    link_id, now = portal.link(), portal.world.clock.now()

    with portal.office.store.begin() as tx:
        assert open_again(tx, link_id, now).link.id == link_id
        with pytest.raises(LinkInvalid):
            open_again(tx, link_id[:8], now)


def test_looking_changes_nothing(portal: Portal, engine: Engine) -> None:
    (token,) = portal.tokens(portal.letter())
    before = everything_in(engine)

    for _ in range(3):
        portal.open(token)

    assert everything_in(engine) == before


def test_a_hand_over_ends_the_links_of_whoever_had_the_role(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")

    refused(portal, token)
    assert "links revoked" in portal.world.actions()


def test_a_deputy_who_steps_in_no_more_has_no_links(portal: Portal) -> None:
    portal.world.away("AP", date(2026, 3, 6), date(2026, 3, 6))
    (token,) = portal.tokens(portal.letter(role="D-AP"))

    portal.world.hand_over("AP", "AP", person("AP").email)

    refused(portal, token)


def test_a_corrected_address_ends_what_went_to_the_wrong_one(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    portal.world.hand_over("AP", "AP", "richtig@aachen.example")

    refused(portal, token)


def test_mail_that_comes_back_ends_the_links_of_its_reader(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    bounce_address(portal.office, person("AP").email, "", "test", portal.world.clock.now())

    refused(portal, token)


def test_a_new_link_goes_to_the_address_that_is_known_alone(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())
    portal.later(days=20)

    renew_link(portal.office, portal.door, token, portal.world.clock.now())

    (slip,) = portal.slips()
    assert slip.subject == "Weltoffene Kommune: Ihr neuer Link (Aachen)"
    assert portal.open(portal.tokens(slip)[0]).link.task_key == TASK


def test_new_links_are_mailed_three_times_an_hour_at_most(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    for _ in range(5):
        renew_link(portal.office, portal.door, token, portal.world.clock.now())

    assert len(portal.slips()) == 3


@pytest.mark.parametrize("case", ["unknown", "revoked", "handed over", "bounced"])
def test_nobody_learns_why_no_new_link_is_mailed(portal: Portal, case: str) -> None:
    (token,), now = portal.tokens(portal.letter()), portal.world.clock.now()
    if case == "revoked":
        revoke_link(portal.office, portal.links()[0].id, "test", now)
    if case == "handed over":
        portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")
    if case == "bounced":
        bounce_address(portal.office, person("AP").email, "", "test", now)

    renew_link(portal.office, portal.door, "x" * 43 if case == "unknown" else token, now)

    assert portal.slips() == []


def test_support_shows_a_link_to_somebodys_plan_and_the_audit_knows(portal: Portal) -> None:
    now = portal.world.clock.now()

    (minted,) = mint_links(portal.office, portal.door, person("AP").email, None, "cli:eva", now)

    opened = portal.open(minted.url.rpartition("/")[2])
    assert (opened.link.purpose, opened.link.project_id) == (LinkPurpose.OVERVIEW, "aachen")
    assert "link minted" in portal.world.actions()


def test_support_mints_nothing_for_strangers(portal: Portal) -> None:
    now = portal.world.clock.now()

    with pytest.raises(UnknownPerson):
        mint_links(portal.office, portal.door, "nobody@aachen.example", None, "test", now)
    portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")
    with pytest.raises(NoPartIn):
        mint_links(portal.office, portal.door, person("AP").email, "aachen", "test", now)


def test_links_are_listed_by_person_and_by_project(portal: Portal) -> None:
    portal.letter()

    of_person = links_of(portal.office, person("AP").email)
    of_project = links_of(portal.office, "aachen")

    assert [who.email for _, who in of_person] == [person("AP").email]
    assert set(of_person) <= set(of_project)
    with pytest.raises(NoLinksOf):
        links_of(portal.office, "nirgends")


def test_revoking_twice_is_revoking_once(portal: Portal) -> None:
    portal.letter()
    link, now = portal.links()[0], portal.world.clock.now()

    first = revoke_link(portal.office, link.id[:8], "test", now)
    second = revoke_link(portal.office, link.id, "test", now)

    assert (first[1], second[1]) == (True, False)
    with pytest.raises(UnknownLink):
        revoke_link(portal.office, "nothing", "test", now)


def test_links_that_ended_a_month_ago_are_forgotten(portal: Portal) -> None:
    portal.letter()
    ended = portal.links()[0].expires_at
    assert ended is not None

    with portal.office.store.begin() as tx:
        kept = tx.links.drop_ended(ended)
        dropped = tx.links.drop_ended(ended + timedelta(seconds=1))

    assert (kept, dropped > 0, portal.links()) == (0, True, ())


def test_a_person_is_told_of_their_links_and_erased_with_them(portal: Portal, engine: Engine) -> None:
    (token,) = portal.tokens(portal.letter())
    renew_link(portal.office, portal.door, token, portal.world.clock.now())
    told = person_file(portal.office, person("AP").email)

    portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")
    forget_person(portal.office, person("AP").email, "test", portal.world.clock.now())

    assert ([link.task_key for link in told.links], len(told.slips)) == ([TASK, TASK], 1)
    assert portal.links() == ()
    assert f"'{person('AP').email}'" not in everything_in(engine)


def test_an_overview_of_a_kommune_is_for_its_people(office: Office) -> None:
    portal = portal_of(office, only=None)
    tokens = portal.tokens(portal.letter(OVERVIEW_DAY))

    (plan,) = (o for t in tokens if (o := portal.open(t)).link.purpose is LinkPurpose.OVERVIEW)

    assert (plan.roles, plan.deputising) == (frozenset({"AP"}), frozenset())
