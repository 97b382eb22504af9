"""Projects: how far each is, page by page and one by one."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import Field

from etappe.model.filters import Filters
from etappe.model.light import Light
from etappe.model.permissions import Action, require_may
from etappe.model.progress import PhaseStatus
from etappe.model.standing import State
from etappe.service.office import open_file
from etappe.service.overview import PAGE, OverviewRow, overview, rows_of
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Number, Page, ProjectId, Size, Value, Word, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Projects")
Overseeing = Annotated[Call, permitted(Action.SEE_OVERVIEW)]
Following = Annotated[Call, permitted(Action.SEE_PROGRESS)]


class Phase(Value):
    """A phase on the time axis."""

    key: str
    title: str
    begins: date
    ends: date
    status: PhaseStatus


class NamedDate(Value):
    """A named day of a project."""

    key: str
    title: str
    day: date
    by_hand: bool = Field(description="Whether somebody has fixed it.")
    event: bool = Field(description="Whether people meet on it.")


class NextTask(Value):
    """The earliest open task; it may be overdue."""

    key: str
    title: str
    due: date
    why: str = Field(description="Why it is due on that day, in the language of the programme.")


class Project(Value):
    """How far a project is, without answers and results."""

    project: str
    kommune: str = Field(description="The slug of the Kommune.")
    name: str = Field(description="The name of the Kommune.")
    land: str
    kind: str
    forum: str
    start: date
    state: State
    phase: str = Field(description="The title of the phase it is in; empty before the first has begun.")
    phases: list[Phase] = Field(description="In the order in which they open.")
    dates: list[NamedDate] = Field(description="By day.")
    next_task: NextTask | None
    open: int
    done: int
    overdue: int
    silent_since: date | None = Field(
        description="Since when nothing was heard, where a task is overdue too."
    )
    light: Light | None = Field(description="For roles that see projects whole; null for others.")
    light_reason: str | None = Field(description="Why the light is not green, or that the project rests.")
    contact: str | None = Field(description="The name of the contact person, for roles that see contacts.")


class Projects(Page[Project]):
    """Some projects."""

    unreadable: list[str] = Field(description="Projects of this page whose dates cannot be computed.")


@router.get("/projects", summary="List projects, the most urgent first", responses=refusals(422))
def list_all(
    call: Overseeing,
    q: Annotated[Word, Query(description="A part of the name of the Kommune.")] = "",
    state: State | None = None,
    phase: Annotated[Word, Query(description="The key of the phase that it is in.")] = "",
    land: Annotated[Word, Query()] = "",
    forum: Annotated[Word, Query()] = "",
    person: Annotated[
        Word, Query(description="A part of a contact's name; for roles that see contacts.")
    ] = "",
    silent: Annotated[bool, Query(description="Only Kommunen of which nothing was heard for long.")] = False,
    page: Number = 1,
    size: Size = PAGE,
) -> Projects:
    """The projects that match all that is asked, by their earliest open task, then by name."""
    if person:
        require_may(call.token.role, Action.SEE_CONTACTS)
    filters = Filters(q.strip(), state, phase, land, forum.strip(), person.strip(), silent)
    found = overview(call.reading, filters, call.now, page, size)
    behind = found.page != page  # a page of the portal is the last one then
    return Projects(
        items=[] if behind else [_shown(call, row) for row in found.rows],
        page=page,
        pages=found.pages,
        total=found.matches,
        unreadable=[] if behind else list(found.unreadable),
    )


@router.get("/projects/{project}", summary="Show one project", responses=refusals(404, 409, 422))
def show(call: Following, project: ProjectId) -> Project:
    """How far a project is; one whose dates cannot be computed is refused with the reason."""
    with call.reading.store.begin() as tx:
        open_file(call.reading, tx, project)
        (row,) = rows_of(call.reading, tx, (project,), call.today)
    return _shown(call, row)


def _shown(call: Call, row: OverviewRow) -> Project:
    whole = call.may(Action.SEE_PROJECT)
    return Project(
        project=row.project,
        kommune=row.slug,
        name=row.kommune,
        land=row.land,
        kind=row.kind,
        forum=row.forum,
        start=row.start,
        state=row.state,
        phase=row.phase,
        phases=[Phase.model_validate(phase) for phase in row.phases],
        dates=[NamedDate.model_validate(day) for day in row.days],
        next_task=NextTask.model_validate(row.next_task) if row.next_task else None,
        open=row.open,
        done=row.done,
        overdue=row.overdue,
        silent_since=row.silent_since,
        light=row.light if whole else None,
        light_reason=row.reason if whole else None,
        contact=row.contact if call.may(Action.SEE_CONTACTS) else None,
    )
