"""The second factor: offered with the password, confirmed by its first code, with codes for emergencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from etappe.errors import SecondFactorRefused, SessionEnded, SetupExpired
from etappe.model.accounts import Account, audited
from etappe.model.audit import Fact
from etappe.model.sessions import OpenedSession, Stage, Visit
from etappe.model.throttle import SECOND_FACTOR
from etappe.model.tokens import hashed, plain_code, recovery_code
from etappe.service.access import Gatehouse
from etappe.service.office import Office
from etappe.service.ports import Transaction
from etappe.service.staff_sessions import begin_session, require_visit
from etappe.service.throttling import count

SETUP = timedelta(hours=48)
"""How long after its password an account may set up the second factor: later the password alone would do."""
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """What an app is set up with: typed, or as a picture of the address."""

    secret: str = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SetUp:
    """Somebody who has set up the second factor: signed in, with codes that are told this once."""

    opened: OpenedSession
    recovery_codes: tuple[str, ...] = field(repr=False)


def offer(tx: Transaction, gate: Gatehouse, account: Account) -> None:
    """Draw the secret that an account is to set up; one that was drawn before is void."""
    tx.credentials.offer_totp(account.id, gate.safe.seal(gate.codes.new_secret().encode()))


def offered(office: Office, gate: Gatehouse, tx: Transaction, visit: Visit, now: datetime) -> Offer:
    """What is to be set up now; looking changes nothing. Raises `SessionEnded`, `SetupExpired`."""
    secret = _offered_secret(gate, tx, visit, now)
    spec = office.programme.spec
    issuer = spec.short_title or spec.title
    return Offer(secret, gate.codes.address(secret, visit.account.email, issuer))


def confirm_second_factor(office: Office, gate: Gatehouse, token: str, code: str, now: datetime) -> SetUp:
    """Take the first code of the app; a full session takes the place of this one.

    Raises `SessionEnded`, `SetupExpired`, `SecondFactorRefused`; the sixth code in a row ends the session.
    """
    with office.store.begin() as tx:
        visit = require_visit(tx, token, now)
        secret = _offered_secret(gate, tx, visit, now)
        ended = count(tx, gate, SECOND_FACTOR, visit.session.id, now) is not None
        step = None if ended else gate.codes.step_of(secret, plain_code(code), now)
        done = None if step is None else _confirmed(tx, gate, visit, step, now)
        if ended:
            tx.sessions.end(visit.session.id)
    if ended:
        raise SessionEnded
    if done is None:
        raise SecondFactorRefused
    return done


def new_recovery_codes(
    tx: Transaction, gate: Gatehouse, account: Account, by: str, now: datetime
) -> tuple[str, ...]:
    """Draw recovery codes, which are told this once; those of before are void."""
    codes = tuple(recovery_code(gate.chance.token()) for _ in range(RECOVERY_CODES))
    tx.credentials.set_recovery_codes(account.id, [hashed(plain_code(code)) for code in codes])
    tx.audit.record([Fact(by, "recovery codes drawn", audited(account.id), {"number": len(codes)})], now)
    return codes


def takes(tx: Transaction, gate: Gatehouse, account: Account, code: str, now: datetime) -> str | None:
    """What a code is that an account may use now, which uses it up: "totp" or "recovery code"."""
    typed = plain_code(code)
    sealed = tx.credentials.of(account.id).totp_sealed
    if sealed is None or not account.totp_confirmed:
        return None
    if not typed.isdecimal():
        used = tx.credentials.take_recovery_code(account.id, hashed(typed), now)
        return "recovery code" if used else None
    step = gate.codes.step_of(gate.safe.open(sealed).decode(), typed, now)
    return "totp" if step is not None and tx.credentials.take_step(account.id, step) else None


def _offered_secret(gate: Gatehouse, tx: Transaction, visit: Visit, now: datetime) -> str:
    if visit.session.stage is not Stage.PASSWORD or visit.account.totp_confirmed:
        raise SessionEnded
    kept = tx.credentials.of(visit.account.id)
    if kept.totp_sealed is None or kept.password_set_at is None or now >= kept.password_set_at + SETUP:
        raise SetupExpired
    return gate.safe.open(kept.totp_sealed).decode()


def _confirmed(tx: Transaction, gate: Gatehouse, visit: Visit, step: int, now: datetime) -> SetUp:
    account, by = visit.account, audited(visit.account.id)
    tx.credentials.take_step(account.id, step)
    tx.credentials.confirm_totp(account.id, now)
    codes = new_recovery_codes(tx, gate, account, by, now)
    tx.sessions.end_all(account.id)
    opened = begin_session(tx, gate, account, Stage.FULL, now)
    facts = [Fact(by, "second factor set up", by, {}), Fact(by, "signed in", by, {"by": "totp"})]
    tx.accounts.note_sign_in(account.id, now)
    tx.audit.record(facts, now)
    return SetUp(opened, codes)
