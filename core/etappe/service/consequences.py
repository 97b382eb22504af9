"""What follows from facts: before a transaction ends, modules answer what has happened in it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from etappe.errors import EtappeError, NeverAtRest
from etappe.model.audit import Fact
from etappe.model.moments import local_day
from etappe.service.intending import carry_out_or_ask
from etappe.service.office import Office, open_file
from etappe.service.ports import Store, Transaction
from etappe.service.repositories import Audit
from etappe.service.viewing import view_of

ANSWERED = frozenset(
    {
        "project started",
        "task done",
        "task waived",
        "task reopened",
        "task opened",
        "anchor fixed",
        "condition answered",
        "phase reached",
        "record kept",
        "record dropped",
    }
)
"""The actions of the facts that modules are asked about."""
ROUNDS = 10
"""How often consequences may have consequences before somebody is taken to be at fault."""
Noted = tuple[Fact, datetime]


@dataclass(slots=True)
class _NotingAudit:
    """An audit that remembers what was recorded in this transaction."""

    audit: Audit
    noted: list[Noted] = field(default_factory=list[Noted])

    def record(self, facts: Sequence[Fact], now: datetime) -> None:
        """Append facts in their order."""
        self.audit.record(facts, now)
        self.noted.extend((fact, now) for fact in facts if fact.action in ANSWERED)

    def facts(
        self, about: str | None = None, limit: int = 100, since: int = 0, until: int | None = None
    ) -> tuple[tuple[datetime, Fact], ...]:
        """The newest facts first, all or those about one object and what lies within it, of some links."""
        return self.audit.facts(about, limit, since, until)

    def verify(self) -> int | None:
        """The number of the first link that does not fit; None if all do."""
        return self.audit.verify()

    def head(self) -> tuple[int, str]:
        """Number and hash of the last link."""
        return self.audit.head()

    def hashes(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The hashes of some links, as far as there are such."""
        return self.audit.hashes(numbers)


class _Noting:
    """A transaction whose audit remembers."""

    def __init__(self, tx: Transaction, office: Office) -> None:
        self._office = office
        self.kommunen = tx.kommunen
        self.people = tx.people
        self.hand_overs = tx.hand_overs
        self.suppressions = tx.suppressions
        self.projects = tx.projects
        self.holds = tx.holds
        self.plan_changes = tx.plan_changes
        self.notices = tx.notices
        self.clashes = tx.clashes
        self.ledger = tx.ledger
        self.held = tx.held
        self.zones = tx.zones
        self.letters = tx.letters
        self.machinery = tx.machinery
        self.parking = tx.parking
        self.outbox = tx.outbox
        self.rulings = tx.rulings
        self.follow_ups = tx.follow_ups
        self.records = tx.records
        self.announcements = tx.announcements
        self.links = tx.links
        self.codes = tx.codes
        self.slips = tx.slips
        self.attachments = tx.attachments
        self.accounts = tx.accounts
        self.credentials = tx.credentials
        self.identities = tx.identities
        self.sessions = tx.sessions
        self.throttles = tx.throttles
        self.api_tokens = tx.api_tokens
        self.audit = _NotingAudit(tx.audit)
        self.survey = tx.survey

    def come_to_rest(self) -> bool:
        """Ask the modules what follows, until nothing does any more; tells whether anything did."""
        return _come_to_rest(self._office, self)


class AnsweringStore:
    """A store in which facts have consequences, in the same transaction or not at all."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office

    @contextmanager
    def begin(self) -> Generator[_Noting]:
        """A transaction that ends when nothing follows from what was done in it any more."""
        with self._store.begin() as tx:
            noting = _Noting(tx, self._office)
            yield noting
            noting.come_to_rest()


def _come_to_rest(office: Office, tx: _Noting) -> bool:
    last = ""
    for _ in range(ROUNDS):
        noted, tx.audit.noted = tx.audit.noted, []
        if not noted:
            return bool(last)
        wanting = [name for fact, now in noted for name in _answer(office, tx, fact, now)]
        last = wanting[-1] if wanting else last
    if tx.audit.noted:
        office.modules.refuse(last, NeverAtRest(action=tx.audit.noted[-1][0].action))
    return bool(last)


def _answer(office: Office, tx: Transaction, fact: Fact, now: datetime) -> list[str]:
    """Ask about one fact and do what is wanted; tells who wanted something."""
    project_id = fact.about.partition("/")[0]
    try:
        file = open_file(office, tx, project_id)
    except EtappeError:  # a project whose dates cannot be computed is shown to nobody
        return []
    view = view_of(file, local_day(now, office.zone))
    wanted = office.modules.consequences(fact, view, tx.records.of_project(project_id))
    for module, intention in wanted:
        carry_out_or_ask(office, tx, module, project_id, intention, now)
    return [module for module, _ in wanted]
