"""The snapshot that a project keeps: what is chosen, what falls away, and what names it."""

from __future__ import annotations

import pytest

from etappe.errors import AnchorWithoutBase, UnknownModule
from etappe.model.plan import Plan, draw_up
from etappe.model.programme import Programme, compose
from etappe.model.spec import (
    AnchorSpec,
    Bound,
    ConditionSpec,
    LetterSpec,
    Offset,
    PhaseSpec,
    TaskSpec,
    working_days,
)
from tests.unit.model.specs import FEAST, PREPARATION, frame, guest, plan, programme, task

WEEK = working_days("start", 5)
TENT_PHASE = PhaseSpec(key="zelt", title="Zelt", begins=(WEEK,))
TOPPING_OUT = AnchorSpec(
    key="richtfest", title="Richtfest", dative="dem Richtfest", nominal=(working_days("start", 10),)
)


def with_tent(*tasks: TaskSpec, feast: AnchorSpec = FEAST, phase: PhaseSpec = PREPARATION) -> Programme:
    """A frame that uses a tent, which is optional."""
    tent = guest(
        task("aufbau", WEEK, phase="zelt"),
        key="zelt",
        uses=("rahmen",),
        anchors=(TOPPING_OUT,),
        phases=(TENT_PHASE,),
        conditions=(ConditionSpec(key="regen", question="Regnet es?", default=True),),
    )
    return programme(frame(*tasks, uses=("zelt",), anchors=(feast,), phases=(phase,)), tent)


def feast_from(*nominal: Offset, earliest: tuple[Bound, ...] = ()) -> AnchorSpec:
    return FEAST.model_copy(update={"nominal": nominal, "earliest": earliest})


def test_a_plan_survives_its_storage() -> None:
    drawn = plan(task("brief", WEEK), task("karte", WEEK, after=("brief",)))

    stored = Plan.model_validate_json(drawn.json_text)

    assert stored == drawn
    assert stored.digest == drawn.digest


def test_equal_plans_have_one_digest() -> None:
    assert plan(task("brief", WEEK)).digest == plan(task("brief", WEEK)).digest
    assert plan(task("brief", WEEK)).digest != plan(task("karte", WEEK)).digest


def test_the_order_of_the_choice_does_not_matter() -> None:
    composed = programme(frame(), guest(key="zelt"), guest(key="musik"))

    one, other = draw_up(composed, ("zelt", "musik")), draw_up(composed, ("musik", "zelt"))

    assert one.digest == other.digest


def test_a_plan_names_its_modules_with_their_versions() -> None:
    drawn = draw_up(programme(frame(), guest(key="zelt")), ("zelt",))

    assert [(m.key, m.version) for m in drawn.modules] == [("rahmen", "1.0.0"), ("zelt", "1.0.0")]


def test_a_module_that_nobody_offers_cannot_be_chosen() -> None:
    with pytest.raises(UnknownModule, match="No module 'musik' belongs to the programme 'probe'"):
        draw_up(with_tent(), ("musik",))


def test_a_module_left_out_takes_its_tasks_along() -> None:
    composed = with_tent(task("brief", WEEK))

    assert set(draw_up(composed, ("zelt",)).task) == {"vorbereitung.brief", "zelt.aufbau"}
    assert set(draw_up(composed).task) == {"vorbereitung.brief"}


def test_nobody_waits_for_a_task_that_was_left_out() -> None:
    phase = PREPARATION.model_copy(update={"requires": ("zelt.aufbau",)})
    composed = with_tent(task("brief", WEEK, after=("zelt.aufbau",)), phase=phase)

    whole, alone = draw_up(composed, ("zelt",)), draw_up(composed)

    assert whole.task["vorbereitung.brief"].after == whole.phase["vorbereitung"].requires == ("zelt.aufbau",)
    assert alone.task["vorbereitung.brief"].after == alone.phase["vorbereitung"].requires == ()


def test_a_task_counted_from_an_anchor_that_was_left_out_falls_away() -> None:
    composed = with_tent(task("brief", WEEK), task("rede", working_days("richtfest", -2)))

    assert set(draw_up(composed).task) == {"vorbereitung.brief"}


def test_a_task_whose_condition_was_left_out_falls_away() -> None:
    composed = with_tent(task("brief", WEEK), task("schirme", WEEK, condition="regen"))

    assert set(draw_up(composed).task) == {"vorbereitung.brief"}


