"""An answer moves dates: anchors and deadlines follow, what has passed stays, the impossible is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import PlanImpossible
from etappe.model.diff import Diff
from etappe.model.place import Land, Place
from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import (
    AnchorSpec,
    Bound,
    ConditionSpec,
    LadderSpec,
    ModuleSpec,
    PhaseSpec,
    RoleSpec,
    RungSpec,
    TaskSpec,
    working_days,
)
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.conditions import AnswerCondition
from etappe.service.office import Office
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor
from tests.integration.worlds import START, World, found

DRY, WET = date(2026, 2, 9), date(2026, 3, 9)
"""Twenty and forty working days after the start."""


def task(key: str, anchor: str, days: int, **more: object) -> TaskSpec:
    """A task of the feast."""
    about = {"key": key, "phase": "fest", "title": key, "role": "AP", "effort": "eine Stunde"}
    ladders = {"ladder": "kurz", "escalation": "keine"}
    return TaskSpec.model_validate({**about, **ladders, "due": working_days(anchor, days), **more})


FEAST = ModuleSpec(
    key="probe",
    title="Probe",
    version="1.0.0",
    roles=(RoleSpec(key="AP", title="Ansprechperson"), RoleSpec(key="PM", title="Leitung", staff=True)),
    anchors=(
        AnchorSpec(key="start", title="Start", dative="dem Start"),
        AnchorSpec(
            key="fest",
            title="Fest",
            dative="dem Fest",
            nominal=(working_days("start", 20),),
            earliest=(Bound(at=working_days("start", 40), condition="regen"),),
        ),
    ),
    phases=(PhaseSpec(key="fest", title="Fest", begins=(working_days("start", 0),)),),
    conditions=(ConditionSpec(key="regen", question="Regnet es?", default=False),),
    ladders=(
        LadderSpec(key="kurz", title="Kurz", rungs=(RungSpec(key="vor_2", offset=-2),)),
        LadderSpec(key="keine", title="Keine", escalates=True),
    ),
    tasks=(
        task("fest.zelt", "start", 5, condition="regen"),
        task("fest.laden", "fest", -5, after=("fest.zelt",)),
    ),
)


@pytest.fixture(scope="module")
def feast() -> Programme:
    """A programme of one feast that is held later when it rains."""
    spec = ProgrammeSpec(
        key="probe",
        title="Probe",
        mandatory=("probe",),
        duration_from="start",
        duration_to="fest",
        longest_months=6,
    )
    return compose(spec, (FEAST,))


@pytest.fixture
def world(engine: Engine, feast: Programme, now: datetime) -> Iterator[World]:
    """A project of the feast; in the end the audit is whole."""
    ensure_tenant(engine, "probe", "probe", now)
    world = found(
        Office(feast, SqlStore(engine, "probe"), calendar_of, Place(Land.BE), Questions(Registry()))
    )
    start_project(world.office, world.project, Wish(START), "test", world.clock.now())
    yield world
    assert world.chain_holds()


def rain(world: World) -> Diff:
    """Say that it rains."""
    return world.change(AnswerCondition("regen", True))


def test_anchors_deadlines_and_rungs_follow(world: World) -> None:
    answered = rain(world)

    moved = {d.key: (d.before, d.after) for d in answered.dates}
    assert moved == {"fest": (DRY, WET), "fest.laden": (date(2026, 2, 2), date(2026, 3, 2))}
    assert [t.task for t in answered.added] == ["fest.zelt"]
    assert world.planned("fest.laden") == [("vor_2", date(2026, 2, 26))]
    assert world.planned("fest.zelt") == [("vor_2", date(2026, 1, 15))]


def test_an_anchor_that_has_passed_stays_where_it_was(world: World) -> None:
    world.at(date(2026, 2, 10))

    answered = rain(world)

    assert answered.dates == ()
    assert world.file().schedule.anchors["fest"].day == DRY


def test_an_impossible_answer_is_refused_and_nothing_is_saved(world: World) -> None:
    world.change(MoveAnchor("fest", date(2026, 1, 19)))
    before, facts = world.file(), len(world.facts())

    with pytest.raises(PlanImpossible, match=r"'fest\.laden' would have to wait for 'fest\.zelt'"):
        rain(world)

    after = world.file()
    assert (after.project, after.tasks, len(world.facts())) == (before.project, before.tasks, facts)
