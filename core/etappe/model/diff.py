"""What a change does to a project, to be seen before it is saved: dates, rungs, calendars, tasks, people."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from etappe.model.warnings import PlanWarning

DIGITS = 16
"""Of a fingerprint: enough that no two changes of one project share it by chance."""


class Kind(StrEnum):
    """What has a date."""

    ANCHOR = "anchor"
    TASK = "task"


class Fate(StrEnum):
    """What becomes of a rung."""

    ARMED = "armed"
    VOIDED = "voided"
    KEPT = "kept"
    """It has fired already: what was sent stays."""


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date that moves."""

    kind: Kind
    key: str
    title: str
    before: date
    after: date
    why: str
    """Why it lies on its new day."""


@dataclass(frozen=True, slots=True)
class RungChange:
    """A rung that is armed, voided or kept, with its day; one that moves is voided and armed."""

    task: str
    rung: str
    fate: Fate
    day: date


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry of a calendar feed that moves, appears (nothing before) or is cancelled (nothing after)."""

    task: str
    title: str
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task that appears or retires."""

    task: str
    title: str
    due: date


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A decision that is another one: an answer, a hold, a day fixed by hand, the plan."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who gets a notice, because they were told of dates that move, or of a resumption."""

    name: str
    email: str
    tasks: tuple[str, ...]
    """The tasks of which they are told; none where it is the resumption."""
    on: date
    """The day on which it goes."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A warning about the new plan; those that held before are not new."""

    warning: PlanWarning
    new: bool


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that a change touches."""

    project: str
    decisions: tuple[DecisionChange, ...] = ()
    dates: tuple[DateChange, ...] = ()
    added: tuple[TaskChange, ...] = ()
    retired: tuple[TaskChange, ...] = ()
    rungs: tuple[RungChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    told: tuple[Told, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    fingerprint: str = ""
    """What has to be said to apply it; see `stamped`."""

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.decisions or self.dates or self.added or self.retired)

    @property
    def sum(self) -> str:
        """How much it changes, in a few words."""
        numbers = {"moved": len(self.dates), "new": len(self.added), "retired": len(self.retired)}
        said = [f"{what}: {number}" for what, number in numbers.items() if number]
        return ", ".join(said) or "decided, no date moves"

    @property
    def plan_hash(self) -> str:
        """What this does to the plan, as a hash: the ledger, which goes on by itself, is not part of it."""
        dates = sorted((d.kind, d.key, d.before, d.after) for d in self.dates)
        tasks = [sorted((t.task, t.due) for t in some) for some in (self.added, self.retired)]
        decisions = sorted((d.what, d.before, d.after) for d in self.decisions)
        text = json.dumps([self.project, decisions, dates, tasks], default=str, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()[:DIGITS]

    def stamped(self, seen: int) -> Diff:
        """The same with its fingerprint; ``seen`` is the last link of the audit when it was computed."""
        return replace(self, fingerprint=f"{seen}-{self.plan_hash}")


def read_fingerprint(text: str) -> tuple[int, str]:
    """Which link of the audit was the last when a diff was seen, and its hash; (0, "") for anything else."""
    seen, _, plan_hash = text.strip().partition("-")
    return (int(seen), plan_hash) if seen.isascii() and seen.isdigit() and len(seen) < 19 else (0, "")
