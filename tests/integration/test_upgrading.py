"""A project follows its modules as they are installed now; what is settled, sent or past stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from etappe.errors import UnknownModule
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import moment
from etappe.model.programme import Programme
from etappe.model.project import TaskState, current_phase
from etappe.model.spec import AnchorSpec, ModuleSpec, TaskSpec
from etappe.service.bulk import BulkReport, make_many
from etappe.service.firing import fire
from etappe.service.office import Office, open_file
from etappe.service.portfolio import portfolio
from etappe.service.upgrading import UpgradePlan
from etappe.service.why import why
from tests.integration.upgrades import (
    FIRST,
    GONE,
    NEW,
    TASK,
    at_work,
    later,
    newer,
    upgrade,
    with_new,
    without,
)
from tests.integration.worlds import World, found


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with the plan of today."""
    world = found(office)
    world.start()
    return world


def test_a_project_with_the_newest_plan_is_left_alone(world: World) -> None:
    assert world.change(UpgradePlan()).empty
    assert "plan upgraded" not in world.actions()


def test_a_new_task_appears_with_its_rung(world: World) -> None:
    world = newer(world, with_new)

    upgraded = upgrade(world)

    assert ([t.task for t in upgraded.added], upgraded.dates, upgraded.retired) == ([NEW], (), ())
    assert world.record(NEW).state is TaskState.OPEN
    assert [rung for rung, _ in world.planned(NEW)] == ["vor_5"]


def test_a_task_that_is_gone_is_retired_with_the_reason(world: World) -> None:
    world = newer(world, without(GONE))

    upgraded = upgrade(world)

    assert [t.task for t in upgraded.retired] == [GONE]
    assert (world.record(GONE).state, world.record(GONE).reason) == (
        TaskState.RETIRED,
        "im neuen Plan nicht mehr enthalten",
    )
    assert world.planned(GONE) == []


def test_an_open_task_follows_with_its_rung(world: World) -> None:
    before = world.record(TASK).due
    world = newer(world, later(TASK, 2))

    upgraded = upgrade(world)

    (moved,) = [d for d in upgraded.dates if d.key == TASK]
    assert (moved.before, moved.after) == (before, world.record(TASK).due) == (before, date(2026, 3, 11))
    assert world.planned(TASK) == [("vor_5", date(2026, 3, 4))]


def test_a_settled_task_stays_as_it_is(world: World) -> None:
    world.finish(lambda task: task.key in {TASK, GONE})
    before = {key: world.record(key) for key in (TASK, GONE)}
    world = newer(world, lambda tasks: later(TASK, 2)(without(GONE)(tasks)))

    upgrade(world)

    assert {key: world.record(key) for key in before} == before


def test_what_was_sent_stays_in_the_ledger(world: World) -> None:
    world.at(FIRST)
    fired = [entry for entry in world.entries() if entry.deliveries]
    world = newer(world, lambda tasks: later(TASK, 2)(without(GONE)(tasks)))

    upgrade(world)

    assert [entry for entry in world.entries() if entry.deliveries] == fired
    assert world.planned(TASK) == [("vor_5", date(2026, 3, 4))]


def test_another_ladder_changes_the_next_rung_of_a_task_that_stays(world: World) -> None:
    def shorter(tasks: tuple[TaskSpec, ...]) -> tuple[TaskSpec, ...]:
        return tuple(t.model_copy(update={"ladder": "kurz"}) if t.key == TASK else t for t in tasks)

    world = newer(world, shorter)
    before = world.entries("selbstcheck.freigabe")

    upgrade(world)

    assert world.planned(TASK) == [("vor_2", date(2026, 3, 5))]
    assert world.entries("selbstcheck.freigabe") == before


def test_a_deadline_fixed_by_hand_stays(world: World) -> None:
    world.due(TASK, date(2026, 3, 6))
    world = newer(world, later(TASK, 2))

    upgrade(world)

    assert (world.record(TASK).due, world.record(TASK).by_hand) == (date(2026, 3, 6), True)


def test_a_deadline_fixed_by_hand_may_be_of_a_task_that_is_gone(world: World) -> None:
    world.due(GONE, date(2026, 2, 20))
    world = newer(world, without(GONE))

    assert [t.task for t in upgrade(world).retired] == [GONE]


def test_an_event_that_has_happened_stays(world: World) -> None:
    world.clock.moment = moment(FIRST, time(9))
    with world.office.store.begin() as tx:
        before = {a.key: a.day for a in tx.projects.anchors("aachen") if a.day < FIRST}

    upgrade(at_work(world, sooner))

    with world.office.store.begin() as tx:
        after = {a.key: a.day for a in tx.projects.anchors("aachen") if a.key in before}
    assert after == before
    assert "auftakt" in after


