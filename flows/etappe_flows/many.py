"""One thing done for many projects, with a bar: a run that was broken off is simply run again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from etappe.service.bulk import BulkReport, BulkStep, Told
from etappe_flows import work
from etappe_flows.shell import Json, shell, step
from etappe_flows.showing import Bar, show_page


@step("start {programme} on {start}")
def start_each(
    programme: str, kommunen: list[str], start: date, modules: list[str], answers: dict[str, bool], by: str
) -> BulkReport:
    """Start a project in each Kommune that has none of that day."""
    told = _bar(f"plan many {programme}", f"Projects started on {start}")
    return work.plan_many(programme, kommunen, start, modules, answers, by, told)


@step("{anchor} of {programme} by {working_days} working days")
def shift_each(
    programme: str, projects: list[str], anchor: str, working_days: int, order: str, by: str
) -> BulkReport:
    """Shift the anchor of each project that this order has not shifted yet."""
    told = _bar(f"shift many {programme}", f"Projects whose '{anchor}' was shifted by order '{order}'")
    return work.shift_many(programme, projects, anchor, working_days, order, by, told)


@step("plans of {programme}")
def upgrade_each(programme: str, projects: list[str], by: str) -> BulkReport:
    """Upgrade each project that has an older plan."""
    told = _bar(f"upgrade many {programme}", "Projects with the newest plan")
    return work.upgrade_many(programme, projects, by, told)


@shell("plan_many {programme}")
def plan_many(
    programme: str,
    kommunen: list[str],
    start: date,
    by: str,
    modules: list[str] | None = None,
    answers: dict[str, bool] | None = None,
) -> Json:
    """Start a project in many Kommunen on one day; ``by`` is who asks for it, for the audit."""
    report = start_each(programme, kommunen, start, modules or [], answers or {}, by)
    return _told(f"plan many {programme}", report)


@shell("shift_many {programme}")
def shift_many(
    programme: str, projects: list[str], anchor: str, working_days: int, order: str, by: str
) -> Json:
    """Shift an anchor of many projects; one order shifts a project once, however often it runs."""
    report = shift_each(programme, projects, anchor, working_days, order, by)
    return _told(f"shift many {programme}", report)


@shell("upgrade_many {programme}")
def upgrade_many(programme: str, projects: list[str], by: str) -> Json:
    """Let many projects follow the modules as they are installed now."""
    return _told(f"upgrade many {programme}", upgrade_each(programme, projects, by))


def _bar(key: str, description: str) -> Told:
    bar = Bar(f"progress of {key}", description)

    def told(done: BulkStep) -> None:
        bar.to(done.number, done.of)

    return told


def _told(key: str, report: BulkReport) -> Json:
    lines = [
        f"- done: {len(report.done)}",
        f"- unchanged: {len(report.unchanged)}",
        f"- refused: {len(report.refused)}",
        *(f"  - {refused.project}: {refused.reason}" for refused in report.refused),
    ]
    show_page(key, "\n".join(lines) + "\n", "What became of each project")
    return asdict(report)
