"""A Kommune's way as a flow of phases: one task run for each, and beside them the plan as a page."""

from __future__ import annotations

from prefect.client.schemas.objects import State
from prefect.states import Completed

from etappe.service.journeys import Journey, Step, StepState
from etappe_flows import work
from etappe_flows.shell import Json, shell, step
from etappe_flows.showing import Bar, call_this_run, show_page

SHOWN = {
    StepState.COMPLETED: "Completed",
    StepState.RUNNING: "Under way",
    StepState.NOT_BEGUN: "Not begun",
}
"""What the state of a phase's task run is called; its type is COMPLETED, for the showing is done.

A run of type RUNNING would be one more zombie; see docs/decisions/0015.
"""

way_of = step("way of {project}")(work.way_of)


@step("{title} · {kommune}")
def show_phase(kommune: str, title: str, state: str, days: str, settled: str) -> State[None]:
    """One phase of the way, as a task run whose state is that of the phase."""
    return Completed(name=SHOWN[StepState(state)], message=f"{days}, {settled}")


@shell()
def kommune_projekt(programme: str, project: str) -> Json:
    """Draw where a Kommune stands; it shows days and numbers of tasks, and no result of anybody."""
    way = way_of(programme, project)
    call_this_run(way.kommune)
    for phase in way.steps:
        show_phase(way.kommune, phase.title, phase.state.value, days_of(phase), settled_of(phase))
    show_page(f"way of {project}", page_of(way), f"{way.kommune}: der Weg durch das Programm")
    done, tasks = sum(s.done for s in way.steps), sum(s.tasks for s in way.steps)
    Bar(f"tasks of {project}", f"{way.kommune}: erledigte Aufgaben").to(done, tasks)
    return {"project": way.project, "phase": way.phase, "done": done, "tasks": tasks}


def page_of(way: Journey) -> str:
    """The plan as a table."""
    rows = [
        f"| {s.title} | {SHOWN[s.state]} | {days_of(s)} | {s.done}/{s.tasks} | {_next(s)} |"
        for s in way.steps
    ]
    head = ("| phase | state | days | tasks settled | next due |", "|---|---|---|---|---|")
    return "\n".join((f"# {way.kommune} · {way.programme}", "", *head, *rows)) + "\n"


def days_of(phase: Step) -> str:
    """The first and the last day of a phase."""
    return f"{phase.begins:%d.%m.%Y} – {phase.ends:%d.%m.%Y}"


def settled_of(phase: Step) -> str:
    """How far the tasks of a phase are."""
    return f"{phase.done} of {phase.tasks} tasks settled"


def _next(phase: Step) -> str:
    return f"{phase.next_due:%d.%m.%Y}" if phase.next_due else "–"
