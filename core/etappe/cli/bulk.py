"""The commands that do one thing for many projects: start a cohort, shift an anchor, upgrade plans."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from etappe.cli.changes import Confirm, DryRun, Yes
from etappe.cli.inputs import ALand, Answers, AText, Day, FixedDays, Ignored, Modules
from etappe.cli.plan import wish_of
from etappe.cli.terminal import Json, actor, ask, at_work, err, point_out, print_json, print_table, say
from etappe.errors import NamedAndSelected, NamesOrAll, NobodyNamed, NotConfirmed, SelectionChanged

if TYPE_CHECKING:
    from etappe.service.bulk import BulkPreview, BulkReport, BulkStep
    from etappe.service.changing import Change
    from etappe.service.office import Office


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


Named = Annotated[str, Parameter(metavar="PROJECT...")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Which:
    """Running projects that nobody has to name."""

    every: Annotated[
        bool, Parameter(name="--all", negative="", show_default=False, help="Every running project.")
    ] = False
    land: Annotated[ALand | None, Parameter(name="--land", help="Those in a Land or region.")] = None
    phase: Annotated[str | None, Parameter(name="--phase", help="Those in a phase.")] = None

    @property
    def says_something(self) -> bool:
        """Whether anything is selected."""
        return self.every or self.land is not None or self.phase is not None


ANY = Which()
Order = Annotated[
    AText | None,
    Parameter(help="The name of this order; run again, it changes nobody twice. Default: today's date."),
]


def shift(
    anchor: str,
    days: Annotated[int, Parameter(metavar="DAYS", allow_leading_hyphen=True)],
    /,
    *projects: Named,
    which: Which = ANY,
    order: Order = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Shift an anchor of many projects by working days of their place, earlier with a minus."""
    from etappe.service.replanning import ShiftAnchor

    change = ShiftAnchor(anchor, days)
    return _change(projects, which, change, order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def hold(
    *projects: Named,
    which: Which = ANY,
    until: Annotated[Day, Parameter(help="The day on which they are resumed.")],
    reason: Annotated[AText, Parameter(help="Why; their people read it.")],
    first: Annotated[
        Day | None, Parameter(name="--from", help="The first day of rest. Default: tomorrow.")
    ] = None,
    order: Order = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Let many projects rest until a day."""
    from etappe.service.resting import HoldProject

    change = HoldProject(until, reason, first)
    return _change(projects, which, change, order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def upgrade(
    *projects: Named,
    which: Which = ANY,
    order: Order = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Let projects follow their modules as they are installed now; what is settled or sent stays."""
    from etappe.service.upgrading import UpgradePlan

    change = UpgradePlan()
    return _change(projects, which, change, order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def undo(
    *projects: Named,
    which: Which = ANY,
    order: Order = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> int:
    """Let projects go back to the plan that they had before their last upgrade."""
    from etappe.service.upgrading import UndoUpgrade

    change = UndoUpgrade()
    return _change(projects, which, change, order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


def _change(
    named: tuple[str, ...],
    which: Which,
    change: Change,
    order: str | None,
    *,
    dry_run: bool,
    confirm: str | None,
    yes: bool,
    json: bool,
) -> int:
    """Show what a change does to many projects, and apply it once it is confirmed."""
    from etappe.service.bulk import apply_many, default_order, make_many, preview_many

    _require_one_way(named, which)
    with at_work() as etappe:
        projects = named or _selected(etappe.office, which)
        name = order or default_order(etappe.clock)
        run = (etappe.office, projects, change)
        if yes and confirm is None and not dry_run:
            with _noted() as steps:
                report = make_many(*run, actor(), etappe.clock, steps.told, order=name)
            return _close(report, steps, name, json=json)
        if confirm is None:
            with _noted() as steps:
                preview = preview_many(*run, actor(), etappe.clock, steps.told, order=name)
            if dry_run:
                return _show(preview, json=json)
            confirm = preview.fingerprint
            if any(not diff.empty for diff in preview.diffs):
                _require_yes(preview, json=json)
        with _noted() as steps:
            try:
                report = apply_many(*run, confirm, actor(), etappe.clock, steps.told, order=name)
            except SelectionChanged as error:
                _show(cast("BulkPreview", error.facts["preview"]), json=json)
                raise
    return _close(report, steps, name, json=json)


def _close(report: BulkReport, steps: _Steps, name: str, *, json: bool) -> int:
    code = _tell(report, steps, "Changed", json=json)
    if not json:
        say(f"The order is called '{name}': run again, it changes nobody twice.")
    return code


def _require_yes(preview: BulkPreview, *, json: bool) -> None:
    if not json:
        _show(preview, json=False)
    if json or not sys.stdin.isatty() or not ask("Apply this to all of them?"):
        raise NotConfirmed(fingerprint=preview.fingerprint)


def _show(preview: BulkPreview, *, json: bool) -> int:
    """Show what would become of each project: all of it to scripts, sums and doubts to people."""
    if json:
        print_json(asdict(preview))
        return 1 if preview.refused else 0
    rows = [(d.project, d.sum, ", ".join(t.name for t in d.told)) for d in preview.diffs if not d.empty]
    if rows:
        print_table("Would change", ("Project", "What", "Who is told"), rows)
    for diff in preview.diffs:
        for doubt in diff.warnings:
            if doubt.new:
                point_out(f"warning: {diff.project}: {doubt.warning.text}", "yellow")
    for refused in preview.refused:
        point_out(f"refused: {refused.project}: {refused.reason}", "red")
    say(f"Would change: {len(rows)}, refused: {len(preview.refused)}.")
    if rows:
        say(f"To apply this: --confirm {preview.fingerprint}")
    return 1 if preview.refused else 0


def _require_one_way(named: tuple[str, ...], which: Which) -> None:
    if named and which.says_something:
        raise NamedAndSelected
    if not named and not which.says_something:
        raise NobodyNamed


def _selected(office: Office, which: Which) -> tuple[str, ...]:
    from etappe.service.selecting import Selection, selected

    return selected(office, Selection(which.land, which.phase))


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
