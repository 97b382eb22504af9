"""The plan of a project: phases with their tasks, every day with its reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from etappe.model.permissions import Action
from etappe.model.project import TaskState
from etappe.service.project_page import project_page
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import ProjectId, Value, router_of
from etappe_portal.api.refusals import refusals
from etappe_portal.api.routes.anchors import Anchor
from etappe_portal.api.routes.projects import Phase
from etappe_portal.api.warned import PlanWarning

router = router_of("Projects")
Seeing = Annotated[Call, permitted(Action.SEE_PROJECT)]


class Task(Value):
    """A task of a project."""

    key: str
    title: str
    advice: str
    role: str
    role_title: str
    due: date
    state: TaskState
    overdue: bool
    days_left: int = Field(description="Working days of the place from today on, negative behind the day.")
    why: str = Field(description="Why it is due on that day; empty where it is no part of the plan any more.")
    by_hand: bool
    blocking: bool
    milestone: bool
    effort: str
    settled_on: date | None
    settled_by: str
    reason: str = Field(description="Why it was waived.")


class PhaseOfPlan(Value):
    """A phase with its tasks by day."""

    phase: Phase
    tasks: list[Task]


class Hold(Value):
    """A rest of the project or of one of its phases."""

    first: date
    until: date
    reason: str
    phase: str = Field(description="The title of the phase that rests; empty where the whole project does.")
    phase_key: str
    running: bool
    over: bool


class Condition(Value):
    """A condition and what was answered."""

    key: str
    question: str
    answer: bool | None = Field(description="Null where nobody has answered: then the default counts.")
    default: bool | None


class Module(Value):
    """A module of the plan."""

    key: str
    title: str
    version: str
    optional: bool


class Plan(Value):
    """The plan of a project as it stands today."""

    project: str
    today: date
    phases: list[PhaseOfPlan] = Field(description="In the order in which they open.")
    gone: list[Task] = Field(description="Tasks that were part of the plan once.")
    anchors: list[Anchor] = Field(description="By day.")
    holds: list[Hold]
    conditions: list[Condition]
    modules: list[Module]
    not_chosen: list[Module] = Field(description="Optional modules that could be chosen still.")
    unfilled_roles: list[str] = Field(description="Roles that have open tasks and nobody who fills them.")
    warnings: list[PlanWarning]


@router.get(
    "/projects/{project}/plan", summary="Show the plan of a project", responses=refusals(404, 409, 422)
)
def plan(call: Seeing, project: ProjectId) -> Plan:
    """Phases, tasks and anchors with their days, and why each of them is due then."""
    page = project_page(call.reading, project, call.now)
    return Plan(
        project=page.project.id,
        today=page.today,
        phases=[
            PhaseOfPlan(
                phase=Phase.model_validate(part.span), tasks=[Task.model_validate(t) for t in part.tasks]
            )
            for part in page.phases
        ],
        gone=[Task.model_validate(task) for task in page.gone],
        anchors=[Anchor.model_validate(anchor) for anchor in page.anchors],
        holds=[Hold.model_validate(hold) for hold in page.holds],
        conditions=[Condition.model_validate(question) for question in page.questions],
        modules=[Module.model_validate(module) for module in page.modules],
        not_chosen=[Module.model_validate(module) for module in page.not_chosen],
        unfilled_roles=list(page.unfilled),
        warnings=[PlanWarning.model_validate(warning) for warning in page.warnings],
    )
