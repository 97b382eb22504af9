"""Newer modules that a project may follow, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from etappe.model.diff import Diff
from etappe.model.programme import Programme
from etappe.model.spec import ModuleSpec, TaskSpec
from etappe.service.upgrading import UpgradePlan
from tests.integration.worlds import World

TASK = "selbstcheck.abgabe"
GONE = "selbstcheck.stand_25"
NEW = "selbstcheck.nachlese"
FIRST = date(2026, 3, 2)
"""The day of the first letter about handing the questionnaire in."""

Change = Callable[[tuple[TaskSpec, ...]], tuple[TaskSpec, ...]]


def newer(world: World, change: Change, module: str = "selbstcheck") -> World:
    """The same world after somebody has installed a newer module."""
    return at_work(world, lambda spec: _changed(spec, change) if spec.key == module else spec)


def at_work(world: World, change: Callable[[ModuleSpec], ModuleSpec]) -> World:
    programme = world.office.programme
    modules = {key: change(spec) for key, spec in programme.modules.items()}
    office = replace(world.office, programme=Programme(programme.spec, modules), plans={})
    return replace(world, office=office)


def _changed(spec: ModuleSpec, change: Change) -> ModuleSpec:
    return spec.model_copy(update={"version": "99.0", "tasks": change(spec.tasks)})


def with_new(tasks: tuple[TaskSpec, ...]) -> tuple[TaskSpec, ...]:
    pattern = next(task for task in tasks if task.key == TASK)
    due = pattern.due.model_copy(update={"days": 5})
    new = {"key": NEW, "title": "Nachlese", "due": due, "after": (TASK,)}
    return (*tasks, pattern.model_copy(update=new))


def without(*keys: str) -> Change:
    return lambda tasks: tuple(task for task in tasks if task.key not in keys)


def later(key: str, days: int) -> Change:
    def moved(task: TaskSpec) -> TaskSpec:
        due = task.due.model_copy(update={"days": task.due.days + days})
        return task.model_copy(update={"due": due})

    return lambda tasks: tuple(moved(task) if task.key == key else task for task in tasks)


def upgrade(world: World, *, dry_run: bool = False) -> Diff:
    upgraded = world.change(UpgradePlan(), dry_run=dry_run)
    assert not upgraded.empty
    assert world.chain_holds()
    return upgraded
