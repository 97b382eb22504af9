"""The commands for projects: start, list, show, and their ledger."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.follow_ups import follow_up_as_json, print_follow_ups
from etappe.cli.inputs import Answers, Cohort, FixedDays, Ignored, Modules, Start
from etappe.cli.plan import (
    phase_heading,
    print_anchors,
    schedule_as_json,
    spans_by_day,
    start_day,
    task_as_json,
    warn_of,
    wish_of,
)
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.model.follow_up import FollowUp
    from etappe.model.ledger import Entry
    from etappe.model.project import TaskRecord
    from etappe.service.office import Office, ProjectFile
    from etappe.service.portfolio import ProjectRow

app = App(name="projects", help="Start, show, list, hold and resume projects.")
app.command("etappe.cli.bulk:start_many", name="start-many", help="Start a cohort: many Kommunen at once.")
app.command("etappe.cli.bulk:hold", name="hold-many", help="Let many projects rest until a day.")
app.command("etappe.cli.resting:hold", name="hold", help="Let a project rest until a day.")
app.command("etappe.cli.resting:resume", name="resume", help="Resume a project that rests.")
app.command("etappe.cli.choosing:choose", name="choose", help="Choose an optional module late.")
app.command("etappe.cli.choosing:drop", name="drop", help="Do without an optional module after all.")
app.command("etappe.cli.conditions:answer", name="answer", help="Answer a condition; tasks follow.")


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is shown of one project."""

    file: ProjectFile
    planned: dict[str, Entry]
    """The next rung of each task."""
    follow_ups: tuple[FollowUp, ...]
    today: date


@app.command
def start(
    kommune: str,
    /,
    *,
    start: Start = None,
    cohort: Cohort = None,
    modules: Modules = (),
    answer: Answers = (),
    fix: FixedDays = (),
    ignore: Ignored = (),
    json: Json = False,
) -> None:
    """Start the project of a Kommune: plan it, store its dates and arm its reminders, or refuse."""
    from etappe.service.projects import start_project

    with at_work() as etappe:
        begins = start_day(etappe.office.programme.spec, start, cohort)
        wish = wish_of(begins, modules, answer, fix, ignore)
        started = start_project(etappe.office, kommune, wish, actor(), etappe.clock.now())
    if json:
        print_json(
            {"project": started.project.id, **schedule_as_json(started.schedule, started.warnings)},
        )
        return
    print_anchors(started.schedule)
    say(f"The project '{started.project.id}' was started with {len(started.schedule.deadlines)} tasks.")
    warn_of(started.warnings)


@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List all projects: where they stand, what comes next, and the last letter."""
    from etappe.service.portfolio import portfolio

    with at_work() as etappe:
        rows = portfolio(etappe.office, etappe.clock.now())
    if json:
        print_json([asdict(row) for row in rows])
    else:
        columns = ("Project", "Land", "Phase and state", "Next deadline", "Last letter")
        print_table("Projects", columns, [_row(row) for row in rows])


@app.command
def show(
    project: str,
    /,
    *,
    tasks: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show the tasks of every phase, settled too.")
    ] = False,
    json: Json = False,
) -> None:
    """Show one project: its anchors, its phases, and its open tasks with what comes next."""
    from etappe.model.moments import local_day

    with at_work() as etappe:
        dossier = dossier_of(etappe.office, project, local_day(etappe.clock.now(), etappe.office.zone))
    if json:
        print_json(_dossier(dossier))
        return
    file = dossier.file
    say(f"{file.kommune.name}, {file.plan.programme.title}, {_settled(file)} tasks settled.")
    print_anchors(file.schedule)
    for span in spans_by_day(file.schedule):
        inside = [t for t in shown_tasks(file) if file.plan.task[t.key].phase == span.phase]
        unsettled = [t for t in inside if not t.settled]
        heading = f"{phase_heading(file.schedule, span)}: {len(unsettled)} of {len(inside)} open"
        print_tasks(heading, dossier, inside if tasks else unsettled)
    print_follow_ups(dossier.follow_ups)


@app.command
def ledger(project: str, /, *, json: Json = False) -> None:
    """List every rung that was armed for a project, and what became of it."""
    from etappe.service.office import open_file

    with at_work() as etappe, etappe.office.store.begin() as tx:
        open_file(etappe.office, tx, project)
        entries = tx.ledger.entries(project)
    if json:
        print_json([{**asdict(e), "outcome": e.outcome} for e in entries])
        return
    rows = [
        (
            _when(e, etappe.office.zone),
            f"{e.task_key or ''}\n{e.rule_key}",
            e.outcome,
            ", ".join(e.recipients),
            e.reason or "",
        )
        for e in entries
    ]
    print_table(f"Ledger of '{project}'", ("When", "Task and rung", "Became", "To", "Reason"), rows)


@app.command
def report(project: str, /, *, json: Json = False) -> None:
    """Print the draft of a project's final report as Markdown: its way, and what each module adds."""
    from etappe.service.reports import draft_report

    with at_work() as etappe:
        draft = draft_report(etappe.office, project, etappe.clock.now())
    if json:
        print_json({"title": draft.title, "sections": [s.model_dump() for s in draft.sections]})
    else:
        sys.stdout.write(draft.markdown)


