"""One thing done for many projects: each by itself, so that a run that was broken off is simply run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from etappe.errors import ChangedMeanwhile, EtappeError, SelectionChanged, UnknownProject
from etappe.model.diff import DIGITS, Diff, read_fingerprint
from etappe.model.identity import identity
from etappe.model.moments import local_day
from etappe.model.project import Project
from etappe.service.changing import Change, carried_out, preview_change
from etappe.service.office import Office
from etappe.service.ports import Clock
from etappe.service.projects import Wish, drawn_up, start_project
from etappe.service.replanning import ShiftAnchor
from etappe.service.upgrading import UndoUpgrade


class BulkOutcome(StrEnum):
    """What became of one project."""

    DONE = "done"
    UNCHANGED = "unchanged"
    """It was so already, maybe by the same run before it was broken off."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class BulkStep:
    """What became of one project, told as soon as it is so."""

    subject: str
    """The project, or the Kommune that is to have one."""
    outcome: BulkOutcome
    text: str
    number: int
    """How many have had their turn."""
    of: int
    error: EtappeError | None = None
    """Why it was refused, for whoever says it in other words."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A project for which it could not be done."""

    project: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What became of all."""

    done: tuple[str, ...]
    unchanged: tuple[str, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a change would do to many projects."""

    diffs: tuple[Diff, ...]
    refused: tuple[Refused, ...]
    hashes: Mapping[str, str]
    """What it does to each plan, as a hash."""
    fingerprint: str


RELATIVE = (ShiftAnchor, UndoUpgrade)
"""Changes that would do something else if they were done again."""
REFUSED = "refused"
"""What stands for a hash where a project refuses."""
Told = Callable[[BulkStep], None]
Work = Callable[[str], str | None]
"""Does it for one and says what was done; None where it was so already."""


def plan_many(
    office: Office, kommunen: Sequence[str], wish: Wish, by: str, clock: Clock, told: Told
) -> BulkReport:
    """Start a project with the same wish in many Kommunen: a cohort."""

    def start(kommune: str) -> str | None:
        if _has_started(office, kommune, wish):
            return None
        started = start_project(office, kommune, wish, by, clock.now())
        return f"started as '{started.project.id}' with {len(started.schedule.deadlines)} tasks"

    return _in_turn(kommunen, start, told)


def default_order(clock: Clock) -> str:
    """The name of an order that nobody has named."""
    return local_day(clock.now()).isoformat()


def preview_many(
    office: Office,
    projects: Sequence[str],
    change: Change,
    by: str,
    clock: Clock,
    told: Told,
    *,
    order: str | None = None,
) -> BulkPreview:
    """What a change would do to many projects, with one fingerprint that confirms it; nothing is saved.

    Projects in which the order has been carried out are left out of what is shown.
    """
    name = _order(order or default_order(clock), change)
    with office.store.begin() as tx:
        (seen, _), done = tx.audit.head(), tx.projects.orders_done(name)
    diffs: dict[str, Diff] = {}

    def look(project: str) -> str | None:
        if project in done and isinstance(change, RELATIVE):
            return None
        diff = preview_change(office, project, change, by, clock.now())
        if diff.empty and project in done:
            return None
        diffs[project] = diff
        return None if diff.empty else diff.sum

    report = _in_turn(projects, look, told)
    hashes = {p: done[p] for p in projects if p in done} | {p: d.plan_hash for p, d in diffs.items()}
    hashes |= {refused.project: REFUSED for refused in report.refused}
    return BulkPreview(tuple(diffs.values()), report.refused, hashes, f"{seen}-{_hash_of(hashes)}")


def apply_many(
    office: Office,
    projects: Sequence[str],
    change: Change,
    fingerprint: str,
    by: str,
    clock: Clock,
    told: Told,
    *,
    order: str | None = None,
) -> BulkReport:
    """Carry out a change in many projects as it was seen, each by itself; broken off, it is simply run again.

    What counts from where a project is, such as a shift, the same order does to it once, however often it
    runs; without a name of its own an order is that of the day on which it begins. A project that somebody
    changes while it runs is refused by itself. Raises `SelectionChanged`, which holds what it would do
    now; then nothing is saved.
    """
    order = order or default_order(clock)
    seen = preview_many(office, projects, change, by, clock, _unheard, order=order)
    if read_fingerprint(fingerprint)[1] != read_fingerprint(seen.fingerprint)[1]:
        raise SelectionChanged(fingerprint=seen.fingerprint, preview=seen)
    return _applied(office, projects, change, seen, order, by, clock, told)


