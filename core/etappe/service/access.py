"""What signing in needs: what is kept of accounts, sessions and tries, and what checks secrets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from etappe.model.accounts import Account
from etappe.model.api_tokens import ApiToken
from etappe.model.credentials import Credentials, Verified
from etappe.model.external import ExternalIdentity, LinkedIdentity
from etappe.model.sessions import Session
from etappe.service.chance import Chance
from etappe.service.safe import Safe


class Accounts(Protocol):
    """The accounts of a programme, and the invitations by which they are set up."""

    def add(self, account: Account) -> bool:
        """Store a new account; False where its address has one already."""
        ...

    def get(self, account_id: str) -> Account | None:
        """The account of an id."""
        ...

    def by_email(self, email: str) -> Account | None:
        """The account of an address."""
        ...

    def all(self) -> tuple[Account, ...]:
        """All accounts by name."""
        ...

    def lock_all(self) -> tuple[Account, ...]:
        """All accounts as they are now; whoever else wants to lock them waits until the end."""
        ...

    def save(self, account: Account) -> None:
        """Change name, role, and whether it is active."""
        ...

    def note_sign_in(self, account_id: str, now: datetime) -> None:
        """Note that somebody has signed in."""
        ...

    def invite(self, account_id: str, token_hash: str, until: datetime) -> None:
        """Keep an invitation; one of before is void."""
        ...

    def invited(self, token_hash: str, now: datetime) -> Account | None:
        """Whom an invitation is for, where it still holds."""
        ...

    def take_invitation(self, token_hash: str, now: datetime) -> bool:
        """Use an invitation up; False where it does not hold, or somebody was faster."""
        ...

    def take_invitation_of(self, account_id: str, now: datetime) -> bool:
        """Use the invitation of an account up; False where none holds, or somebody was faster."""
        ...

    def withdraw_invitation(self, account_id: str) -> None:
        """Let no invitation of an account hold any more."""
        ...

    def tidy(self, now: datetime) -> int:
        """Forget invitations that have expired; tells how many."""
        ...

    def erase(self, account_id: str) -> None:
        """Forget an account with everything that belongs to it."""
        ...


class Identities(Protocol):
    """How providers name those who sign in there."""

    def link(self, linked: LinkedIdentity) -> bool:
        """Let an identity open an account; False where one of the two has another counterpart already."""
        ...

    def account_of(self, identity: ExternalIdentity) -> str | None:
        """The id of the account that an identity opens."""
        ...

    def of_account(self, account_id: str) -> tuple[LinkedIdentity, ...]:
        """The identities that open an account, by issuer."""
        ...

    def all(self) -> tuple[LinkedIdentity, ...]:
        """All identities, by account and issuer."""
        ...

    def unlink(self, account_id: str) -> int:
        """Let no identity open an account any more; tells how many did."""
        ...


class CredentialStore(Protocol):
    """Passwords and second factors; nothing of it can be used as it is kept."""

    def of(self, account_id: str) -> Credentials:
        """What an account is checked with."""
        ...

    def set_password(self, account_id: str, password_hash: str, now: datetime) -> None:
        """Store a new password."""
        ...

    def renew_hash(self, account_id: str, before: str, after: str) -> None:
        """Store another hash of the same password, unless the password was changed meanwhile."""
        ...

    def offer_totp(self, account_id: str, sealed: bytes) -> None:
        """Store the secret of a second factor that is to be set up."""
        ...

    def confirm_totp(self, account_id: str, now: datetime) -> None:
        """Note that the second factor is set up."""
        ...

    def take_step(self, account_id: str, step: int) -> bool:
        """Note that the code of a time step was used; False where it, or a later one, was used before."""
        ...

    def set_recovery_codes(self, account_id: str, hashes: Sequence[str]) -> None:
        """Store recovery codes; those of before are void."""
        ...

    def take_recovery_code(self, account_id: str, code_hash: str, now: datetime) -> bool:
        """Use a recovery code up; False where there is none of it, or it was used before."""
        ...

    def recovery_codes_left(self, account_id: str) -> int:
        """How many recovery codes were not used."""
        ...

    def clear(self, account_id: str) -> None:
        """Forget password, second factor and recovery codes."""
        ...


class Sessions(Protocol):
    """The sessions of staff, by the hashes of their tokens."""

    def begin(self, session: Session, token_hash: str) -> None:
        """Store a new session."""
        ...

    def of_token(self, token_hash: str) -> Session | None:
        """The session of a token, over or not."""
        ...

    def of_account(self, account_id: str) -> tuple[Session, ...]:
        """The sessions of an account, the newest first, over or not."""
        ...

    def seen(self, session_id: str, now: datetime) -> None:
        """Note when somebody was last seen."""
        ...

    def end(self, session_id: str) -> bool:
        """End a session; False where somebody has done so before."""
        ...

    def end_all(self, account_id: str) -> int:
        """End all sessions of an account; tells how many."""
        ...

    def tidy(self, now: datetime) -> int:
        """Forget sessions that are over; tells how many."""
        ...


class Throttles(Protocol):
    """How often something was tried, by buckets whose names tell nobody anything."""

    def count(self, bucket: str, now: datetime, until: datetime) -> tuple[int, datetime]:
        """Count one more try; which number it is, and until when it counts.

        A bucket whose time is over begins anew, and counts up to ``until``.
        """
        ...

    def clear(self, bucket: str) -> None:
        """Count from the beginning."""
        ...

    def tidy(self, now: datetime) -> int:
        """Forget what does not count any more; tells how much."""
        ...


class ApiTokens(Protocol):
    """Tokens by which programs use the API; of their secrets the hash alone is kept."""

    def add(self, token: ApiToken, token_hash: str) -> None:
        """Keep a new token."""
        ...

    def by_hash(self, token_hash: str) -> ApiToken | None:
        """The token of a secret, whether it works or not."""
        ...

    def get(self, token_id: str) -> ApiToken | None:
        """A token by its id or the unambiguous beginning of it."""
        ...

    def all(self) -> tuple[ApiToken, ...]:
        """All tokens, the newest first."""
        ...

    def used(self, token_id: str, day: date) -> None:
        """Note on which day a token was used last."""
        ...

    def revoke(self, token_id: str, now: datetime) -> bool:
        """Let a token open nothing from now on; False where somebody has done so before."""
        ...

    def revoke_all_of(self, account_id: str, now: datetime) -> int:
        """Let no token that an account made open anything; tells how many had not been revoked before."""
        ...

    def drop_ended(self, before: datetime) -> int:
        """Forget tokens that ended before a moment; tells how many."""
        ...


class Hasher(Protocol):
    """Hashes passwords, slowly."""

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        ...

    def verify(self, password: str, hashed: str | None) -> Verified:
        """Whether a password fits; without a hash it does not, and takes as long to say so."""
        ...


class OneTimeCodes(Protocol):
    """Codes that change every thirty seconds."""

    def new_secret(self) -> str:
        """A secret for an app."""
        ...

    def address(self, secret: str, account: str, issuer: str) -> str:
        """What an app reads from a picture: otpauth://…"""
        ...

    def step_of(self, secret: str, code: str, now: datetime) -> int | None:
        """The number of the time step that a code belongs to, where it fits now, a step ago or in one."""
        ...


@dataclass(frozen=True, slots=True)
class Gatehouse:
    """What checks those who want to come in."""

    hasher: Hasher
    codes: OneTimeCodes
    safe: Safe
    chance: Chance
    salt: bytes = field(repr=False)
    """What buckets are hidden with; it follows from a key that does not lie in the database."""
    known_passwords: Collection[str] = field(repr=False)
    """Passwords that are tried first, in small letters."""