def dossier_of(office: Office, project: str, today: date) -> Dossier:
    """All that is shown of one project; raises `UnknownProject`."""
    from etappe.model.ledger import OccurrenceState
    from etappe.service.office import open_file

    with office.store.begin() as tx:
        file = open_file(office, tx, project)
        waiting = [e for e in tx.ledger.entries(project) if e.state is OccurrenceState.PLANNED]
        return Dossier(
            file=file,
            planned={e.task_key: e for e in waiting if e.task_key},
            follow_ups=tx.follow_ups.all_open(project),
            today=today,
        )


def shown_tasks(file: ProjectFile) -> list[TaskRecord]:
    """The tasks that a project has now, by day."""
    active = [t for t in file.tasks.values() if t.key in file.schedule.deadlines]
    return sorted(active, key=lambda t: t.due)


def print_tasks(heading: str, dossier: Dossier, tasks: Iterable[TaskRecord]) -> None:
    """Show tasks with their state, why they are due on their day, and what comes next."""
    from etappe.model.explanation import explain_task

    file = dossier.file
    rows = [
        (
            f"{german(t.due)}\n{file.plan.task[t.key].role}, {_state(dossier, t)}",
            f"{file.plan.task[t.key].title}\n{t.key}",
            explain_task(file.schedule, t.key) + _next(dossier, t),
        )
        for t in tasks
    ]
    if rows:
        print_table(heading, ("Due", "Task", "Why this day, and what comes next"), rows)
    else:
        say(heading)


def is_late(dossier: Dossier, task: TaskRecord) -> bool:
    """Whether a task is overdue today."""
    from etappe.model.project import is_overdue

    return is_overdue(task, dossier.file.schedule, dossier.today)


def project_task_as_json(dossier: Dossier, task: TaskRecord) -> dict[str, object]:
    """A task of a project with its state, for scripts."""
    entry = dossier.planned.get(task.key)
    return {
        **task_as_json(dossier.file.schedule, dossier.file.schedule.deadlines[task.key]),
        "due": task.due,
        "state": task.state,
        "overdue": is_late(dossier, task),
        "settled_at": task.settled_at,
        "settled_by": task.settled_by,
        "reason": task.reason,
        "next_rung": {"rung": entry.occ_key, "at": entry.due_at} if entry else None,
    }


def _dossier(dossier: Dossier) -> dict[str, object]:
    from etappe.model.warnings import warnings_of

    file = dossier.file
    return {
        "project": file.project.id,
        "kommune": file.kommune.slug,
        "land": file.kommune.land,
        "answers": dict(file.project.answers),
        "ignored": list(file.project.ignored),
        **schedule_as_json(file.schedule, warnings_of(file.schedule)),
        "tasks": [project_task_as_json(dossier, t) for t in shown_tasks(file)],
        "follow_ups": [follow_up_as_json(f) for f in dossier.follow_ups],
    }


def _row(row: ProjectRow) -> tuple[str, ...]:
    overdue = f", {row.overdue} overdue" if row.overdue else ""
    following = f"{german(row.next_due)} {row.next_task}\n{row.why}" if row.next_due else ""
    letter = f"{german(row.last_letter_on)} {row.last_letter}" if row.last_letter_on else ""
    rests = f"\n{row.reason}" if row.light == "green" and row.reason else ""
    return (
        row.kommune if row.kommune == row.project else f"{row.kommune}\n{row.project}",
        row.land,
        f"{row.phase}\n{row.light}, {row.done}/{row.tasks} settled{overdue}{rests}",
        following,
        letter,
    )


def _settled(file: ProjectFile) -> str:
    tasks = shown_tasks(file)
    return f"{sum(1 for t in tasks if t.settled)} of {len(tasks)}"


def _state(dossier: Dossier, task: TaskRecord) -> str:
    if is_late(dossier, task):
        return "overdue"
    return f"{task.state}: {task.reason}" if task.reason else task.state.value


def _next(dossier: Dossier, task: TaskRecord) -> str:
    entry = dossier.planned.get(task.key)
    return f"\n→ {_when(entry, dossier.file.calendar.zone)} {entry.rule_key}" if entry else ""


def _when(entry: Entry, zone: str) -> str:
    from etappe.model.moments import local_time

    return f"{local_time(entry.due_at, zone):%d.%m.%Y %H:%M}"