def make_many(
    office: Office,
    projects: Sequence[str],
    change: Change,
    by: str,
    clock: Clock,
    told: Told,
    *,
    order: str | None = None,
) -> BulkReport:
    """Carry out a change in many projects unseen, for those who have nobody to show it to."""
    order = order or default_order(clock)
    seen = preview_many(office, projects, change, by, clock, _unheard, order=order)
    return _applied(office, projects, change, seen, order, by, clock, told)


def _applied(
    office: Office,
    projects: Sequence[str],
    change: Change,
    seen: BulkPreview,
    order: str,
    by: str,
    clock: Clock,
    told: Told,
) -> BulkReport:
    name = _order(order, change)
    idle = {diff.project for diff in seen.diffs if diff.empty}

    def work(project: str) -> str | None:
        if project in idle:  # the order is not used up where there is nothing to do
            return None
        diff = _once(office, project, change, name, seen.hashes.get(project, REFUSED), by, clock)
        return None if diff is None or diff.empty else diff.sum

    return _in_turn(projects, work, told)


def _once(
    office: Office, project: str, change: Change, order: str, plan_hash: str, by: str, clock: Clock
) -> Diff | None:
    """Carry out a change in one project unless the order has done so before; all or nothing."""
    now = clock.now()
    with office.store.begin() as tx:
        if tx.projects.get(project) is None:
            raise UnknownProject(project=project)
        if not tx.projects.take_order(order, project, plan_hash, now) and isinstance(change, RELATIVE):
            return None
        diff = carried_out(office, tx, project, change, by, now)
        if not diff.empty and diff.plan_hash != plan_hash:
            raise ChangedMeanwhile(project=project)
        return diff


def _order(name: str, change: Change) -> str:
    """What an order is called in the store: the same name may be given to different changes."""
    return f"{name}/{identity(repr(change))}"


def _hash_of(hashes: Mapping[str, str]) -> str:
    return sha256("\n".join(f"{p} {h}" for p, h in sorted(hashes.items())).encode()).hexdigest()[:DIGITS]


def _unheard(_: BulkStep) -> None:
    """The second look at what was shown before is not told."""


def without_project(office: Office) -> tuple[str, ...]:
    """The Kommunen that have no project so far."""
    with office.store.begin() as tx:
        busy = {p.kommune for p in tx.projects.all()}
        return tuple(k.slug for k in tx.kommunen.all() if k.slug not in busy)


def _in_turn(subjects: Iterable[str], work: Work, told: Told) -> BulkReport:
    """Do it for one after the other; a refusal stops nobody else."""
    each = tuple(dict.fromkeys(subjects))
    found: dict[BulkOutcome, list[tuple[str, str]]] = {outcome: [] for outcome in BulkOutcome}
    for number, subject in enumerate(each, 1):
        outcome, text, error = _tried(subject, work)
        found[outcome].append((subject, text))
        told(BulkStep(subject, outcome, text, number, len(each), error))
    return BulkReport(
        done=tuple(subject for subject, _ in found[BulkOutcome.DONE]),
        unchanged=tuple(subject for subject, _ in found[BulkOutcome.UNCHANGED]),
        refused=tuple(Refused(subject, reason) for subject, reason in found[BulkOutcome.REFUSED]),
    )


def _tried(subject: str, work: Work) -> tuple[BulkOutcome, str, EtappeError | None]:
    try:
        text = work(subject)
    except EtappeError as error:
        return BulkOutcome.REFUSED, str(error), error
    return (BulkOutcome.UNCHANGED, "nothing to do", None) if text is None else (BulkOutcome.DONE, text, None)


def _has_started(office: Office, kommune: str, wish: Wish) -> bool:
    """Whether a Kommune has the project that is asked for; another one of the same day is a refusal."""
    with office.store.begin() as tx:
        of_the_day = [p for p in tx.projects.of_kommune(kommune) if p.start == wish.start]
        if not of_the_day:
            return False
        chosen = {m.key for m in tx.projects.plan(of_the_day[0].plan_digest).modules}
    wanted = {m.key for m in drawn_up(office, tuple(sorted(wish.modules))).modules}
    return chosen == wanted and _decided_alike(of_the_day[0], wish)


def _decided_alike(project: Project, wish: Wish) -> bool:
    return dict(project.answers) == dict(wish.answers) and set(project.ignored) == set(wish.ignored)
