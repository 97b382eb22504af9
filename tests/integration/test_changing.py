"""A change is tried first, shown as a diff, and applied only as it was seen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from threading import Barrier

import pytest
from sqlalchemy import Engine

from etappe.adapters.sql.schema import ensure_tenant
from etappe.errors import (
    AnchorNotFixed,
    AnchorPassed,
    DateInThePast,
    EtappeError,
    PlanChanged,
    ProjectClosed,
    UnknownProject,
)
from etappe.model.diff import Diff, Fate
from etappe.model.moments import moment
from etappe.service.changing import Change, apply_change, make_change, preview_change
from etappe.service.conditions import AnswerCondition
from etappe.service.deadlines import FixDeadline
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor, ReleaseAnchor, ShiftAnchor
from etappe.service.resting import HoldProject
from etappe.service.upgrading import UpgradePlan
from tests.integration.databases import everything_in
from tests.integration.kitchen import CONTRACT, PROGRAMME, KitchenHooks, office_with, open_contract
from tests.integration.worlds import World, found

TASK, LAST = "selbstcheck.abgabe", "abschluss.bericht"
BEFORE, LATER = date(2026, 3, 9), date(2026, 3, 11)
FIRST = date(2026, 3, 2)
"""The day of the first letter about handing the questionnaire in."""
MOVE = MoveAnchor("abgabe", LATER)


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with two open tasks; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, LAST])
    yield world
    assert world.chain_holds()


def apply(world: World, change: Change, fingerprint: str) -> Diff:
    """Confirm a change."""
    return apply_change(world.office, world.project, change, fingerprint, "udo", world.clock.now())


def moved_by_eva(world: World, day: date) -> None:
    """Somebody else moves the same anchor."""
    make_change(world.office, world.project, MoveAnchor("abgabe", day), "eva", world.clock.now())


@pytest.mark.parametrize(
    "change",
    [
        MOVE,
        AnswerCondition("praesenz", False),
        FixDeadline(TASK, LATER),
        HoldProject(date(2026, 3, 2), "Umzug"),
        UpgradePlan(),
    ],
    ids=lambda change: type(change).__name__,
)
def test_looking_leaves_no_trace(world: World, engine: Engine, change: Change) -> None:
    before = everything_in(engine)

    world.change(change, dry_run=True)

    assert everything_in(engine) == before


def test_a_change_is_applied_as_it_was_seen(world: World) -> None:
    seen = world.change(MOVE, dry_run=True)

    applied = apply(world, MOVE, seen.fingerprint)

    assert applied == seen
    assert (world.record(TASK).due, seen.empty) == (LATER, False)


@pytest.mark.parametrize("fingerprint", ["", "yes", "0-0123456789abcdef", "20-"])
def test_nothing_is_applied_without_the_fingerprint(world: World, fingerprint: str) -> None:
    with pytest.raises(PlanChanged, match="nothing was saved"):
        apply(world, MOVE, fingerprint)

    assert world.record(TASK).due == BEFORE


def test_the_fingerprint_of_another_change_confirms_nothing(world: World) -> None:
    other = world.change(MoveAnchor("abgabe", date(2026, 3, 12)), dry_run=True)

    with pytest.raises(PlanChanged, match="the fingerprint belongs to another change"):
        apply(world, MOVE, other.fingerprint)

    assert world.record(TASK).due == BEFORE


def test_a_plan_that_changed_meanwhile_is_refused_and_says_who_did_what(world: World) -> None:
    seen = world.change(MOVE, dry_run=True)
    moved_by_eva(world, date(2026, 3, 10))

    with pytest.raises(PlanChanged, match=r"shown \(eva: anchor fixed aachen/abgabe\), and nothing"):
        apply(world, MOVE, seen.fingerprint)

    assert world.record(TASK).due == date(2026, 3, 10)


def test_who_is_refused_sees_both_versions_and_confirms_the_new_one(world: World) -> None:
    seen = world.change(MOVE, dry_run=True)
    moved_by_eva(world, date(2026, 3, 10))
    with pytest.raises(PlanChanged) as refused:
        apply(world, MOVE, seen.fingerprint)
    now = refused.value.facts["diff"]
    assert isinstance(now, Diff)

    applied = apply(world, MOVE, now.fingerprint)

    assert [(d.before, d.after) for d in applied.dates if d.key == TASK] == [(date(2026, 3, 10), LATER)]
    assert world.record(TASK).due == LATER


def test_a_change_elsewhere_in_the_plan_refuses_nothing_and_is_not_lost(world: World) -> None:
    seen = world.change(MOVE, dry_run=True)
    world.change(MoveAnchor("dialog", date(2026, 6, 23)))

    apply(world, MOVE, seen.fingerprint)

    anchors = {a.key: a.day for a in world.file().anchors}
    assert (anchors["abgabe"], anchors["dialog"]) == (LATER, date(2026, 6, 23))


def test_a_tick_between_looking_and_confirming_refuses_nothing(world: World) -> None:
    world.clock.moment = moment(FIRST, time(7))
    seen = world.change(MOVE, dry_run=True)
    world.at(FIRST)

    applied = apply(world, MOVE, seen.fingerprint)

    assert FIRST in {r.day for r in applied.rungs if r.fate is Fate.KEPT}
    assert FIRST not in {r.day for r in seen.rungs if r.fate is Fate.KEPT}
    assert world.days_of("AP") == [FIRST]


def test_of_two_managers_at_once_the_second_is_refused(world: World) -> None:
    fingerprint, both = world.change(MOVE, dry_run=True).fingerprint, Barrier(2, timeout=30)

    def confirm(by: str) -> bool:
        both.wait()
        try:
            apply_change(world.office, world.project, MOVE, fingerprint, by, world.clock.now())
        except PlanChanged:
            return False
        return True

    with ThreadPoolExecutor(2) as managers:
        applied = sorted(managers.map(confirm, ("eva", "udo")))

    assert applied == [False, True]
    assert [f.action for f in world.facts()].count("anchor fixed") == 1


def test_a_change_names_what_becomes_of_each_rung(world: World) -> None:
    world.at(FIRST)

    diff = world.change(MOVE)

    assert {(r.rung, r.fate, r.day) for r in diff.rungs if r.task == TASK} == {
        ("standard.vor_5", Fate.KEPT, FIRST),
        ("standard.vor_1", Fate.VOIDED, date(2026, 3, 6)),
        ("standard.vor_5", Fate.ARMED, date(2026, 3, 4)),
    }


def test_a_closed_project_is_changed_no_more(world: World) -> None:
    world.finish(lambda _: True)

    with pytest.raises(ProjectClosed, match="'aachen' is closed"):
        world.change(MOVE, dry_run=True)
    with pytest.raises(ProjectClosed):
        world.change(MOVE)


def test_a_project_that_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(UnknownProject):
        preview_change(world.office, "nix", MOVE, "pm", world.clock.now())


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (MoveAnchor("abgabe", date(2026, 2, 27)), DateInThePast),
        (ShiftAnchor("abgabe", -10), DateInThePast),
        (FixDeadline(TASK, date(2026, 2, 27)), DateInThePast),
        (MoveAnchor("auftakt", LATER), AnchorPassed),
        (ShiftAnchor("auftakt", 40), AnchorPassed),
        (ReleaseAnchor("abgabe"), AnchorNotFixed),
    ],
    ids=("move", "shift", "fix", "passed", "passed shift", "not fixed"),
)
def test_what_has_passed_is_not_moved_and_nothing_moves_into_the_past(
    world: World, engine: Engine, change: Change, error: type[EtappeError]
) -> None:
    world.clock.moment = moment(FIRST, time(9))
    before = everything_in(engine)

    with pytest.raises(error):
        world.change(change)

    assert everything_in(engine) == before


def test_an_anchor_may_move_to_today(world: World) -> None:
    world.clock.moment = moment(FIRST, time(9))

    world.change(MoveAnchor("abgabe", FIRST))

    assert world.record(TASK).due == FIRST


def test_an_anchor_that_is_let_go_of_is_computed_again(world: World) -> None:
    world.change(MOVE)

    diff = world.change(ReleaseAnchor("abgabe"))

    assert {(d.key, d.after) for d in diff.dates} == {("abgabe", BEFORE), (TASK, BEFORE)}
    assert not next(a for a in world.file().anchors if a.key == "abgabe").by_hand
    assert "anchor released" in world.actions()


def test_an_anchor_that_has_passed_is_not_let_go_of(world: World) -> None:
    world.change(MOVE)
    world.clock.moment = moment(date(2026, 3, 12), time(9))

    with pytest.raises(AnchorPassed):
        world.change(ReleaseAnchor("abgabe"))


def test_what_modules_do_then_is_part_of_what_is_seen(engine: Engine, now: datetime) -> None:
    ensure_tenant(engine, PROGRAMME, PROGRAMME, now)
    hooks = KitchenHooks(wants={"anchor fixed": (open_contract(date(2026, 4, 1)),)})
    world = found(office_with(hooks, engine))
    world.start(modules=("kueche",))

    seen = world.change(MOVE, dry_run=True)

    assert [(t.task, t.due) for t in seen.added] == [(CONTRACT, date(2026, 4, 1))]
    assert apply(world, MOVE, seen.fingerprint) == seen
    assert world.record(CONTRACT).due == date(2026, 4, 1)