def test_a_task_whose_condition_is_not_installed_falls_away() -> None:
    composed = compose(with_tent().spec, (frame(task("schirme", WEEK, condition="regen"), uses=("zelt",)),))

    assert draw_up(composed).tasks == ()


def test_an_anchor_counts_from_the_first_rule_whose_anchor_is_here() -> None:
    composed = with_tent(feast=feast_from(working_days("richtfest", 10), working_days("start", 20)))

    assert draw_up(composed, ("zelt",)).anchor["fest"].nominal == (working_days("richtfest", 10),)
    assert draw_up(composed).anchor["fest"].nominal == (working_days("start", 20),)


def test_an_anchor_without_any_rule_left_is_refused() -> None:
    composed = with_tent(feast=feast_from(working_days("richtfest", 10)))

    with pytest.raises(AnchorWithoutBase, match=r"'fest' has no rule .* \(richtfest\)"):
        draw_up(composed)


def test_bounds_on_what_was_left_out_fall_away() -> None:
    bounds = (
        Bound(at=working_days("richtfest", 3)),
        Bound(at=working_days("start", 3), condition="regen"),
        Bound(at=working_days("start", 4)),
    )
    composed = with_tent(feast=feast_from(working_days("start", 20), earliest=bounds))

    assert draw_up(composed, ("zelt",)).anchor["fest"].earliest == bounds
    assert draw_up(composed).anchor["fest"].earliest == bounds[2:]


def test_a_phase_begins_with_the_first_anchor_that_is_here() -> None:
    phase = PREPARATION.model_copy(
        update={"begins": (working_days("richtfest", 0), working_days("start", 1))}
    )
    composed = with_tent(phase=phase)

    assert draw_up(composed, ("zelt",)).phase["vorbereitung"].begins == (working_days("richtfest", 0),)
    assert draw_up(composed).phase["vorbereitung"].begins == (working_days("start", 1),)


def test_tasks_come_after_those_that_they_depend_on() -> None:
    drawn = plan(
        task("dank", WEEK, after=("feier",)),
        task("feier", WEEK, after=("brief", "saal")),
        task("saal", WEEK),
        task("brief", WEEK),
    )

    assert [t.title for t in drawn.tasks] == ["Saal", "Brief", "Feier", "Dank"]


def test_anchors_come_after_those_that_they_count_from() -> None:
    composed = with_tent(feast=feast_from(working_days("richtfest", 10)))

    drawn = draw_up(composed, ("zelt",))

    assert list(drawn.anchor) == ["start", "richtfest", "fest"]


def test_a_task_without_a_letter_speaks_through_its_module_s_first() -> None:
    letters = tuple(
        LetterSpec(key=f"rahmen.{name}", package="etappe_rahmen", template=f"{name}.txt")
        for name in ("aufgabe", "gruss")
    )
    module = frame(task("brief", WEEK), task("karte", WEEK, letter="rahmen.gruss"), letters=letters)

    drawn = draw_up(programme(module))

    assert drawn.passages == {"vorbereitung.brief": "rahmen.aufgabe", "vorbereitung.karte": "rahmen.gruss"}


def test_a_plan_knows_who_asks_a_condition() -> None:
    drawn = draw_up(with_tent(), ("zelt",))

    assert drawn.asked_by == {"regen": "zelt"}


def test_a_plan_knows_who_offers_a_task() -> None:
    drawn = draw_up(with_tent(task("brief", WEEK)), ("zelt",))

    assert drawn.offered_by == {"vorbereitung.brief": "rahmen", "zelt.aufbau": "zelt"}
    assert drawn.offerer("vorbereitung.brief") == "rahmen"


def test_an_older_plan_tells_it_by_the_key_where_that_names_the_module() -> None:
    drawn = draw_up(with_tent(task("brief", WEEK)), ("zelt",))

    older = drawn.model_copy(update={"offered_by": {}})

    assert (older.offerer("zelt.aufbau"), older.offerer("vorbereitung.brief")) == ("zelt", None)


def test_an_older_plan_tells_it_by_the_passage_where_the_key_is_that_of_a_phase() -> None:
    passages = {"vorbereitung.brief": "rahmen.brief"}
    older = draw_up(with_tent()).model_copy(update={"offered_by": {}, "passages": passages})

    assert older.offerer("vorbereitung.brief") == "rahmen"


def test_a_plan_that_was_stored_before_can_be_read() -> None:
    stored = draw_up(with_tent()).model_dump(mode="json", exclude={"offered_by"})

    assert Plan.model_validate(stored).offered_by == {}
