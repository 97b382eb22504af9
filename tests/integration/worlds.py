"""A town hall with its people and a project, a post room, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from etappe.adapters.envelopes import MailEnvelopes
from etappe.adapters.scribe import JinjaScribe
from etappe.model.audit import Fact
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.diff import Diff
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.kommune import Kommune
from etappe.model.ledger import Entry, LedgerState
from etappe.model.letter import Sender
from etappe.model.moments import moment
from etappe.model.people import Absence, Contact, Person
from etappe.model.place import Land
from etappe.model.project import TaskRecord, TaskState
from etappe.service.changing import Change, make_change, preview_change
from etappe.service.deadlines import move_deadline
from etappe.service.doorway import Doorway
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.people import set_contact
from etappe.service.ports import Courier
from etappe.service.projects import Started, Wish, start_project
from etappe.service.safe import Safe
from etappe.service.sending import PostRoom
from etappe.service.tasks import settle
from etappe.service.ticking import Ticked, tick
from etappe.service.time_machine import FrozenClock, travel
from etappe.testing.letterbox import Mail, mail_of
from tests.fakes.courier import FakeCourier
from tests.fakes.safe import FakeSafe

START = date(2026, 1, 12)
"""Case A of the template: Monday, 12 January 2026, in Nordrhein-Westfalen."""
MODULES = ("dialog", "entscheidungstraeger")
AACHEN = Kommune("aachen", "Aachen", Land.NW, council="Rat")
TOWN_HALL = ("AP", "VS", "VZ")
TEAM = ("PM", "MO", "PL")
SCRIBE = JinjaScribe()


@dataclass(slots=True)
class Board:
    """The team's channel, with a memory."""

    seen: list[str] = field(default_factory=list[str])

    def announce(self, title: str, body: str) -> bool:
        """Keep what was announced."""
        self.seen.append(f"{title}: {body}")
        return True


