"""What modules offer is composed and cross-checked; every error names the module and the key at fault."""

from __future__ import annotations

import pytest

from etappe.errors import CircularReference, DanglingReference, KeyOutsideModule, KeyTaken
from etappe.model.programme import compose
from etappe.model.spec import (
    AnchorSpec,
    Bound,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    RoleSpec,
    RungSpec,
    TaskSpec,
    working_days,
)
from tests.unit.model.specs import FEAST, PREPARATION, frame, guest, programme, task

WEEK = working_days("start", 5)


def anchor(key: str, base: str, *, bound: Bound | None = None) -> AnchorSpec:
    bounds = (bound,) if bound else ()
    return AnchorSpec(key=key, title=key, dative=key, nominal=(working_days(base, 5),), earliest=bounds)


def test_a_programme_holds_its_modules_in_the_order_they_were_offered() -> None:
    composed = programme(frame(), guest(key="zelt"), guest(key="musik"))

    assert list(composed.modules) == ["rahmen", "zelt", "musik"]
    assert composed.mandatory == ("rahmen",)
    assert composed.optional == ("zelt", "musik")


def test_a_module_that_the_programme_does_not_name_stays_outside() -> None:
    spec = programme(frame()).spec

    composed = compose(spec, (frame(), guest(key="fremd")))

    assert list(composed.modules) == ["rahmen"]


def test_a_module_may_join_a_programme_that_does_not_name_it() -> None:
    spec = programme(frame()).spec
    stranger = ModuleSpec(key="fremd", title="Fremd", version="1.0.0", joins=("probe",))

    composed = compose(spec, (frame(), stranger))

    assert composed.optional == ("fremd",)


def test_a_mandatory_module_that_is_switched_off_is_missing() -> None:
    spec = programme(frame()).spec

    composed = compose(spec, ())

    assert composed.missing == ("rahmen",)
    assert composed.mandatory == ()


def test_two_modules_with_one_key_are_both_named() -> None:
    taken = guest(conditions=(ConditionSpec(key="regen", question="Regnet es?"),), key="zelt")
    twin = guest(conditions=(ConditionSpec(key="regen", question="Regnet es?"),), key="musik")

    with pytest.raises(KeyTaken, match="'regen' is offered by the modules 'zelt' and 'musik'"):
        programme(frame(), taken, twin)


def test_a_task_that_bears_a_stranger_s_name_is_outside_its_module() -> None:
    squatter = guest(task("brief", WEEK))

    with pytest.raises(KeyOutsideModule, match=r"'gast' offers 'vorbereitung\.brief'"):
        programme(frame(), squatter)


def test_a_letter_that_bears_a_stranger_s_name_is_outside_its_module() -> None:
    letter = LetterSpec(key="gast.brief", package="etappe_rahmen", template="brief.txt")

    with pytest.raises(KeyOutsideModule, match=r"'rahmen' offers 'gast\.brief'"):
        programme(frame(letters=(letter,)))


