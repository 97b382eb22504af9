"""All projects of a programme, page by page: what a page costs does not grow with what it does not show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.explanation import explain_task
from etappe.model.filters import Filters
from etappe.model.light import Light, signal_of
from etappe.model.moments import local_day
from etappe.model.people import Contact
from etappe.model.progress import PhaseSpan, phase_spans
from etappe.model.project import TaskState, current_phase, is_overdue
from etappe.model.standing import State
from etappe.service.filing import open_files
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction

PAGE = 50
"""Projects on a page where nobody says."""


@dataclass(frozen=True, slots=True)
class EventDay:
    """A named day of a project."""

    key: str
    title: str
    day: date
    by_hand: bool
    """Whether somebody has fixed it."""
    event: bool
    """Whether people meet on it."""


@dataclass(frozen=True, slots=True)
class NextTask:
    """The earliest open task of a project; it may be overdue."""

    key: str
    title: str
    due: date
    why: str
    """Why it is due on that day, in the language of the programme."""


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One project in the overview."""

    project: str
    kommune: str
    slug: str
    land: str
    kind: str
    forum: str
    start: date
    state: State
    light: Light
    reason: str
    """Why the light is not green, or that the project rests; empty where there is nothing to say."""
    phase: str
    """The title of the phase that it is in; empty before the first has begun."""
    next_task: NextTask | None
    phases: tuple[PhaseSpan, ...]
    """In the order in which they open."""
    days: tuple[EventDay, ...]
    """Its anchors by day."""
    open: int
    done: int
    overdue: int
    contact: str
    """The name of the contact person; empty where nobody is."""
    silent_since: date | None
    """The day on which something was heard last, where that is long ago and a task is overdue."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of projects, and how many there are of each kind."""

    today: date
    tiles: Mapping[State, int]
    """How many projects are in each state, whatever is filtered."""
    silent: int
    """How many Kommunen are silent, whatever is filtered."""
    filters: Filters
    matches: int
    page: int
    """Counted from one; a page behind the last is the last."""
    size: int
    rows: tuple[OverviewRow, ...]
    unreadable: tuple[str, ...] = ()
    """Projects of this page whose dates cannot be computed; ``etappe doctor`` tells why."""

    @property
    def projects(self) -> int:
        """How many projects there are."""
        return sum(self.tiles.values())

    @property
    def pages(self) -> int:
        """How many pages the matches fill, at least one."""
        return last_page(self.matches, self.size)


def last_page(matches: int, size: int) -> int:
    """The number of the last page; one where nothing matches."""
    return max(1, -(-matches // size))


def overview(office: Office, filters: Filters, now: datetime, page: int = 1, size: int = PAGE) -> Overview:
    """A page of the projects that match, the most urgent first: by their earliest open task, then by name.

    What rests comes behind all else, and what is done last.
    """
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        tiles, silent = tx.survey.tiles(today)
        matches = tx.survey.number(filters, today) if filters.any else sum(tiles.values())
        page = min(max(page, 1), last_page(matches, size))
        ids = tx.survey.page(filters, today, size, (page - 1) * size)
        rows = rows_of(office, tx, ids, today)
    shown = {row.project for row in rows}
    return Overview(
        today=today,
        tiles={state: tiles.get(state, 0) for state in State},
        silent=silent,
        filters=filters,
        matches=matches,
        page=page,
        size=size,
        rows=rows,
        unreadable=tuple(project_id for project_id in ids if project_id not in shown),
    )


def rows_of(office: Office, tx: Transaction, ids: tuple[str, ...], today: date) -> tuple[OverviewRow, ...]:
    """The rows of some projects, in their order; without those whose dates cannot be computed."""
    files = open_files(office, tx, ids)
    contacts = tx.people.contacts([file.kommune.slug for file in files])
    return tuple(_row(file, contacts.get(file.kommune.slug, {}), today) for file in files)


def _row(file: ProjectFile, contacts: Mapping[str, Contact], today: date) -> OverviewRow:
    phase = current_phase(file.plan, file.schedule, file.tasks, today)
    signal = signal_of(file.schedule, file.tasks, today)
    contact = contacts.get(file.plan.programme.contact)
    standing = file.project.standing
    tasks = [t for t in file.tasks.values() if t.state is not TaskState.RETIRED]
    return OverviewRow(
        project=file.project.id,
        kommune=file.kommune.name,
        slug=file.kommune.slug,
        land=file.kommune.land,
        kind=file.kommune.kind,
        forum=file.kommune.forum,
        start=file.project.start,
        state=standing.state(today),
        light=signal.light,
        reason=signal.reason,
        phase=file.plan.phase[phase].title if phase else "",
        next_task=next_task_of(file),
        phases=phase_spans(file.schedule, file.tasks, today),
        days=event_days(file),
        open=sum(1 for t in tasks if t.state is TaskState.OPEN),
        done=sum(1 for t in tasks if t.settled),
        overdue=sum(1 for t in tasks if is_overdue(t, file.schedule, today)),
        contact=contact.person.name if contact else "",
        silent_since=file.project.heard if standing.silent(today) else None,
    )


def next_task_of(file: ProjectFile) -> NextTask | None:
    """The earliest open task of a project, with why it is due then."""
    tasks = [t for t in file.tasks.values() if t.state is TaskState.OPEN and t.key in file.schedule.deadlines]
    first = min(tasks, key=lambda t: (t.due, t.key), default=None)
    if first is None:
        return None
    why = explain_task(file.schedule, first.key)
    return NextTask(first.key, file.plan.task[first.key].title, first.due, why)


def event_days(file: ProjectFile) -> tuple[EventDay, ...]:
    """The anchors of a project by day."""
    known, placed = file.plan.anchor, sorted(file.schedule.anchors.values(), key=lambda a: a.day)
    return tuple(EventDay(a.key, known[a.key].title, a.day, a.by_hand, known[a.key].event) for a in placed)
