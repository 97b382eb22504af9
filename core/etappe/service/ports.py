"""What the services need from the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from etappe.model.audit import AuditAnchor, Fact
from etappe.model.calendar import Calendar
from etappe.model.delivery import Claim
from etappe.model.intentions import DropRecord, Intention, KeepRecord
from etappe.model.letter import Letter
from etappe.model.module_settings import ModuleSettings
from etappe.model.parcel import Parcel, Receipt
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.reasons import Reasons
from etappe.model.records import RecordRow, RecordSpec
from etappe.model.sections import PersonalData, ReportSection
from etappe.model.slip import SlipContent
from etappe.model.views import PersonView, ProjectView
from etappe.model.weekly import WeeklyContent
from etappe.model.writing import LetterContent, TaskContent
from etappe.service.access import (
    Accounts,
    ApiTokens,
    CredentialStore,
    Identities,
    Sessions,
    Throttles,
)
from etappe.service.cabinet import Attachments
from etappe.service.ledgers import Held, Ledger, Letters, Machinery, Outbox, Parking
from etappe.service.passes import Codes, Links, Slips
from etappe.service.repositories import (
    Announcements,
    Audit,
    FollowUps,
    Kommunen,
    People,
    Projects,
    Records,
)
from etappe.service.revisions import Clashes, Holds, Notices, PlanChanges, Zones
from etappe.service.rulings import Rulings
from etappe.service.successions import HandOvers, Suppressions
from etappe.service.survey import Survey


class Clock(Protocol):
    """Tells the time; read at the outermost edge only."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class Calendars(Protocol):
    """Knows the working days of every place."""

    def __call__(self, place: Place) -> Calendar:
        """The calendar of a place; equal places share one."""
        ...


class Courier(Protocol):
    """Carries a parcel to the mail server."""

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Hand a parcel over; ``before_dot`` is asked before the point of no return and may forbid it."""
        ...


class Scribe(Protocol):
    """Puts the content of a letter into words."""

    def write(self, content: LetterContent) -> Letter:
        """The letter, in the language of its programme."""
        ...


class SlipScribe(Protocol):
    """Puts a slip into words."""

    def write(self, content: SlipContent) -> Letter:
        """The slip, in the language of its programme."""
        ...


class Passages(Protocol):
    """Knows what modules say about tasks."""

    def passage(self, task: TaskContent, programme: str, language: str) -> str:
        """What a letter would say about a task; raises `PassageBroken`."""
        ...


class Envelopes(Protocol):
    """Seals a letter into the bytes that every try sends again."""

    def seal(self, letter: Letter, claim: Claim, ask_email: str, written_at: datetime) -> Parcel:
        """Seal a letter for the first time."""
        ...

    def again(self, claim: Claim, mime: bytes) -> Parcel:
        """The same bytes once more, to the address that is known now."""
        ...


class Announcer(Protocol):
    """Tells the project team something on its own channels."""

    def announce(self, title: str, body: str) -> bool:
        """Whether every channel took it."""
        ...


class Modules(Protocol):
    """The modules at work, asked about projects and people.

    What a module keeps is handed over as it is stored; each module is shown its own alone. One that fails is
    parked and has no say any more.
    """

    def record_specs(self) -> Mapping[str, tuple[RecordSpec, ...]]:
        """The kinds of records that each plugin keeps, by the plugin's name."""
        ...

    def settings(self) -> Mapping[str, ModuleSettings]:
        """What is set for modules, by key."""
        ...

    def react(self) -> bool:
        """Whether any module answers facts with consequences."""
        ...

    def shown(self, name: str, view: ProjectView, rows: Sequence[RecordRow]) -> ProjectView:
        """A project as the plugin of a name sees it."""
        ...

    def obstacles(
        self, view: ProjectView, rows: Sequence[RecordRow], task: str, now: datetime
    ) -> tuple[str, ...]:
        """What stands against a task being called done."""
        ...

    def consequences(
        self, fact: Fact, view: ProjectView, rows: Sequence[RecordRow]
    ) -> tuple[tuple[str, Intention], ...]:
        """What is to follow from a fact, each with the name of the plugin that wants it."""
        ...

    def report(self, view: ProjectView, rows: Sequence[RecordRow]) -> tuple[ReportSection, ...]:
        """Sections of the final report of a project."""
        ...

    def personal_data(self, person: PersonView, rows: Sequence[RecordRow]) -> tuple[PersonalData, ...]:
        """What modules know of a person."""
        ...

    def forget(
        self, person: PersonView, rows: Sequence[RecordRow]
    ) -> tuple[tuple[str, KeepRecord | DropRecord], ...]:
        """What has to change so that modules know nothing of a person, each with the plugin that says so."""
        ...

    def refuse(self, name: str, error: Exception) -> None:
        """Park a plugin whose answer could not be carried out because it makes no sense."""
        ...


class Vault(Protocol):
    """Looks after what is kept: the health of the database, copies of it, and the anchors of its audit."""

    def ailments(self) -> tuple[str, ...]:
        """What the database's own check finds wrong."""
        ...

    def back_up(self, day: date) -> str | None:
        """Copy the database and say where to; None where its operator has to."""
        ...

    def anchors(self) -> tuple[AuditAnchor, ...]:
        """The anchors of the audit so far, the oldest first."""
        ...

    def keep(self, anchor: AuditAnchor) -> None:
        """Write an anchor of the audit down outside the database."""
        ...


class Reporter(Protocol):
    """Puts the weekly report into words."""

    def write(self, content: WeeklyContent) -> Letter:
        """The report, in the language of its programme."""
        ...


class Roster(Protocol):
    """Knows which modules are at work."""

    def why_not(self, module: str, say: Reasons) -> str | None:
        """Why nothing can be said in a module's name; None where it is at work."""
        ...

    def version_behind(self, package: str) -> str:
        """The version of the module whose passages lie in a package; empty where none is at work."""
        ...

    def fallen(self) -> tuple[Parked, ...]:
        """The modules that have failed since this was asked last, and that others have to know of."""
        ...


class Transaction(Protocol):
    """All or nothing: what is done through it becomes true together when its block ends."""

    @property
    def kommunen(self) -> Kommunen: ...
    @property
    def people(self) -> People: ...
    @property
    def hand_overs(self) -> HandOvers: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def holds(self) -> Holds: ...
    @property
    def plan_changes(self) -> PlanChanges: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def clashes(self) -> Clashes: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def held(self) -> Held: ...
    @property
    def zones(self) -> Zones: ...
    @property
    def letters(self) -> Letters: ...
    @property
    def machinery(self) -> Machinery: ...
    @property
    def parking(self) -> Parking: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def rulings(self) -> Rulings: ...
    @property
    def follow_ups(self) -> FollowUps: ...
    @property
    def records(self) -> Records: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def links(self) -> Links: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def slips(self) -> Slips: ...
    @property
    def attachments(self) -> Attachments: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def credentials(self) -> CredentialStore: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def throttles(self) -> Throttles: ...
    @property
    def api_tokens(self) -> ApiTokens: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def survey(self) -> Survey: ...

    def come_to_rest(self) -> bool:
        """Let everything that follows from what was done so far follow now; tells whether anything did."""
        ...


class Store(Protocol):
    """Where everything is kept, for one programme."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """A transaction that commits when its block ends well, and leaves no trace otherwise."""
        ...