@dataclass(slots=True)
class World:
    """One Kommune at work, and everything a test asks about it."""

    office: Office
    clock: FrozenClock
    courier: FakeCourier = field(default_factory=FakeCourier)
    board: Board = field(default_factory=Board)
    safe: Safe = field(default_factory=FakeSafe)
    door: Doorway | None = None
    project: str = AACHEN.slug

    def room(self, worker: str = "w1", courier: Courier | None = None) -> PostRoom:
        """A post room with its own worker."""
        envelopes = MailEnvelopes(Sender("etappe", "etappe@place.de"))
        carried_by = courier or self.courier
        return PostRoom(
            SCRIBE, envelopes, carried_by, self.board, worker, "host", 1, "0", self.safe, self.door
        )

    def start(
        self,
        only: Collection[str] | None = None,
        answers: Mapping[str, bool] | None = None,
        kommune: str = AACHEN.slug,
        start: date = START,
        modules: tuple[str, ...] = MODULES,
    ) -> Started:
        """Start a project an hour before letters go out; all tasks but the named ones are done already."""
        wish = Wish(start, modules, answers or {})
        started = start_project(self.office, kommune, wish, "test", self.clock.now())
        if only is not None:
            self._leave(only, started.project.id)
        return started

    def at(self, day: date, hour: int = 8, minute: int = 0) -> Ticked:
        """Tick once at a local time."""
        self.clock.moment = moment(day, time(hour, minute))
        return tick(self.office, self.room(), self.clock)

    def days(self, first: date, last: date) -> None:
        """Tick at eight on every day of a span, both included."""
        while first <= last:
            self.at(first)
            first += timedelta(days=1)

    def travel(
        self, until: date, every_morning: Callable[[datetime], None], arrived: Callable[[Ticked], None]
    ) -> None:
        """Let the time machine run to the evening of a day."""
        end = moment(until, time(20))
        travel(self.office, self.room(), self.clock, end, every_morning, lambda _, ticked: arrived(ticked))

    def due(self, task: str, day: date) -> None:
        """Move a deadline as project management may."""
        now = self.clock.now()
        with self.office.store.begin() as tx:
            file = open_file(self.office, tx, self.project)
            move_deadline(tx, file, file.tasks[task], day, "pm", now)

    def change(self, change: Change, *, dry_run: bool = False, project: str | None = None) -> Diff:
        """Change the project as project management does, or only look at what that would do."""
        do = preview_change if dry_run else make_change
        return do(self.office, project or self.project, change, "pm", self.clock.now())

    def file(self, project: str | None = None) -> ProjectFile:
        """A project as it stands."""
        with self.office.store.begin() as tx:
            return open_file(self.office, tx, project or self.project)

    def away(self, role: str, first: date, last: date) -> None:
        """Note an absence without more ado."""
        with self.office.store.begin() as tx:
            tx.people.add_absence(Absence(person(role).id, first, last))

    def record(self, task: str) -> TaskRecord:
        """A task as it is stored."""
        with self.office.store.begin() as tx:
            return tx.projects.tasks(self.project)[task]

    def entries(self, task: str | None = None) -> tuple[Entry, ...]:
        """The ledger of the project or of one task."""
        with self.office.store.begin() as tx:
            return tx.ledger.entries(self.project, task)

    def rungs(self, task: str) -> dict[str, str]:
        """What became of each rung of a task that was armed, by the end of its rule key."""
        return {e.rule_key.partition(".")[2]: e.outcome.value for e in self.entries(task)}

    def reason(self, task: str, rung: str) -> str:
        """Why a rung did not go."""
        return next(e.reason or "" for e in self.entries(task) if e.rule_key.endswith(f".{rung}"))

    def planned(self, task: str) -> list[tuple[str, date]]:
        """The rungs of a task that are armed."""
        found = [e for e in self.entries(task) if e.outcome is LedgerState.PLANNED]
        return [(e.rule_key.partition(".")[2], e.local_date) for e in found]

    def follow_ups(self, kind: FollowUpKind | None = None) -> list[FollowUp]:
        """What waits for project management."""
        with self.office.store.begin() as tx:
            return [f for f in tx.follow_ups.all_open() if kind is None or f.kind is kind]

    def deliveries(self, *states: DeliveryState) -> tuple[Delivery, ...]:
        """The letters in some states, or in any."""
        with self.office.store.begin() as tx:
            return tx.letters.with_state(*(states or DeliveryState))

    def mails(self, role: str | None = None) -> list[Mail]:
        """What has arrived, at all or at one person's."""
        opened = [mail_of(parcel) for parcel in self.courier.arrived]
        return [m for m in opened if role is None or m.to == person(role).email]

    def days_of(self, role: str) -> list[date]:
        """The days on which somebody got a letter."""
        return [m.day for m in self.mails(role)]

    def facts(self) -> list[Fact]:
        """The audit, the newest first."""
        with self.office.store.begin() as tx:
            return [fact for _, fact in tx.audit.facts(limit=10_000)]

    def actions(self) -> set[str]:
        """What the audit says was done."""
        return {fact.action for fact in self.facts()}

    def chain_holds(self) -> bool:
        """Whether the audit is whole."""
        with self.office.store.begin() as tx:
            return tx.audit.verify() is None

    def hand_over(self, role: str, name: str, email: str) -> None:
        """Say who fills a role of the Kommune from now on, without a deputy."""
        set_contact(self.office, self.project, role, name, email, None, "test", self.clock.now())

    def finish(self, which: Callable[[TaskRecord], bool], project: str | None = None) -> None:
        """Tick off the open tasks that a test picks."""
        now = self.clock.now()
        with self.office.store.begin() as tx:
            file = open_file(self.office, tx, project or self.project)
            for task in file.tasks.values():
                if task.state is TaskState.OPEN and which(task):
                    settle(tx, file, task.key, TaskState.DONE, "test", None, now)

    def _leave(self, only: Collection[str], project: str) -> None:
        with self.office.store.begin() as tx:
            others = [t for t in tx.projects.tasks(project).values() if t.key not in only]
            done = [replace(t, state=TaskState.DONE) for t in others]
            tx.projects.save_tasks(project, done, self.clock.now())
            tx.ledger.cancel(project, [t.key for t in others], "nicht Gegenstand des Versuchs")


def found(
    office: Office,
    *,
    kommune: Kommune = AACHEN,
    without: Sequence[str] = (),
    deputies: Iterable[str] = ("AP", "PM"),
    today: date = START,
) -> World:
    """A Kommune whose roles are filled, at seven in the morning."""
    world = World(office, FrozenClock(moment(today, time(7))))
    settle_in(world, kommune, without, deputies)
    return world


def settle_in(
    world: World, kommune: Kommune, without: Sequence[str] = (), deputies: Iterable[str] = ("AP", "PM")
) -> None:
    """Add a Kommune and its people; the project team is the same for all."""
    with world.office.store.begin() as tx:
        tx.kommunen.add(kommune)
        for role in (*TOWN_HALL, *TEAM):
            if role in without:
                continue
            who = person(role, "team" if role in TEAM else kommune.slug)
            stand_in = replace(
                who, id=identity(f"d-{who.email}"), name=f"D {who.name}", email=f"d-{who.email}"
            )
            tx.people.save(who)
            if role in deputies:
                tx.people.save(stand_in)
            contact = Contact(role, who, stand_in if role in deputies else None)
            tx.people.set_staff(contact) if role in TEAM else tx.people.set_contact(kommune.slug, contact)


def person(role: str, place: str | None = None) -> Person:
    """Who fills a role; "D-AP" is the deputy of "AP"."""
    deputy, _, own = role.rpartition("-")
    address = f"{own.lower()}@{place or ('team' if own in TEAM else AACHEN.slug)}.example"
    if deputy:
        return Person(identity(f"d-{address}"), f"D {own}", f"d-{address}")
    return Person(identity(address), own, address)