def sooner(spec: ModuleSpec) -> ModuleSpec:
    """The module with anchors that are placed three working days earlier."""

    def moved(anchor: AnchorSpec) -> AnchorSpec:
        nominal = tuple(o.model_copy(update={"days": o.days - 3}) for o in anchor.nominal)
        return anchor.model_copy(update={"nominal": nominal})

    return spec.model_copy(update={"anchors": tuple(map(moved, spec.anchors))})


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World) -> None:
    world = newer(world, lambda tasks: later(TASK, 2)(without(GONE)(with_new(tasks))))
    before = (world.record(TASK), world.entries(), world.facts())

    tried = upgrade(world, dry_run=True)

    assert (world.record(TASK), world.entries(), world.facts()) == before
    assert replace(upgrade(world), fingerprint=tried.fingerprint) == tried


def test_an_upgrade_tells_the_audit_both_plans_and_what_moved(world: World) -> None:
    world = newer(world, later(TASK, 2))

    upgraded = upgrade(world)

    (fact,) = [fact for fact in world.facts() if fact.action == "plan upgraded"]
    assert (fact.actor, fact.about) == ("pm", "aachen")
    (plan,) = [d for d in upgraded.decisions if d.what == "plan"]
    assert (fact.data["before"], fact.data["after"]) == (plan.before, plan.after)
    assert fact.data["moved"] == {d.key: [d.before.isoformat(), d.after.isoformat()] for d in upgraded.dates}


def test_an_upgrade_notes_the_phase(world: World) -> None:
    world.clock.moment = moment(date(2026, 1, 20), time(9))
    world.finish(lambda task: task.key.startswith("vereinbarung.") and task.key != "vereinbarung.zugang")
    world = newer(world, without("vereinbarung.zugang"), module="weltoffene_kommune")

    upgrade(world)

    with world.office.store.begin() as tx:
        file = open_file(world.office, tx, "aachen")
    assert file.project.phase == "auftakt"
    assert file.project.phase == current_phase(file.plan, file.schedule, file.tasks, date(2026, 1, 20))


def test_what_was_asked_about_a_task_that_is_gone_is_closed(world: World) -> None:
    world.days(FIRST, date(2026, 3, 27))
    asked = [f for f in world.follow_ups() if f.task_key == TASK and f.kind is not FollowUpKind.CONTACT]
    world = newer(world, lambda tasks: tuple(replace_after(t) for t in without(TASK)(tasks)))

    upgrade(world)

    assert asked != []
    assert [f for f in world.follow_ups() if f.task_key == TASK] == []


def replace_after(task: TaskSpec) -> TaskSpec:
    return task.model_copy(update={"after": tuple(key for key in task.after if key != TASK)})


def test_a_letter_that_waits_says_nothing_of_a_task_that_is_gone(world: World) -> None:
    world.clock.moment = moment(FIRST, time(8))
    fire(world.office, world.clock.now())
    world = newer(world, lambda tasks: tuple(replace_after(t) for t in without(TASK)(tasks)))
    upgrade(world)

    world.days(FIRST, date(2026, 3, 16))

    assert all("Selbstcheck abgeben" not in mail.text for mail in world.mails())
    assert "im neuen Plan nicht mehr" in " ".join(
        why(world.office, f"aachen/{TASK}", world.clock.now()).sentences
    )


def test_the_overview_of_projects_goes_on_after_an_upgrade(world: World) -> None:
    world.finish(lambda task: task.key == GONE)
    before = portfolio(world.office, world.clock.now())[0].tasks
    world = newer(world, lambda tasks: with_new(without(GONE, "selbstcheck.stand_60")(tasks)))

    upgrade(world)

    assert portfolio(world.office, world.clock.now())[0].tasks == before


def test_a_project_is_upgraded_again_and_again(world: World) -> None:
    without_it = newer(world, without(GONE))
    upgrade(without_it)

    back = upgrade(world)

    assert [t.task for t in back.added] == [GONE]
    assert (world.record(GONE).state, world.record(GONE).reason) == (TaskState.OPEN, None)
    assert world.planned(GONE) != []


def test_a_module_that_is_not_installed_any_more_refuses_the_upgrade(world: World) -> None:
    programme = world.office.programme
    modules = {key: spec for key, spec in programme.modules.items() if key != "dialog"}
    office = replace(world.office, programme=Programme(programme.spec, modules), plans={})

    with pytest.raises(UnknownModule, match="'dialog'"):
        replace(world, office=office).change(UpgradePlan())


def test_many_are_upgraded_once(world: World) -> None:
    world = newer(world, with_new)

    first, second = upgrade_all(world), upgrade_all(world)

    assert (first.done, [refused.project for refused in first.refused]) == (("aachen",), ["nix"])
    assert (second.done, second.unchanged) == ((), ("aachen",))


def upgrade_all(world: World) -> BulkReport:
    return make_many(world.office, ["aachen", "nix"], UpgradePlan(), "pm", world.clock, lambda _: None)


def test_an_upgrade_that_had_nothing_to_do_may_be_ordered_again_on_the_same_day(world: World) -> None:
    idle = upgrade_all(world)

    after = upgrade_all(newer(world, with_new))

    assert (idle.unchanged, after.done) == (("aachen",), ("aachen",))
