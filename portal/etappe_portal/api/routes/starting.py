"""A new project: its plan shown, then started."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Response
from pydantic import Field, StrictBool

from etappe.errors import StartInThePast
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.kommune import place_of
from etappe.model.permissions import Action
from etappe.model.schedule import Schedule
from etappe.service.office import require_kommune
from etappe.service.projects import Wish, start_project
from etappe.service.projects import preview as planned
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Day, Text, Value, router_of
from etappe_portal.api.refusals import refusals
from etappe_portal.api.warned import PlanWarning

router = router_of("Projects", "/projects")
Starting = Annotated[Call, permitted(Action.START_PROJECT)]
BEGUN = {"headers": {"Location": {"description": "Where the project is.", "schema": {"type": "string"}}}}
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=80)]


class NewProject(Value):
    """What is asked of a new project."""

    kommune: Slug = Field(description="The slug of the Kommune.", examples=["gera"])
    start: Day
    modules: list[Text] = Field(
        default=[], max_length=50, description="Optional modules; mandatory ones come by themselves."
    )
    answers: dict[Text, StrictBool] = Field(
        default={}, max_length=200, description="Answers to conditions, by their keys."
    )


class DraftedDate(Value):
    """A day of a plan that is not saved."""

    key: str
    title: str
    day: date
    why: str = Field(description="Why it lies there, in the language of the programme.")


class DraftedPhase(Value):
    """A phase of a plan that is not saved."""

    key: str
    title: str
    begins: date
    ends: date


class Draft(Value):
    """A plan that is not saved."""

    phases: list[DraftedPhase]
    anchors: list[DraftedDate]
    tasks: list[DraftedDate]
    warnings: list[PlanWarning]


class Begun(Value):
    """A project that has begun."""

    project: str
    warnings: list[PlanWarning]


@router.post("/preview", summary="Show the plan of a new project", responses=refusals(400, 409, 422))
def preview(call: Starting, body: NewProject) -> Draft:
    """Plan without saving anything."""
    _require_to_come(call, body)
    with call.reading.store.begin() as tx:
        kommune = require_kommune(tx, body.kommune)
        days = tx.kommunen.days([kommune.slug]).get(kommune.slug, ())
    found = planned(call.reading, place_of(kommune, days), _wish(body))
    return Draft(
        phases=_phases(found.schedule),
        anchors=_anchors(found.schedule),
        tasks=_tasks(found.schedule),
        warnings=[PlanWarning.model_validate(warning) for warning in found.warnings],
    )


@router.post(
    "", status_code=201, summary="Start a project", responses={201: BEGUN, **refusals(400, 409, 422)}
)
def start(call: Starting, body: NewProject, response: Response) -> Begun:
    """Plan it, save plan and dates, and arm its reminders; all or nothing."""
    started = start_project(call.office, body.kommune, _wish(body), call.by, call.now)
    response.headers["Location"] = f"/api/v1/projects/{started.project.id}"
    warnings = [PlanWarning.model_validate(warning) for warning in started.warnings]
    return Begun(project=started.project.id, warnings=warnings)


def _wish(body: NewProject) -> Wish:
    return Wish(body.start, tuple(body.modules), body.answers)


def _require_to_come(call: Call, body: NewProject) -> None:
    """Refuse before it is shown what would be refused when it is saved; raises `StartInThePast`."""
    if body.start < call.today:
        days = {"start": f"{body.start:%d.%m.%Y}", "today": f"{call.today:%d.%m.%Y}"}
        raise StartInThePast(kommune=body.kommune, **days)


def _phases(schedule: Schedule) -> list[DraftedPhase]:
    spans = sorted(schedule.spans.values(), key=lambda span: (span.begins, span.phase))
    return [
        DraftedPhase(key=s.phase, title=schedule.plan.phase[s.phase].title, begins=s.begins, ends=s.ends)
        for s in spans
    ]


def _anchors(schedule: Schedule) -> list[DraftedDate]:
    placed = sorted(schedule.anchors.values(), key=lambda anchor: (anchor.day, anchor.key))
    titles = schedule.plan.anchor
    return [
        DraftedDate(key=a.key, title=titles[a.key].title, day=a.day, why=explain_anchor(schedule, a.key))
        for a in placed
    ]


def _tasks(schedule: Schedule) -> list[DraftedDate]:
    deadlines = sorted(schedule.deadlines.values(), key=lambda deadline: (deadline.day, deadline.task))
    titles = schedule.plan.task
    return [
        DraftedDate(key=d.task, title=titles[d.task].title, day=d.day, why=explain_task(schedule, d.task))
        for d in deadlines
    ]
