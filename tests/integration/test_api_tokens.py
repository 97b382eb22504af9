"""Tokens of the API are made, counted, revoked and forgotten, each for its own programme."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import (
    NameMissing,
    RoleBeyondOwn,
    RoleNotForTokens,
    TokenLifeOutOfBounds,
    TokenRefused,
    UnknownToken,
)
from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import KEPT, LONGEST, ROLES, ApiToken, NewToken
from etappe.service.accounts import deactivate_account, erase_account, reset_account
from etappe.service.api_tokens import list_tokens, make_token, open_token, revoke_token
from tests.integration.databases import everything_in
from tests.integration.staff import HERE, JULE, Reception

EMRE = "emre@etappe.example"


def made(reception: Reception, by: str | None = None, life: timedelta = LONGEST) -> NewToken:
    """A token that somebody made, or the command line."""
    maker = reception.account(by) if by else None
    office, gate, now = reception.office, reception.gate, reception.now
    return make_token(office, gate, "Statistik", StaffRole.FUNDER, "test", now, maker=maker, life=life)


def opened(reception: Reception, secret: str) -> ApiToken:
    """What a secret opens now."""
    return open_token(reception.office, reception.gate, secret, HERE, reception.now, bounded=True)


def test_a_token_is_told_once_and_kept_as_its_hash(reception: Reception, engine: Engine) -> None:
    new = made(reception)

    assert opened(reception, new.secret).id == new.token.id
    assert new.secret.startswith("etappe_")
    assert new.secret not in everything_in(engine)
    assert new.secret not in repr(new)


def test_the_audit_names_tokens_by_their_ids(reception: Reception) -> None:
    new = made(reception)
    revoke_token(reception.office, new.token.id[:8], "eva", reception.now)

    assert [t for t in reception.told() if "token" in t[1]] == [
        ("test", "token added", f"token/{new.token.id}"),
        ("eva", "token revoked", f"token/{new.token.id}"),
    ]


def test_a_token_is_revoked_once(reception: Reception) -> None:
    new = made(reception)

    first = revoke_token(reception.office, new.token.id, "test", reception.now)[1]
    again = revoke_token(reception.office, new.token.id, "test", reception.now)[1]

    assert (first, again) == (True, False)
    with pytest.raises(TokenRefused):
        opened(reception, new.secret)


@pytest.mark.parametrize("beginning", ["", "%", "zz"])
def test_what_names_no_token_revokes_none(reception: Reception, beginning: str) -> None:
    made(reception)

    with pytest.raises(UnknownToken):
        revoke_token(reception.office, beginning, "test", reception.now)


def test_the_beginning_of_two_ids_names_neither(reception: Reception) -> None:
    ids = [made(reception).token.id for _ in range(17)]
    shared = next(i[0] for i in ids if sum(other[0] == i[0] for other in ids) > 1)

    with pytest.raises(UnknownToken):
        revoke_token(reception.office, shared, "test", reception.now)


def test_a_token_ends_on_its_day(reception: Reception) -> None:
    new = made(reception, life=timedelta(days=30))
    reception.later(days=29, hours=23)
    opened(reception, new.secret)

    reception.later(hours=1)

    with pytest.raises(TokenRefused):
        opened(reception, new.secret)
    assert [listed.works for listed in list_tokens(reception.office, reception.now)] == [False]


@pytest.mark.parametrize("days", [-1, 0, 731])
def test_a_token_holds_for_two_years_at_most(reception: Reception, days: int) -> None:
    with pytest.raises(TokenLifeOutOfBounds):
        made(reception, life=timedelta(days=days))


def test_a_token_needs_a_name_and_a_role_that_tokens_can_have(reception: Reception) -> None:
    office, gate, now = reception.office, reception.gate, reception.now

    with pytest.raises(NameMissing):
        make_token(office, gate, " \t", StaffRole.FUNDER, "test", now)
    with pytest.raises(RoleNotForTokens):
        make_token(office, gate, "Dates", StaffRole.FACILITATOR, "test", now)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_hands_out_more_than_they_have(reception: Reception, role: StaffRole) -> None:
    reception.set_up(JULE, StaffRole.MANAGEMENT)
    office, gate, now = reception.office, reception.gate, reception.now
    maker = reception.account(JULE)

    if role is StaffRole.ADMIN:
        with pytest.raises(RoleBeyondOwn):
            make_token(office, gate, "Program", role, "test", now, maker=maker)
    else:
        assert make_token(office, gate, "Program", role, "test", now, maker=maker).token.role is role


def test_a_token_ends_for_good_with_the_account_of_its_maker(reception: Reception) -> None:
    reception.set_up(JULE)
    reception.set_up(EMRE)
    mine, other = made(reception, EMRE), made(reception)

    deactivate_account(reception.office, EMRE, "test", reception.now)
    reset_account(reception.office, reception.gate, EMRE, "test", reception.now)

    with pytest.raises(TokenRefused):
        opened(reception, mine.secret)
    assert opened(reception, other.secret)


def test_erasing_an_account_forgets_its_tokens(reception: Reception) -> None:
    reception.set_up(JULE)
    reception.set_up(EMRE)
    made(reception, EMRE)
    account = reception.account(EMRE)

    with reception.office.store.begin() as tx:
        erase_account(tx, account, "test", reception.now)

    assert list_tokens(reception.office, reception.now) == ()


def test_the_day_of_its_last_use_is_noted(reception: Reception) -> None:
    new = made(reception)
    assert opened(reception, new.secret).last_used_on is None

    opened(reception, new.secret)

    (listed,) = list_tokens(reception.office, reception.now)
    assert listed.token.last_used_on == date(2026, 3, 2)


def test_a_token_is_kept_a_while_behind_its_end(reception: Reception) -> None:
    _, revoked, working = (made(reception, life=timedelta(days=days)) for days in (1, 700, 700))
    revoke_token(reception.office, revoked.token.id, "test", reception.now)
    reception.later(days=2)

    with reception.office.store.begin() as tx:
        early = tx.api_tokens.drop_ended(reception.now - KEPT)
        late = tx.api_tokens.drop_ended(reception.now)

    assert (early, late) == (0, 2)
    assert [listed.token.id for listed in list_tokens(reception.office, reception.now)] == [working.token.id]


def test_another_programme_knows_nothing_of_a_token(reception: Reception, engine: Engine) -> None:
    ensure_tenant(engine, "other", "other", reception.now)
    new = made(reception)

    with SqlStore(engine, "other").begin() as tx:
        assert tx.api_tokens.all() == ()
        assert not tx.api_tokens.revoke(new.token.id, reception.now)
        assert tx.api_tokens.drop_ended(reception.now + timedelta(days=1000)) == 0
        tx.api_tokens.used(new.token.id, date(2026, 3, 2))

    assert opened(reception, new.secret).last_used_on is None
