"""What the services keep of reminders and letters: ledger, letters, outbox, machinery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from etappe.model.delivery import Claim, Delivery, DeliveryState
from etappe.model.ledger import (
    Armed,
    Due,
    Entry,
    HeldTask,
    LetterItem,
    NewDigest,
    NewItem,
    NewOccurrence,
    Settled,
)
from etappe.model.parcel import Parcel, Receipt
from etappe.model.parked import Parked
from etappe.model.shard import WHOLE, Shard


class Ledger(Protocol):
    """Rungs armed, fired and settled."""

    def arm(self, new: Sequence[NewOccurrence], now: datetime) -> None:
        """Arm rungs; one that is planned or was cancelled moves, one that has fired stays untouched."""
        ...

    def cancel(self, project_id: str, task_keys: Sequence[str], reason: str) -> int:
        """Take back the planned and the held rungs of some tasks."""
        ...

    def cancel_others(
        self, project_id: str, task_keys: Sequence[str], staying: Sequence[str], reason: str
    ) -> None:
        """Take back the planned rungs of some tasks, but for those of the keys that stay."""
        ...

    def due(self, now: datetime, limit: int, shard: Shard = WHOLE) -> tuple[Due, ...]:
        """Rungs of a shard whose moment has come, the oldest first; another worker's are left alone."""
        ...

    def due_number(self, now: datetime) -> int:
        """How many rungs there are whose moment has come."""
        ...

    def fired_days(
        self, project_ids: Sequence[str], task_keys: Sequence[str] | None = None
    ) -> Mapping[tuple[str, str], Mapping[str, tuple[date, ...]]]:
        """On which days rungs have fired or ended, by project and task, then by rule key."""
        ...

    def settle(self, settled: Sequence[Settled], now: datetime) -> None:
        """Write down what became of planned and held rungs."""
        ...

    def postpone(self, occ_key: str, due_at: datetime, reason: str) -> None:
        """Let a planned rung wait until another moment, with the reason; its day stays what it was."""
        ...

    def planned_overviews(self, person_ids: Sequence[str]) -> frozenset[str]:
        """Who has an overview armed."""
        ...

    def last_overview(self, person_id: str, before: datetime) -> datetime | None:
        """When somebody's last overview before a moment was put together."""
        ...

    def overviews_armed(self, person_ids: Sequence[str]) -> Mapping[str, int]:
        """How many overviews each person has had armed so far."""
        ...

    def entries(self, project_id: str, task_key: str | None = None) -> tuple[Entry, ...]:
        """The ledger of a project or of one of its tasks, in the order of time."""
        ...

    def entry(self, occ_key: str) -> Entry | None:
        """One line of the ledger."""
        ...

    def armed(self, project_id: str) -> tuple[Armed, ...]:
        """The rungs of a project's tasks that are planned, by task."""
        ...

    def armed_days(self, project_id: str) -> frozenset[tuple[str, str, date]]:
        """The same as task, rule key and day."""
        ...

    def next_moment(self) -> datetime | None:
        """When the next rung is due."""
        ...