@pytest.mark.parametrize(
    ("offered", "target"),
    [
        (task("brief", working_days("ostern", 5)), "ostern"),
        (task("brief", WEEK, role="XY"), "XY"),
        (task("brief", WEEK, ladder="lang"), "lang"),
        (task("brief", WEEK, escalation="lang"), "lang"),
        (task("brief", WEEK, condition="regen"), "regen"),
        (task("brief", WEEK, letter="vorbereitung.gruss"), "vorbereitung.gruss"),
        (task("brief", WEEK, after=("entwurf",)), "vorbereitung.entwurf"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_task_that_points_into_nothing_is_named(offered: TaskSpec, target: str) -> None:
    with pytest.raises(DanglingReference) as raised:
        programme(frame(offered))

    assert raised.value.facts == {"module": "rahmen", "key": "vorbereitung.brief", "target": target}


def test_a_task_of_an_unknown_phase_is_named() -> None:
    lost = guest(task("brief", WEEK, phase="gast"))

    with pytest.raises(DanglingReference, match=r"'gast\.brief' of the module 'gast' points to 'gast'"):
        programme(frame(), lost)


def test_an_anchor_that_counts_from_nothing_is_named() -> None:
    with pytest.raises(DanglingReference, match="'fest' of the module 'rahmen' points to 'ostern'"):
        programme(frame(anchors=(anchor("fest", "ostern"),)))


def test_a_bound_whose_condition_nobody_asks_is_named() -> None:
    bounded = anchor("fest", "start", bound=Bound(at=WEEK, condition="regen"))

    with pytest.raises(DanglingReference, match="'fest' of the module 'rahmen' points to 'regen'"):
        programme(frame(anchors=(bounded,)))


def test_a_phase_that_requires_an_unknown_task_is_named() -> None:
    phase = PhaseSpec(key="feier", title="Feier", begins=(WEEK,), requires=("feier.saal",))

    with pytest.raises(DanglingReference, match=r"'feier' of the module 'rahmen' points to 'feier\.saal'"):
        programme(frame(phases=(phase,)))


def test_a_phase_that_begins_with_an_unknown_anchor_is_named() -> None:
    phase = PhaseSpec(key="feier", title="Feier", begins=(working_days("ostern", 1),))

    with pytest.raises(DanglingReference, match="'feier' of the module 'rahmen' points to 'ostern'"):
        programme(frame(phases=(phase,)))


def test_a_rung_to_an_unknown_role_is_named() -> None:
    ladder = LadderSpec(key="lang", title="Lang", rungs=(RungSpec(key="vor_2", offset=-2, to=("XY",)),))

    with pytest.raises(DanglingReference, match="'lang' of the module 'rahmen' points to 'XY'"):
        programme(frame(ladders=(ladder,)))


def test_a_rung_to_the_responsible_or_their_deputy_needs_no_role() -> None:
    rung = RungSpec(key="vor_2", offset=-2, to=("responsible", "deputy", "AP"))

    composed = programme(frame(ladders=(LadderSpec(key="lang", title="Lang", rungs=(rung,)),)))

    assert composed.modules["rahmen"].ladders[-1].rungs == (rung,)


def test_a_rung_that_waits_for_an_unknown_one_is_named() -> None:
    rung = RungSpec(key="nach_2", offset=2, while_open="nach_1")

    with pytest.raises(DanglingReference, match="'lang' of the module 'rahmen' points to 'nach_1'"):
        programme(frame(ladders=(LadderSpec(key="lang", title="Lang", rungs=(rung,)),)))


def test_a_copy_to_an_unknown_role_is_named() -> None:
    with pytest.raises(DanglingReference, match="'VS' of the module 'rahmen' points to 'VZ'"):
        programme(frame(roles=(RoleSpec(key="VS", title="Leitung", copies_to=("VZ",)),)))


def test_a_reference_into_an_absent_module_is_excused() -> None:
    waiting = task("brief", WEEK, after=("zelt.aufbau",))

    composed = programme(frame(waiting, uses=("zelt",)))

    assert list(composed.modules) == ["rahmen"]


def test_a_reference_to_an_anchor_of_an_absent_module_is_excused() -> None:
    # an anchor does not bear its module's name
    composed = programme(frame(anchors=(anchor("ende", "richtfest"),), uses=("zelt",)))

    assert list(composed.modules) == ["rahmen"]


def test_a_reference_into_an_absent_module_that_is_not_declared_is_an_error() -> None:
    waiting = task("brief", WEEK, after=("zelt.aufbau",))

    with pytest.raises(DanglingReference, match=r"points to 'zelt\.aufbau'"):
        programme(frame(waiting))


def test_a_misspelt_reference_into_a_present_module_is_an_error() -> None:
    waiting = task("brief", WEEK, after=("zelt.aufabu",))
    tent = guest(
        task("aufbau", WEEK, phase="zelt"),
        key="zelt",
        phases=(PhaseSpec(key="zelt", title="Zelt", begins=(WEEK,)),),
    )

    with pytest.raises(DanglingReference, match=r"points to 'zelt\.aufabu'"):
        programme(frame(waiting, uses=("zelt",)), tent)


def test_a_misspelt_anchor_is_an_error_while_all_modules_are_present() -> None:
    misspelt = frame(anchors=(anchor("ende", "rihctfest"),), uses=("zelt",))
    tent = guest(key="zelt", anchors=(anchor("richtfest", "start"),))

    with pytest.raises(DanglingReference, match="points to 'rihctfest'"):
        programme(misspelt, tent)


def test_tasks_that_wait_for_each_other_are_a_circle() -> None:
    first = task("brief", WEEK, after=("entwurf",))
    second = task("entwurf", WEEK, after=("brief",))

    with pytest.raises(CircularReference, match=r"'rahmen' closes a circle: .*brief.* → .*entwurf"):
        programme(frame(first, second))


def test_anchors_that_count_from_each_other_are_a_circle() -> None:
    anchors = (anchor("fest", "ende"), anchor("ende", "fest"))

    with pytest.raises(CircularReference, match=r"'rahmen' closes a circle: \w+ → \w+ → \w+"):
        programme(frame(anchors=anchors))


def test_an_anchor_bounded_by_its_own_follower_is_a_circle() -> None:
    bounded = FEAST.model_copy(update={"latest": (Bound(at=working_days("ende", -2)),)})

    with pytest.raises(CircularReference, match="'rahmen' closes a circle"):
        programme(frame(anchors=(bounded, anchor("ende", "fest"))))


def test_a_phase_that_requires_one_of_its_own_tasks_is_a_circle() -> None:
    phase = PREPARATION.model_copy(update={"requires": ("vorbereitung.brief",)})

    with pytest.raises(CircularReference, match=r"vorbereitung\.brief → vorbereitung\.brief"):
        programme(frame(task("brief", WEEK), phases=(phase,)))


def test_two_phases_that_require_each_other_s_tasks_are_a_circle() -> None:
    early = PREPARATION.model_copy(update={"requires": ("feier.saal",)})
    late = PhaseSpec(key="feier", title="Feier", begins=(WEEK,), requires=("vorbereitung.brief",))
    tasks = (task("brief", WEEK), task("saal", WEEK, phase="feier"))

    with pytest.raises(CircularReference, match=r"vorbereitung\.brief"):
        programme(frame(*tasks, phases=(early, late)))
