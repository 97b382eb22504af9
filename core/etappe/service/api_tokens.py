"""Tokens of the API: made, listed, revoked, and opened by whoever sends one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from etappe.errors import (
    NameMissing,
    RoleBeyondOwn,
    RoleNotForTokens,
    TokenLifeOutOfBounds,
    TokenRefused,
    UnknownToken,
)
from etappe.model.accounts import Account, StaffRole
from etappe.model.api_tokens import (
    LONGEST,
    PREFIX,
    ROLES,
    USUAL,
    ApiToken,
    NewToken,
    audited,
    backed,
    covers,
)
from etappe.model.audit import Fact
from etappe.model.identity import identity
from etappe.model.moments import local_day
from etappe.model.throttle import API, API_NETWORK, network_of
from etappe.model.tokens import hashed
from etappe.service.access import Gatehouse
from etappe.service.entering import plain
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.throttling import count, require_allowed

NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token as it is listed."""

    token: ApiToken
    maker: Account | None
    """Whose account made it; None where it was made at the command line."""
    works: bool


def make_token(
    office: Office,
    gate: Gatehouse,
    name: str,
    role: StaffRole,
    by: str,
    now: datetime,
    *,
    maker: Account | None = None,
    life: timedelta = USUAL,
) -> NewToken:
    """Make a token for a program; its secret is told this once.

    ``maker`` is whose account asks for it, and nobody at the command line. Raises `NameMissing`,
    `RoleNotForTokens`, `RoleBeyondOwn`, `TokenLifeOutOfBounds`.
    """
    called = plain(name)[:NAME_LENGTH]
    if not called:
        raise NameMissing(subject="token")
    _require_allowed(role, maker, life)
    secret = PREFIX + gate.chance.token()
    token = ApiToken(
        id=identity("api token", hashed(secret)),
        name=called,
        role=role,
        account_id=maker.id if maker else None,
        made_at=now,
        expires_at=now + life,
    )
    with office.store.begin() as tx:
        tx.api_tokens.add(token, hashed(secret))
        data = {"role": role.value, "until": token.expires_at.isoformat()}
        tx.audit.record([Fact(by, "token added", audited(token.id), data)], now)
    return NewToken(token, secret)


def _require_allowed(role: StaffRole, maker: Account | None, life: timedelta) -> None:
    if role not in ROLES:
        raise RoleNotForTokens(role=role.value, known=", ".join(ROLES))
    if maker is not None and not covers(maker.role, role):
        raise RoleBeyondOwn(role=role.value, own=maker.role.value)
    if not timedelta(0) < life <= LONGEST:
        raise TokenLifeOutOfBounds(days=life.days, most=LONGEST.days)


def list_tokens(office: Office, now: datetime) -> tuple[ListedToken, ...]:
    """All tokens, the newest first."""
    with office.store.begin() as tx:
        makers = {account.id: account for account in tx.accounts.all()}
        tokens = tx.api_tokens.all()
    found = ((token, makers.get(token.account_id or "")) for token in tokens)
    return tuple(ListedToken(t, maker, t.works(now) and backed(t, maker)) for t, maker in found)


def revoke_token(office: Office, token: str, by: str, now: datetime) -> tuple[ApiToken, bool]:
    """Let a token open nothing from now on; False where it was revoked before.

    ``token`` is its id, or the unambiguous beginning of it. Raises `UnknownToken`.
    """
    with office.store.begin() as tx:
        known = tx.api_tokens.get(token)
        if known is None:
            raise UnknownToken(token=token)
        now_first = tx.api_tokens.revoke(known.id, now)
        if now_first:
            tx.audit.record([Fact(by, "token revoked", audited(known.id), {})], now)
        return known, now_first


def open_token(
    office: Office, gate: Gatehouse, secret: str, came_from: str | None, now: datetime, *, bounded: bool
) -> ApiToken:
    """What a secret opens; counted for its token, and a wrong one for the network that it came from.

    With ``bounded`` left out nothing is counted. Raises `TokenRefused`, which is the same for one that is
    wrong, over or revoked, and `TooManyTries`.
    """
    with office.store.begin() as tx:
        token = _good(tx, secret, now)
        limit, subject = (API, token.id) if token else (API_NETWORK, network_of(came_from or ""))
        again = count(tx, gate, limit, subject, now) if bounded else None
        if token and again is None:
            _note_use(office, tx, token, now)
    require_allowed(again)
    if token is None:
        raise TokenRefused
    return token


def _good(tx: Transaction, secret: str, now: datetime) -> ApiToken | None:
    token = tx.api_tokens.by_hash(hashed(secret))
    if token is None or not token.works(now):
        return None
    maker = tx.accounts.get(token.account_id) if token.account_id else None
    return token if backed(token, maker) else None


def _note_use(office: Office, tx: Transaction, token: ApiToken, now: datetime) -> None:
    today = local_day(now, office.zone)
    if token.last_used_on != today:
        tx.api_tokens.used(token.id, today)
