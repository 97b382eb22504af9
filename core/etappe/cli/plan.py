"""The command that plans without storing, and how a schedule is shown wherever it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import (
    ALand,
    Answers,
    Category,
    Cohort,
    Days,
    FixedDays,
    Ignored,
    Modules,
    Start,
    each_once,
    require_fitting,
)
from etappe.cli.terminal import Json, german, print_json, print_table, say, warn
from etappe.model.kommune import DayKind
from etappe.model.place import HolidayCategory, Place

if TYPE_CHECKING:
    from etappe.model.anchors import AnchorDate
    from etappe.model.programme_spec import ProgrammeSpec
    from etappe.model.schedule import Deadline, Schedule, Span
    from etappe.model.warnings import PlanWarning
    from etappe.service.office import Drawing
    from etappe.service.projects import Wish

app = App(name="plan", help="Preview a plan without storing it, or upgrade those of projects.")
app.command("etappe.cli.bulk:upgrade", name="upgrade", help="Let projects follow their newest modules.")
app.command("etappe.cli.bulk:undo", name="undo", help="Let projects go back to the plan before that.")
app.command("etappe.cli.backwards:of_plan", name="backwards", help="Plan from a wanted day back.")


@app.command
def preview(
    *,
    land: ALand,
    start: Start = None,
    cohort: Cohort = None,
    modules: Modules = (),
    category: Category = HolidayCategory.LAND,
    election: Annotated[Days, Parameter(help="The day of an election; again for each.")] = (),
    closed: Annotated[Days, Parameter(help="A closing day of the town hall; again for each.")] = (),
    committee: Annotated[Days, Parameter(help="A date of the committee; again for each.")] = (),
    answer: Answers = (),
    fix: FixedDays = (),
    ignore: Ignored = (),
    json: Json = False,
) -> None:
    """Plan without saving: anchors, phases and tasks with their days and why these."""
    from etappe.bootstrap import drawing_board
    from etappe.service.projects import preview as previewed
    from etappe.settings import read_settings

    require_fitting(category, land)
    board = drawing_board(read_settings())
    place = place_with(board, land, category, election, closed, committee)
    wish = wish_of(start_day(board.programme.spec, start, cohort), modules, answer, fix, ignore)
    planned = previewed(board, place, wish)
    if json:
        print_json(schedule_as_json(planned.schedule, planned.warnings))
    else:
        print_schedule(planned.schedule, land)
        warn_of(planned.warnings)


def place_with(
    board: Drawing,
    land: str,
    category: HolidayCategory,
    election: Iterable[date],
    closed: Iterable[date],
    committee: Iterable[date],
) -> Place:
    """The place that options describe."""
    from etappe.model.speech import speech_in

    name = speech_in(board.programme.spec.language).remarks.day_names[DayKind.CLOSED]
    return Place(
        land=land,
        category=category,
        closed=dict.fromkeys(closed, name),
        elections=tuple(sorted(election)),
        committee=tuple(sorted(committee)),
    )


def start_day(spec: ProgrammeSpec, start: date | None, cohort: str | None) -> date:
    """The day on which a project starts: its own, or that of its cohort; raises `UnknownCohort`."""
    from etappe.model.cohorts import start_of

    if start is not None:
        return start
    return start_of(spec, cohort or "")


def wish_of(start: date, modules: Modules, answer: Answers, fix: FixedDays, ignore: Ignored) -> Wish:
    """What somebody asks of a project, from the options that preview and start share."""
    from etappe.model.spec import Avoid
    from etappe.service.projects import Wish

    return Wish(
        start=start,
        modules=modules,
        answers=each_once(answer, "--answer"),
        fixed_anchors=each_once(fix, "--fix"),
        ignored=frozenset(Avoid(i) for i in ignore),
    )


def schedule_as_json(schedule: Schedule, warnings: Iterable[PlanWarning]) -> dict[str, object]:
    """A plan with its days, for scripts."""
    from etappe.model.cohorts import cohort_on
    from etappe.model.warnings import duration_in_months

    return {
        "programme": schedule.plan.programme.key,
        "modules": [m.key for m in schedule.plan.modules],
        "start": schedule.decisions.start,
        "cohort": cohort_on(schedule.plan.programme, schedule.decisions.start),
        "duration_months": duration_in_months(schedule),
        "anchors": [anchor_as_json(schedule, a) for a in schedule.anchors.values()],
        "phases": [_phase(schedule, s) for s in spans_by_day(schedule)],
        "tasks": [task_as_json(schedule, d) for d in by_day(schedule.deadlines.values())],
        "warnings": [warning_as_json(w) for w in warnings],
    }


def anchor_as_json(schedule: Schedule, anchor: AnchorDate) -> dict[str, object]:
    """An anchor with its day, for scripts."""
    from etappe.model.explanation import explain_anchor

    return {
        "key": anchor.key,
        "title": schedule.plan.anchor[anchor.key].title,
        "day": anchor.day,
        "by_hand": anchor.by_hand,
        "why": explain_anchor(schedule, anchor.key),
    }


def task_as_json(schedule: Schedule, deadline: Deadline) -> dict[str, object]:
    """A task with its day, for scripts."""
    from etappe.model.explanation import explain_task

    spec = schedule.plan.task[deadline.task]
    return {
        "key": spec.key,
        "title": spec.title,
        "phase": spec.phase,
        "role": spec.role,
        "due": deadline.day,
        "by_hand": deadline.by_hand,
        "compressed_after": deadline.compressed_after,
        "milestone": spec.milestone,
        "blocking": spec.blocking,
        "why": explain_task(schedule, spec.key),
    }


def warning_as_json(warning: PlanWarning) -> dict[str, str]:
    """What is doubtful about a plan, for scripts."""
    return {"code": warning.code, "subject": warning.subject, "text": warning.text}


def print_schedule(schedule: Schedule, place: str) -> None:
    """Show a plan with its days to people: a summary, the anchors, and the tasks of each phase."""
    from etappe.model.warnings import duration_in_months

    length = duration_in_months(schedule)
    months = "" if length is None else f" in {length} months"
    say(f"{schedule.plan.programme.title}, {place}: {len(schedule.deadlines)} tasks{months}.")
    print_anchors(schedule)
    for span in spans_by_day(schedule):
        _print_phase(schedule, span)


def print_anchors(schedule: Schedule) -> None:
    """Show the anchors with their days and why these."""
    from etappe.model.explanation import explain_anchor

    rows = [
        (german(a.day), schedule.plan.anchor[a.key].title, a.key, explain_anchor(schedule, a.key))
        for a in schedule.anchors.values()
    ]
    print_table("Anchors", ("Day", "Anchor", "Key", "Why this day"), rows)


def phase_heading(schedule: Schedule, span: Span) -> str:
    """A phase and its days."""
    return f"{schedule.plan.phase[span.phase].title}, {german(span.begins)} – {german(span.ends)}"


def by_day(deadlines: Iterable[Deadline]) -> Sequence[Deadline]:
    """Deadlines in the order of their days; those of one day in the order of the plan."""
    return sorted(deadlines, key=lambda d: d.day)


def spans_by_day(schedule: Schedule) -> Sequence[Span]:
    """Phases in the order in which they open."""
    return sorted(schedule.spans.values(), key=lambda s: s.begins)


def warn_of(warnings: Iterable[PlanWarning]) -> None:
    """Tell people what is doubtful about a plan."""
    for warning in warnings:
        warn(warning.text)


def _print_phase(schedule: Schedule, span: Span) -> None:
    from etappe.model.explanation import explain_task

    inside = [d for d in schedule.deadlines.values() if schedule.plan.task[d.task].phase == span.phase]
    rows = [
        (
            f"{german(d.day)}\n{schedule.plan.task[d.task].role}",
            f"{schedule.plan.task[d.task].title}\n{d.task}",
            explain_task(schedule, d.task),
        )
        for d in by_day(inside)
    ]
    print_table(phase_heading(schedule, span), ("Due", "Task", "Why this day"), rows)


def _phase(schedule: Schedule, span: Span) -> dict[str, object]:
    return {
        "key": span.phase,
        "title": schedule.plan.phase[span.phase].title,
        "begins": span.begins,
        "ends": span.ends,
    }
