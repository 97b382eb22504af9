"""Which tasks stand in a calendar feed, and what their entries say: all from the plan and the stored row.

Nothing is recomputed here: an entry changes when its task is saved otherwise, or its plan is, and never else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from etappe.model.identity import identity
from etappe.model.kommune import Kommune
from etappe.model.plan import Plan
from etappe.model.project import Project, TaskRecord, TaskState
from etappe.model.spec import Offset, TaskSpec
from etappe.model.speech import Speech, speech_in

CANCELLED_KEPT = timedelta(days=60)
"""How long an entry says that it is cancelled before it is gone, so that every client gets to know."""
DOMAIN = "etappe.invalid"
"""Behind the @ of a UID; a name that nobody can own (RFC 2606)."""
TAKES_PLACE = frozenset({TaskState.OPEN, TaskState.DONE})


class EntryStatus(StrEnum):
    """Whether a client shows an entry or takes it out; the words are those of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One whole day in a calendar."""

    uid: str
    """Names the task for ever; no date is in it."""
    sequence: int
    """Rises whenever anything but itself and ``last_modified`` changes, and never falls."""
    day: date
    title: str
    description: tuple[str, ...]
    """The rule behind the day, role, Kommune and state: a line each."""
    phase: str
    status: EntryStatus
    last_modified: datetime
    """In UTC."""
    kommune: str
    """Its slug."""
    confidential: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar to subscribe to; equal feeds are equal bytes."""

    name: str
    language: str
    zone: str
    entries: tuple[FeedEntry, ...]


def feed_of(name: str, language: str, zone: str, entries: Iterable[FeedEntry], now: datetime) -> Feed:
    """A feed in the order of its days, without what has been cancelled for too long."""
    shown = [e for e in entries if _still_there(e, now)]
    return Feed(name, language, zone, tuple(sorted(shown, key=lambda e: (e.day, e.uid))))


def concerns_everybody(spec: TaskSpec) -> bool:
    """Whether a task stands in the feed of its Kommune, whoever is responsible."""
    return (spec.milestone or spec.meeting) and not spec.confidential


def entry_of(tenant: str, kommune: Kommune, project: Project, plan: Plan, task: TaskRecord) -> FeedEntry:
    """The entry of a task; the plan has to be one that knows the task."""
    spec, say = plan.task[task.key], speech_in(plan.programme.language)
    title = say.feeds.title.format(title=spec.title, kommune=kommune.name)
    return FeedEntry(
        uid=f"{identity(tenant, project.id, task.key)}@{DOMAIN}",
        sequence=task.sequence,
        day=task.due,
        title=say.feeds.done.format(title=title) if task.state is TaskState.DONE else title,
        description=(
            _why(plan, spec, task, say),
            say.feeds.role.format(role=_role(plan, spec)),
            say.feeds.place.format(kommune=kommune.name),
            say.feeds.state.format(state=say.replies.states.get(task.state, say.feeds.open)),
        ),
        phase=plan.phase[spec.phase].title,
        status=EntryStatus.CONFIRMED if task.state in TAKES_PLACE else EntryStatus.CANCELLED,
        last_modified=task.changed_at or task.settled_at or project.created_at,
        kommune=kommune.slug,
        confidential=spec.confidential,
    )


def reworded(before: Plan, after: Plan) -> tuple[str, ...]:
    """The tasks that another plan of the same project speaks of in other words."""
    both = (t.key for t in after.tasks if t.key in before.task)
    return tuple(key for key in both if _words(before, key) != _words(after, key))


def _still_there(entry: FeedEntry, now: datetime) -> bool:
    return entry.status is EntryStatus.CONFIRMED or now - entry.last_modified <= CANCELLED_KEPT


def _words(plan: Plan, task: str) -> tuple[str | bool, ...]:
    """All that a plan alone says of a task in a feed."""
    spec, language = plan.task[task], plan.programme.language
    rule, role, phase = (
        _rule(plan, spec, speech_in(language)),
        _role(plan, spec),
        plan.phase[spec.phase].title,
    )
    return language, spec.title, rule, role, phase, spec.confidential


def _why(plan: Plan, spec: TaskSpec, task: TaskRecord, say: Speech) -> str:
    phrase = say.feeds.by_hand if task.by_hand else say.feeds.rule
    return phrase.format(rule=_rule(plan, spec, say))


def _rule(plan: Plan, spec: TaskSpec, say: Speech) -> str:
    """How a deadline is counted, without any date, which would move unnoticed, or confidential title."""
    parts = [_counted(plan, spec.due, say)]
    earlier = [plan.task[key] for key in spec.after]
    titles = [say.feeds.named.format(title=t.title) for t in earlier if not t.confidential]
    if titles:
        parts.append(say.feeds.waits.format(tasks=", ".join(titles)))
    if spec.committee:
        parts.append(say.feeds.committee)
    return "; ".join(parts)


def _counted(plan: Plan, offset: Offset, say: Speech) -> str:
    anchor, number = plan.anchor[offset.anchor], abs(offset.days)
    if not number:
        return say.feeds.on_the_day.format(title=anchor.title)
    phrase = say.feeds.before if offset.days < 0 else say.feeds.after
    unit = say.phrases.counted_in(offset.unit, number)
    return phrase.format(number=number, unit=unit, anchor=anchor.dative)


def _role(plan: Plan, spec: TaskSpec) -> str:
    return plan.role[spec.role].title
