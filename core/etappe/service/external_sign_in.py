"""Sign in at a provider: whom it names is let in, the first time by an invitation to the address."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from etappe.errors import (
    EtappeError,
    ExternalFactorMissing,
    ExternalSignInRefused,
    IdentityRefused,
    ProviderUnreachable,
)
from etappe.model.accounts import Account, audited
from etappe.model.audit import ENGINE, Fact
from etappe.model.external import HOLDS, Journey, LinkedIdentity, Proven, Returned
from etappe.model.sessions import OpenedSession, Stage
from etappe.model.throttle import LOGIN_NETWORK, Limit, network_of
from etappe.service.access import Gatehouse
from etappe.service.entering import plain
from etappe.service.identity_provider import IdentityProvider
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.signing_in import NOBODY
from etappe.service.staff_sessions import begin_session
from etappe.service.throttling import count, require_allowed

ONCE = Limit("way back from the provider", 1, HOLDS + timedelta(minutes=1))
"""Coming back: whoever has recorded a way cannot go it again, as long as it holds."""

LONGEST_REASON = 200
"""Characters of what the audit is told; some of them are the provider's."""


def set_out(gate: Gatehouse, onward: str, now: datetime) -> Journey:
    """Begin to sign in at the provider; nothing is kept of it but what the browser is given."""
    state, nonce, verifier = (gate.chance.token() for _ in range(3))
    return Journey(state, nonce, verifier, now, onward)


def sign_in_by_provider(
    office: Office,
    gate: Gatehouse,
    provider: IdentityProvider,
    journey: Journey | None,
    returned: Returned,
    came_from: str | None,
    now: datetime,
) -> OpenedSession:
    """Let in whom the provider names; the second factor is the provider's business.

    Why somebody is refused is told to the audit alone. Raises `TooManyTries`, `ExternalSignInRefused`,
    `ExternalFactorMissing`, `ProviderUnreachable`.
    """
    with office.store.begin() as tx:
        again = count(tx, gate, LOGIN_NETWORK, network_of(came_from), now) if came_from else None
        used = journey is not None and count(tx, gate, ONCE, journey.state, now) is not None
    require_allowed(again)
    try:
        if journey is None or used or journey.over(now):
            raise IdentityRefused(why="no way there that holds")
        return _let_in(office, gate, provider, provider.prove(returned, journey, now), now)
    except (IdentityRefused, ExternalFactorMissing, ProviderUnreachable) as error:
        with office.store.begin() as tx:
            tx.audit.record([_refused(error)], now)
        if isinstance(error, IdentityRefused):
            raise ExternalSignInRefused from error
        raise


def _let_in(
    office: Office, gate: Gatehouse, provider: IdentityProvider, proven: Proven, now: datetime
) -> OpenedSession:
    with office.store.begin() as tx:
        known = tx.identities.account_of(proven.identity)
    # once an identity is known its address says nothing any more, and no transaction waits for the answer
    email = provider.verified_email(proven, now) if known is None else None
    with office.store.begin() as tx:
        account = _known(tx, proven) or _linked(tx, proven, email, now)
        actor = audited(account.id)
        tx.accounts.note_sign_in(account.id, now)
        data = {"by": "provider", "issuer": proven.identity.issuer}
        tx.audit.record([Fact(actor, "signed in", actor, data)], now)
        return begin_session(tx, gate, account, Stage.FULL, now)


def _known(tx: Transaction, proven: Proven) -> Account | None:
    """The account that an identity opens; raises `IdentityRefused` where it is deactivated."""
    account_id = tx.identities.account_of(proven.identity)
    account = tx.accounts.get(account_id) if account_id else None
    if account is not None and not account.active:
        raise IdentityRefused(why="deactivated", account=account.id)
    return account


def _linked(tx: Transaction, proven: Proven, email: str | None, now: datetime) -> Account:
    """The account of somebody who was invited, from now on opened by the identity.

    Raises `IdentityRefused` where nobody is invited under the address.
    """
    if email is None:
        raise IdentityRefused(why="no verified e-mail")
    account = tx.accounts.by_email(plain(email).lower())
    if account is None:
        raise IdentityRefused(why="no account")
    if not account.active or not tx.accounts.take_invitation_of(account.id, now):
        raise IdentityRefused(why="not invited", account=account.id)
    if not tx.identities.link(LinkedIdentity(account.id, proven.identity, now)):
        raise IdentityRefused(why="linked already", account=account.id)
    actor = audited(account.id)
    tx.audit.record([Fact(actor, "identity linked", actor, {"issuer": proven.identity.issuer})], now)
    return replace(account, linked=True)


def _refused(error: EtappeError) -> Fact:
    account = error.facts.get("account")
    why = error.facts.get("why") or error.facts.get("cause") or type(error).__name__
    about = audited(str(account)) if account else NOBODY
    return Fact(ENGINE, "sign-in refused", about, {"by": "provider", "why": str(why)[:LONGEST_REASON]})
