"""People with accounts, their telephones, and what a test does with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pyotp.totp import TOTP

from etappe.adapters.known_passwords import known_passwords
from etappe.adapters.one_time_codes import TimedCodes
from etappe.model.accounts import Account, StaffRole
from etappe.model.sessions import OpenedSession, Visit
from etappe.service.access import Gatehouse
from etappe.service.accounts import add_account
from etappe.service.invitations import accept_invitation
from etappe.service.office import Office
from etappe.service.second_factor import SetUp, confirm_second_factor, offered
from etappe.service.signing_in import second_step, sign_in
from etappe.service.staff_sessions import require_visit, session_of
from tests.fakes.chance import FakeChance
from tests.fakes.hasher import FakeHasher
from tests.fakes.safe import FakeSafe

JULE = "jule@etappe.example"
PASSWORD = "vier Störche tanzen leise"
HERE = "192.0.2.7"


@dataclass(slots=True)
class Reception:
    """A gatehouse, a clock that a test sets, and the telephones of all who have set one up."""

    office: Office
    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    hasher: FakeHasher = field(default_factory=FakeHasher)
    telephones: dict[str, str] = field(default_factory=dict[str, str])
    gate: Gatehouse = field(init=False)

    def __post_init__(self) -> None:
        self.gate = Gatehouse(self.hasher, TimedCodes(), FakeSafe(), FakeChance(), b"salt", known_passwords())

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def invited(self, email: str = JULE, role: StaffRole = StaffRole.ADMIN, name: str = "Jule Sommer") -> str:
        """Add an account; the token of its invitation."""
        return add_account(self.office, self.gate, name, email, role, "test", self.now).token

    def accepted(self, token: str, password: str = PASSWORD) -> OpenedSession:
        """Accept an invitation."""
        return accept_invitation(self.office, self.gate, token, password, self.now)

    def set_up(self, email: str = JULE, role: StaffRole = StaffRole.ADMIN) -> SetUp:
        """An account from its invitation to its first session."""
        token = self.accepted(self.invited(email, role)).token
        return self.confirmed(token)

    def confirmed(self, token: str) -> SetUp:
        """Set up a telephone, and confirm it."""
        with self.office.store.begin() as tx:
            visit = require_visit(tx, token, self.now)
            self.telephones[visit.account.email] = offered(self.office, self.gate, tx, visit, self.now).secret
        code = self.code(visit.account.email)
        return confirm_second_factor(self.office, self.gate, token, code, self.now)

    def code(self, email: str = JULE, steps: int = 0) -> str:
        """What somebody's telephone shows now, or so many steps from now."""
        return TOTP(self.telephones[email]).at(self.now, counter_offset=steps)

    def first(
        self, email: str = JULE, password: str = PASSWORD, came_from: str | None = HERE
    ) -> OpenedSession:
        """Give address and password."""
        return sign_in(self.office, self.gate, email, password, came_from, self.now)

    def second(self, token: str, code: str | None = None) -> OpenedSession:
        """Give the second factor."""
        return second_step(self.office, self.gate, token, code or self.code(), self.now)

    def visit(self, token: str) -> Visit | None:
        """Whose session a token opens now."""
        with self.office.store.begin() as tx:
            return session_of(tx, token, self.now)

    def account(self, email: str = JULE) -> Account:
        """The account of an address."""
        with self.office.store.begin() as tx:
            found = tx.accounts.by_email(email)
        assert found is not None
        return found

    def told(self) -> list[tuple[str, str, str]]:
        """What the audit says, the oldest first: who did what to what."""
        with self.office.store.begin() as tx:
            assert tx.audit.verify() is None
            return [(f.actor, f.action, f.about) for _, f in reversed(tx.audit.facts())]
