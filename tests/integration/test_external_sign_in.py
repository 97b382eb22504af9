"""A provider signs in whoever was invited, and is believed about the address once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from etappe.errors import (
    ExternalFactorMissing,
    ExternalSignInRefused,
    IdentityRefused,
    ProviderUnreachable,
    SignInRefused,
    TooManyTries,
    UnknownAccount,
)
from etappe.model.accounts import StaffRole
from etappe.model.external import ExternalIdentity, Journey, LinkedIdentity, Returned
from etappe.model.sessions import OpenedSession, Stage
from etappe.model.throttle import LOGIN_NETWORK
from etappe.service.accounts import deactivate_account, erase_account, reset_account
from etappe.service.external_identities import linked_identities, unlink_account
from etappe.service.external_sign_in import set_out, sign_in_by_provider
from etappe.service.signing_in import NOBODY
from tests.fakes.identity_provider import ISSUER, FakeProvider
from tests.integration.staff import HERE, JULE, Reception

EMRE = "emre@etappe.example"
ANSWER = Returned("code", "state", "", "")


class Desk:
    """A reception with a provider."""

    def __init__(self, reception: Reception) -> None:
        self.reception = reception
        self.provider = FakeProvider(email=JULE)

    def way(self) -> Journey:
        """A new way to the provider."""
        return set_out(self.reception.gate, "/", self.reception.now)

    def comes_back(self, journey: Journey | None = None, came_from: str | None = HERE) -> OpenedSession:
        """Somebody comes back from the provider."""
        r = self.reception
        way = journey or self.way()
        return sign_in_by_provider(r.office, r.gate, self.provider, way, ANSWER, came_from, r.now)

    def refused(self, journey: Journey | None = None) -> str:
        """Why somebody is refused, as the audit has it."""
        with pytest.raises(ExternalSignInRefused):
            self.comes_back(journey)
        with self.reception.office.store.begin() as tx:
            [(_, fact)] = tx.audit.facts(limit=1)
        return str(fact.data["why"])


@pytest.fixture
def desk(reception: Reception) -> Desk:
    """Jule is invited."""
    reception.invited()
    return Desk(reception)


def test_the_provider_opens_a_full_session(desk: Desk) -> None:
    opened = desk.comes_back()

    visit = desk.reception.visit(opened.token)
    assert visit is not None
    assert (visit.account.email, visit.session.stage) == (JULE, Stage.FULL)
    assert (visit.account.linked, visit.account.set_up, visit.account.totp_confirmed) == (True, True, False)


def test_what_happened_is_told_with_accounts_named_by_their_ids(desk: Desk) -> None:
    me = f"account/{desk.comes_back().visit.account.id}"

    assert desk.reception.told()[-2:] == [(me, "identity linked", me), (me, "signed in", me)]


def test_the_address_is_asked_for_once(desk: Desk) -> None:
    first = desk.comes_back()
    desk.provider.email = "verheiratet@etappe.example"

    second = desk.comes_back()

    assert second.visit.account.id == first.visit.account.id
    assert desk.provider.asked_for_address == 1


def test_each_way_begins_a_session_of_its_own(desk: Desk) -> None:
    assert desk.comes_back().token != desk.comes_back().token


@pytest.mark.parametrize(("email", "why"), [(None, "no verified e-mail"), (EMRE, "no account")])
def test_who_is_not_invited_gets_no_account(desk: Desk, email: str | None, why: str) -> None:
    desk.provider.email = email

    assert desk.refused() == why
    with desk.reception.office.store.begin() as tx:
        assert [account.email for account in tx.accounts.all()] == [JULE]


def test_who_has_set_a_password_is_not_taken_over_by_an_address(reception: Reception) -> None:
    reception.set_up()

    assert Desk(reception).refused() == "not invited"


def test_the_audit_says_whose_account_it_was(desk: Desk) -> None:
    desk.comes_back()
    desk.provider.subject = "another"

    desk.refused()

    assert desk.reception.told()[-1][2] == f"account/{desk.reception.account().id}"


def test_refusals_at_the_provider_are_told_and_nothing_else_happens(desk: Desk) -> None:
    for refusal in (ExternalFactorMissing(), ProviderUnreachable(cause="no answer")):
        desk.provider.refuses = refusal
        with pytest.raises(type(refusal)):
            desk.comes_back()
    desk.provider.refuses = IdentityRefused(why="nonce")

    assert desk.refused() == "nonce"
    assert [told[1:] for told in desk.reception.told()[-3:]] == [("sign-in refused", NOBODY)] * 3
    desk.provider.refuses = None
    desk.comes_back()


def test_a_way_is_gone_once(desk: Desk) -> None:
    way = desk.way()
    desk.comes_back(way)

    assert desk.refused(way) == "no way there that holds"


def test_of_two_who_come_back_at_once_by_the_same_way_one_gets_in(desk: Desk) -> None:
    way = desk.way()

    def come(_: int) -> bool:
        try:
            desk.comes_back(way)
        except ExternalSignInRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(come, range(2))) == [False, True]


def test_a_way_holds_for_ten_minutes(desk: Desk) -> None:
    way = desk.way()
    desk.reception.now += timedelta(minutes=10)

    assert desk.refused(way) == "no way there that holds"


def test_ways_back_are_counted_by_network(desk: Desk) -> None:
    desk.provider.refuses = IdentityRefused(why="nonce")
    for _ in range(LOGIN_NETWORK.most):
        desk.refused()

    with pytest.raises(TooManyTries):
        desk.comes_back()
    desk.provider.refuses = None
    desk.comes_back(came_from="198.51.100.9")


def test_an_account_has_no_two_identities_of_one_issuer(desk: Desk) -> None:
    account = desk.comes_back().visit.account

    with desk.reception.office.store.begin() as tx:
        other = LinkedIdentity(account.id, ExternalIdentity(ISSUER, "another"), desk.reception.now)
        elsewhere = replace(other, identity=ExternalIdentity("https://other.example", "b7f0"))
        assert (tx.identities.link(other), tx.identities.link(elsewhere)) == (False, True)


def test_an_identity_that_opens_an_account_links_no_other(desk: Desk) -> None:
    desk.comes_back()
    desk.reception.invited(EMRE)
    desk.provider.email = EMRE

    assert desk.comes_back().visit.account.email == JULE


def test_an_identity_of_a_deactivated_account_opens_nothing(desk: Desk) -> None:
    account = desk.comes_back().visit.account
    r = desk.reception
    r.invited(EMRE)
    deactivate_account(r.office, JULE, "test", r.now)
    with r.office.store.begin() as tx:  # as if it had been linked in the same moment
        tx.identities.link(LinkedIdentity(account.id, ExternalIdentity(ISSUER, "b7f0"), r.now))

    assert desk.refused() == "deactivated"


def test_an_invitation_of_a_deactivated_account_links_nobody(desk: Desk) -> None:
    r = desk.reception
    r.invited(EMRE)
    emre = deactivate_account(r.office, EMRE, "test", r.now)
    with r.office.store.begin() as tx:  # as if it had been made in the same moment
        tx.accounts.invite(emre.id, "hash", r.now + timedelta(hours=1))
    desk.provider.email = EMRE

    assert desk.refused() == "not invited"


def test_whoever_is_unlinked_is_out_at_once_and_stays_out(desk: Desk) -> None:
    opened, r = desk.comes_back(), desk.reception

    account = unlink_account(r.office, JULE.upper(), "test", r.now)

    assert not account.linked
    assert r.visit(opened.token) is None
    assert desk.refused() == "not invited"
    assert not linked_identities(r.office)
    reset_account(r.office, r.gate, JULE, "test", r.now)
    desk.comes_back()


def test_unlinking_what_is_not_linked_changes_nothing(desk: Desk) -> None:
    r = desk.reception
    before = r.told()

    unlink_account(r.office, JULE, "test", r.now)

    assert r.told() == before
    with pytest.raises(UnknownAccount):
        unlink_account(r.office, EMRE, "test", r.now)


def test_identities_are_listed_by_account(desk: Desk) -> None:
    account = desk.comes_back().visit.account

    found = linked_identities(desk.reception.office)

    assert list(found) == [account.id]
    assert [one.identity for one in found[account.id]] == [ExternalIdentity(ISSUER, "b7f0")]


def test_a_linked_account_has_no_password(desk: Desk) -> None:
    desk.comes_back()

    with pytest.raises(SignInRefused):
        desk.reception.first()


def test_erasing_an_account_forgets_its_identity(desk: Desk) -> None:
    desk.reception.invited(EMRE, StaffRole.ADMIN, "Emre Tal")
    account = desk.comes_back().visit.account

    with desk.reception.office.store.begin() as tx:
        erase_account(tx, account, "test", desk.reception.now)
        assert tx.identities.all() == ()
