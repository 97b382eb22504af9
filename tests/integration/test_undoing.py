"""An upgrade is taken back: dates, tasks, decisions and rungs are what they were, what has happened stays."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.errors import PlanNotUpgraded
from etappe.model.ledger import Entry, LedgerState
from etappe.model.project import TaskState
from etappe.model.spec import ModuleSpec
from etappe.service.conditions import AnswerCondition
from etappe.service.office import Office
from etappe.service.upgrading import UndoUpgrade
from tests.integration.upgrades import GONE, NEW, TASK, at_work, later, newer, upgrade, with_new, without
from tests.integration.worlds import World, found


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with the plan of today."""
    world = found(office)
    world.start()
    return world


def everything(world: World) -> tuple[object, ...]:
    """Dates, tasks and armed rungs of the project."""
    file = world.file()
    armed = sorted((e.task_key or "", e.rule_key, e.local_date) for e in world.entries() if is_planned(e))
    active = {k: (t.due, t.by_hand) for k, t in file.tasks.items() if t.state is TaskState.OPEN}
    return file.plan.digest, set(file.anchors), active, armed


def is_planned(entry: Entry) -> bool:
    return entry.outcome is LedgerState.PLANNED


def test_an_upgrade_is_undone(world: World) -> None:
    before = everything(world)
    later_plan = newer(world, lambda tasks: later(TASK, 2)(without(GONE)(with_new(tasks))))
    upgrade(later_plan)

    diff = later_plan.change(UndoUpgrade())

    assert everything(world) == before
    assert ([t.task for t in diff.added], [t.task for t in diff.retired]) == ([GONE], [NEW])
    assert "plan upgrade undone" in world.actions()


def test_a_look_at_undoing_tells_the_same_and_undoes_nothing(world: World) -> None:
    later_plan = newer(world, without(GONE))
    upgrade(later_plan)
    before = everything(world)

    seen = later_plan.change(UndoUpgrade(), dry_run=True)

    assert everything(world) == before
    assert later_plan.change(UndoUpgrade()) == seen


def test_what_was_settled_since_the_upgrade_stays_settled(world: World) -> None:
    later_plan = newer(world, with_new)
    upgrade(later_plan)
    world.finish(lambda task: task.key in {TASK, NEW})

    later_plan.change(UndoUpgrade())

    assert (world.record(TASK).state, world.record(NEW).state) == (TaskState.DONE, TaskState.DONE)


def test_a_deadline_fixed_by_hand_that_an_upgrade_dropped_is_fixed_again(world: World) -> None:
    world.due(GONE, date(2026, 2, 20))
    later_plan = newer(world, without(GONE))
    upgrade(later_plan)

    later_plan.change(UndoUpgrade())

    gone = world.record(GONE)
    assert (gone.state, gone.due, gone.by_hand) == (TaskState.OPEN, date(2026, 2, 20), True)


def test_an_answer_that_an_upgrade_dropped_holds_again(world: World) -> None:
    world.change(AnswerCondition("rueckfragen_offen", True))
    calls = "selbstcheck.rueckfragen"
    later_plan = at_work(world, lambda spec: without_condition(spec, "rueckfragen_offen"))
    upgrade(later_plan)
    assert "rueckfragen_offen" not in world.file().project.answers

    later_plan.change(UndoUpgrade())

    assert world.file().project.answers["rueckfragen_offen"] is True
    assert world.record(calls).state is TaskState.OPEN


def without_condition(spec: ModuleSpec, key: str) -> ModuleSpec:
    """The module without a condition, and without the tasks that hang on it."""
    conditions = tuple(c for c in spec.conditions if c.key != key)
    tasks = tuple(t for t in spec.tasks if t.condition != key)
    return spec.model_copy(update={"conditions": conditions, "tasks": tasks})


def test_upgrades_are_undone_one_after_the_other(world: World) -> None:
    first = everything(world)
    once = newer(world, without(GONE))
    upgrade(once)
    second = everything(world)
    twice = newer(once, with_new)
    upgrade(twice)

    twice.change(UndoUpgrade())
    assert everything(world) == second
    twice.change(UndoUpgrade())

    assert everything(world) == first
    with pytest.raises(PlanNotUpgraded, match="'aachen'"):
        twice.change(UndoUpgrade())


def test_what_was_never_upgraded_cannot_be_undone(world: World) -> None:
    with pytest.raises(PlanNotUpgraded):
        world.change(UndoUpgrade())