class Held(Protocol):
    """Rungs that wait until a module can say them."""

    def tasks(self) -> tuple[HeldTask, ...]:
        """The tasks that have rungs held back, with their plans."""
        ...

    def rungs(self, project_ids: Sequence[str], task_keys: Sequence[str]) -> tuple[Due, ...]:
        """The rungs of some tasks that are held back, the oldest first; another worker's are left alone."""
        ...

    def take_out(self, digest_id: str, occ_keys: Sequence[str], reason: str) -> None:
        """Take rungs out of a letter that is not written yet, and hold them back."""
        ...

    def readers_of(self, occ_keys: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Who has got each rung in a letter already, or is about to."""
        ...

    def plan_again(self, digest_id: str, occ_keys: Sequence[str], reason: str, now: datetime) -> None:
        """Take what has one reader alone out of a letter that is not written yet, and plan it anew."""
        ...

    def unwritten(self, person_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Letters to some people that wait and are not written yet, each with its reader; held until the end,
        so that no sender takes them meanwhile."""
        ...

    def drop(self, digest_id: str, occ_keys: Sequence[str]) -> None:
        """Take out of a letter what its reader need not have; what was fired stays so."""
        ...


class Letters(Protocol):
    """The letters of a day: who has one, what is in it, where it stands."""

    def letters_about(
        self, tasks: Sequence[tuple[str, str]], purposes: Sequence[str]
    ) -> Mapping[tuple[str, str], int]:
        """How many rungs of each project and task have gone into letters for these purposes."""
        ...

    def letters_since(
        self, project_ids: Sequence[str], since: datetime | None, reader_id: str
    ) -> tuple[tuple[str, str, date], ...]:
        """Tasks of which somebody was told in a letter of their own after a moment, with the day; without
        those of which this reader got a copy then."""
        ...

    def digests(
        self, person_ids: Sequence[str], days: Sequence[date], *, hold: bool = True
    ) -> Mapping[tuple[str, date], str]:
        """The letters that people have on some days already, with the state of each; one that is sealed
        and waits for another try counts as under way. What is held stays as it is until the end."""
        ...

    def put_into_letters(self, new: Sequence[NewDigest], contents: Sequence[NewItem], now: datetime) -> None:
        """Give each person a letter of the day, queued once, and put the rungs into it."""
        ...

    def in_letter(self, digest_id: str) -> tuple[LetterItem, ...]:
        """The rungs of a letter, each with why its reader gets it."""
        ...

    def project_of(self, digest_id: str) -> str | None:
        """A project that a letter is about: of its first rung, or of a Kommune of its reader."""
        ...

    def with_state(self, *states: DeliveryState) -> tuple[Delivery, ...]:
        """The deliveries in some states."""
        ...

    def lost(self) -> tuple[Delivery, ...]:
        """The letters that did not arrive, or may not have, about which nobody has decided."""
        ...

    def get(self, delivery_id: str) -> Delivery | None:
        """One delivery."""
        ...

    def of_recipient(self, person_id: str) -> tuple[Delivery, ...]:
        """The letters to one person, the oldest first."""
        ...

    def bounced(self, delivery_id: str, why: str) -> bool:
        """Note that a letter that was sent came back; False where it was not sent, or that is known."""
        ...

    def last_letters(self) -> Mapping[str, Delivery]:
        """The last letter that went to each person."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many letters are in which state."""
        ...


class Outbox(Protocol):
    """Letters on their way, each step guarded by the generation of its claim."""

    def claim(self, worker: str, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Take some queued letters; nobody else gets them while the lease runs."""
        ...

    def prepared(self, claim: Claim, subject: str, parcel: Parcel, sha256: str, written_at: datetime) -> bool:
        """Keep the sealed bytes, so that every try sends the same."""
        ...

    def dot(self, claim: Claim, worker: str, now: datetime) -> bool:
        """Commit to the final dot; False where somebody else has the letter by now."""
        ...

    def sent(self, claim: Claim, worker: str, receipt: Receipt, now: datetime, late: timedelta) -> bool:
        """The server has the letter; its bytes are not needed any more."""
        ...

    def back_to_queue(
        self,
        claim: Claim,
        worker: str,
        receipt: Receipt,
        next_at: datetime,
        now: datetime,
        *,
        counts: bool = True,
    ) -> bool:
        """The letter has certainly not gone, or may go again: it waits for its next try."""
        ...

    def send_again(
        self, claim: Claim, worker: str, receipt: Receipt, next_at: datetime, now: datetime
    ) -> bool:
        """Nobody knows whether it arrived: the same bytes go once more."""
        ...

    def close(self, claim: Claim, worker: str, state: DeliveryState, receipt: Receipt, now: datetime) -> bool:
        """The letter ends in a final state other than sent."""
        ...

    def stranded(self, now: datetime) -> tuple[tuple[Claim, str, int], ...]:
        """Letters whose owner let the lease run out, with their state and how often that happened."""
        ...

    def count_death(self, claim: Claim) -> None:
        """Note that a worker died with this letter in hand."""
        ...

    def overdue(self, now: datetime) -> tuple[Claim, ...]:
        """Queued letters whose time is over."""
        ...

    def expire(self, claim: Claim, reason: str) -> bool:
        """Close a queued letter that waited beyond its time."""
        ...

    def next_moment(self) -> datetime | None:
        """When the next queued letter may go."""
        ...

    def forget_sealed(self, undecided_before: datetime) -> int:
        """Clear the bytes of letters that have come to their end, and of those written before a moment of
        which nobody knows whether they arrived; tells of how many."""
        ...


class Machinery(Protocol):
    """The relay, the workers, and whether anything goes out at all."""

    def held_back(self) -> str | None:
        """Why nothing is sent at all, where somebody has said so."""
        ...

    def relay(self) -> tuple[str, datetime | None, int, str | None]:
        """How the relay stands (closed, open until a moment, config), failures so far, and the reason."""
        ...

    def trip(self, state: str, until: datetime | None, failures: int, reason: str) -> None:
        """Leave the relay alone until a moment, or until somebody mends its settings."""
        ...

    def seen(self, worker: str, host: str, pid: int, version: str, now: datetime) -> None:
        """Note that a worker is alive."""
        ...

    def last_seen(self) -> datetime | None:
        """When a worker or a tick was last alive."""
        ...

    def forget_workers(self, before: datetime) -> int:
        """Forget workers that were last alive before a moment; tells how many."""
        ...


class Parking(Protocol):
    """What failed at its work, so that other processes know; it belongs to the instance."""

    def all(self) -> tuple[Parked, ...]:
        """The modules and passages that are set aside."""
        ...

    def write_down(self, parked: Sequence[Parked], now: datetime) -> None:
        """Note what failed now; of one that is noted already the newest failure counts."""
        ...

    def clear(self, module: str) -> bool:
        """Let a module or passage be tried again; False where nothing was noted about it."""
        ...
