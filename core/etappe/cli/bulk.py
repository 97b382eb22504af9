"""The commands that do one thing for many projects: start a cohort, shift an anchor, upgrade plans."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from etappe.cli.inputs import Answers, AText, Day, FixedDays, Ignored, Modules
from etappe.cli.plan import wish_of
from etappe.cli.terminal import Json, actor, at_work, err, point_out, print_json, print_table, say
from etappe.errors import NamesOrAll, NobodyNamed

if TYPE_CHECKING:
    from etappe.service.bulk import BulkReport, BulkStep


@dataclass(slots=True)
class _Steps:
    """Keeps what is told of each project, and moves the bar on."""

    progress: Progress
    done: list[BulkStep] = field(default_factory=list["BulkStep"])

    def told(self, step: BulkStep) -> None:
        """Take note of what became of one."""
        bar = self.progress.task_ids[0]
        self.progress.update(bar, total=step.of, completed=step.number, subject=step.subject)
        if step.outcome == "done":
            self.done.append(step)


def start_many(
    *kommunen: Annotated[str, Parameter(metavar="KOMMUNE...")],
    start: Day,
    every: Annotated[
        bool,
        Parameter(
            name="--all", negative="", show_default=False, help="Every Kommune that has no project so far."
        ),
    ] = False,
    modules: Modules = (),
    answer: Answers = (),
    fix: FixedDays = (),
    ignore: Ignored = (),
    json: Json = False,
) -> int:
    """Start a cohort: the same project in many Kommunen; run it again where it was broken off."""
    from etappe.service.bulk import plan_many, without_project

    if bool(kommunen) == every:
        raise NamesOrAll
    wish = wish_of(start, modules, answer, fix, ignore)
    with at_work() as etappe, _noted() as steps:
        names = without_project(etappe.office) if every else kommunen
        report = plan_many(etappe.office, names, wish, actor(), etappe.clock, steps.told)
    return _tell(report, steps, "Started", json=json)


def shift(
    anchor: str,
    days: Annotated[int, Parameter(metavar="DAYS", allow_leading_hyphen=True)],
    /,
    *projects: Annotated[str, Parameter(metavar="PROJECT...")],
    order: Annotated[
        AText | None,
        Parameter(help="The name of this order; run again, it moves nobody twice. Default: today's date."),
    ] = None,
    json: Json = False,
) -> int:
    """Shift an anchor of many projects by working days of their place, earlier with a minus."""
    from etappe.service.bulk import default_order, shift_many

    _require_some(projects)
    with at_work() as etappe, _noted() as steps:
        name = order or default_order(etappe.clock)
        report = shift_many(
            etappe.office, projects, anchor, days, actor(), etappe.clock, steps.told, order=name
        )
    code = _tell(report, steps, "Shifted", json=json)
    if not json:
        say(f"The order is called '{name}': run again, it moves nobody twice.")
    return code


def upgrade(
    *projects: Annotated[str, Parameter(metavar="PROJECT...")],
    dry_run: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show what would change and save nothing.")
    ] = False,
    json: Json = False,
) -> int:
    """Let projects follow their modules as they are installed now; what is settled or sent stays."""
    from etappe.service.bulk import upgrade_many

    _require_some(projects)
    with at_work() as etappe, _noted() as steps:
        report = upgrade_many(etappe.office, projects, actor(), etappe.clock, steps.told, dry_run=dry_run)
    return _tell(report, steps, "Would be upgraded" if dry_run else "Upgraded", json=json)


def _require_some(projects: tuple[str, ...]) -> None:
    if not projects:
        raise NobodyNamed


@contextmanager
def _noted() -> Generator[_Steps]:
    """A bar on a terminal, beside the output, while one project after the other has its turn."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[subject]}"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task("bulk", total=None, subject="")
        yield _Steps(progress)


def _tell(report: BulkReport, steps: _Steps, heading: str, *, json: bool) -> int:
    if json:
        print_json(asdict(report))
    else:
        if steps.done:
            print_table(heading, ("Project", "What"), [(s.subject, s.text) for s in steps.done])
        counts = f"unchanged: {len(report.unchanged)}, refused: {len(report.refused)}"
        say(f"{heading}: {len(report.done)}, {counts}.")
    for refused in report.refused:
        point_out(f"refused: {refused.project}: {refused.reason}", "red")
    return 1 if report.refused else 0
