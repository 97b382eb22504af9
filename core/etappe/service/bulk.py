"""One thing done for many projects: each by itself, so that a run that was broken off is simply run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etappe.errors import EtappeError
from etappe.model.moments import local_day
from etappe.model.project import Project
from etappe.service.office import Office
from etappe.service.ports import Clock
from etappe.service.projects import Wish, drawn_up, start_project
from etappe.service.replanning import shift_anchor
from etappe.service.upgrading import upgrade_plan


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


def shift_many(
    office: Office,
    projects: Sequence[str],
    anchor: str,
    working_days: int,
    by: str,
    clock: Clock,
    told: Told,
    *,
    order: str | None = None,
) -> BulkReport:
    """Move an anchor of many projects by working days of their own place.

    The same order moves a project once, however often it runs; without a name of its own an order is that
    of the day on which it begins.
    """
    name = order or default_order(clock)

    def shift(project: str) -> str | None:
        moved = shift_anchor(office, project, anchor, working_days, name, by, clock.now())
        return f"moved: {len(moved.anchors) + len(moved.tasks)}" if moved else None

    return _in_turn(projects, shift, told)


def default_order(clock: Clock) -> str:
    """The name of an order that nobody has named."""
    return local_day(clock.now()).isoformat()


def upgrade_many(
    office: Office,
    projects: Sequence[str],
    by: str,
    clock: Clock,
    told: Told,
    *,
    dry_run: bool = False,
) -> BulkReport:
    """Let many projects follow the modules as they are installed now."""

    def upgrade(project: str) -> str | None:
        upgraded = upgrade_plan(office, project, by, clock.now(), dry_run=dry_run)
        if upgraded is None:
            return None
        return f"moved: {len(upgraded.moved)}, new: {len(upgraded.added)}, retired: {len(upgraded.retired)}"

    return _in_turn(projects, upgrade, told)


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
        outcome, text = _tried(subject, work)
        found[outcome].append((subject, text))
        told(BulkStep(subject, outcome, text, number, len(each)))
    return BulkReport(
        done=tuple(subject for subject, _ in found[BulkOutcome.DONE]),
        unchanged=tuple(subject for subject, _ in found[BulkOutcome.UNCHANGED]),
        refused=tuple(Refused(subject, reason) for subject, reason in found[BulkOutcome.REFUSED]),
    )


def _tried(subject: str, work: Work) -> tuple[BulkOutcome, str]:
    try:
        text = work(subject)
    except EtappeError as error:
        return BulkOutcome.REFUSED, str(error)
    return (BulkOutcome.UNCHANGED, "nothing to do") if text is None else (BulkOutcome.DONE, text)


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
