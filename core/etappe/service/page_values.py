"""What the page of one project shows, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etappe.model.follow_up import FollowUp
from etappe.model.kommune import Kommune
from etappe.model.ledger import Entry
from etappe.model.light import Light
from etappe.model.people import Person
from etappe.model.progress import PhaseSpan
from etappe.model.project import Project, TaskState
from etappe.model.standing import State
from etappe.model.warnings import PlanWarning
from etappe.service.ahead import LetterAhead
from etappe.service.happening import Happened


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the page of its project shows it."""

    key: str
    title: str
    advice: str
    role: str
    role_title: str
    due: date
    state: TaskState
    overdue: bool
    days_left: int
    """Working days of the project from today to its day, negative behind it."""
    why: str
    """Why it is due on that day; empty where it is no part of the plan any more."""
    by_hand: bool
    blocking: bool
    milestone: bool
    effort: str
    settled_on: date | None
    settled_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhasePart:
    """A phase with its tasks by day."""

    span: PhaseSpan
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """An anchor as the page of its project shows it."""

    key: str
    title: str
    day: date
    by_hand: bool
    event: bool
    passed: bool
    why: str
    """Why it lies on that day."""


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold of the project or of one of its phases."""

    first: date
    until: date
    reason: str
    phase: str
    """The title of the phase that rests; empty where the whole project does."""
    phase_key: str
    running: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Who fills a role around the project."""

    role: str
    title: str
    staff: bool
    person: Person
    away: tuple[Away, ...]
    deputy: Person | None
    deputy_away: tuple[Away, ...]
    reachable: bool
    """Whether letters to them arrive, as far as is known."""


@dataclass(frozen=True, slots=True)
class Question:
    """A condition and what was answered."""

    key: str
    question: str
    answer: bool | None
    """None where nobody has answered: then the default counts."""
    default: bool | None


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module of the project's plan."""

    key: str
    title: str
    version: str
    optional: bool


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project with all that its page shows."""

    project: Project
    kommune: Kommune
    today: date
    state: State
    light: Light
    reason: str
    """Why the light is not green, or that the project rests."""
    silent_since: date | None
    phase: str
    """The title of the phase that it is in; empty before the first has begun."""
    open: int
    done: int
    overdue: int
    phases: tuple[PhasePart, ...]
    """In the order in which they open."""
    gone: tuple[TaskLine, ...]
    """Tasks that were part of the plan once."""
    anchors: tuple[AnchorLine, ...]
    """By day."""
    holds: tuple[HoldLine, ...]
    """Those that are over too, in the order of time."""
    contacts: tuple[ContactLine, ...]
    """Everybody who fills a role, in the order of the plan's roles."""
    unfilled: tuple[str, ...]
    """The titles of roles that have open tasks and nobody who fills them."""
    next_letters: tuple[LetterAhead, ...]
    """The next letter about the project to each person, the earliest first."""
    ledger: tuple[Entry, ...]
    """The newest lines of the ledger that are not to come, the newest first."""
    history: tuple[Happened, ...]
    """The newest first."""
    follow_ups: tuple[FollowUp, ...]
    questions: tuple[Question, ...]
    modules: tuple[ModuleLine, ...]
    not_chosen: tuple[ModuleLine, ...]
    """Optional modules that could be chosen still."""
    warnings: tuple[PlanWarning, ...]

    @property
    def spans(self) -> tuple[PhaseSpan, ...]:
        """The phases on the time axis."""
        return tuple(part.span for part in self.phases)
