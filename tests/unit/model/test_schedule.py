"""From a plan to dates: deadlines, compression and refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etappe.errors import AnchorOutOfOrder, PlanImpossible
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.decisions import Decisions
from etappe.model.plan import Plan
from etappe.model.schedule import Schedule, lay_out
from etappe.model.spec import AnchorSpec, Bound, PhaseSpec, calendar_days, working_days
from tests.unit.model.specs import (
    BEGUN,
    FEAST,
    MONDAY,
    NO_HOLIDAY,
    PREPARATION,
    RAIN,
    calendar,
    fixed,
    plan,
    task,
)

END = AnchorSpec(key="ende", title="Ende", dative="dem Ende", nominal=(working_days("fest", 5),))


def day_of(schedule: Schedule, name: str) -> date:
    return schedule.deadlines[f"vorbereitung.{name}"].day


def compressed(schedule: Schedule) -> dict[str, date]:
    return {d.task.removeprefix("vorbereitung."): d.day for d in schedule.compressed}


def chain(lottery: int) -> Plan:
    """A lottery so many working days after the start, a letter and a card before the feast."""
    return plan(
        task("los", working_days("start", lottery)),
        task("brief", working_days("fest", -5), after=("los",)),
        task("karte", working_days("fest", -4), after=("brief",)),
        task("dank", working_days("fest", 1), after=("karte",)),
    )


def named_earliest(error: PlanImpossible | AnchorOutOfOrder) -> date:
    day, month, year = str(error.facts["earliest"]).split(".")
    return date(int(year), int(month), int(day))


def refused(drawn: Plan, decisions: Decisions, place: Calendar) -> PlanImpossible | None:
    try:
        lay_out(drawn, decisions, place)
    except PlanImpossible as error:
        return error
    return None


def suitable_before(day: date) -> date:
    day -= ONE_DAY
    while day.weekday() not in (1, 2, 3):
        day -= ONE_DAY
    return day


def test_a_deadline_is_counted_from_its_anchor() -> None:
    schedule = lay_out(plan(task("brief", working_days("fest", -5))), BEGUN, NO_HOLIDAY)

    assert day_of(schedule, "brief") == date(2026, 1, 27)


def test_a_committee_task_waits_for_the_next_session() -> None:
    place = calendar(committee=(date(2026, 1, 7), date(2026, 1, 14), date(2026, 1, 21)))

    schedule = lay_out(plan(task("beschluss", working_days("start", 5), committee=True)), BEGUN, place)

    assert schedule.deadlines["vorbereitung.beschluss"].committee
    assert day_of(schedule, "beschluss") == date(2026, 1, 14)


def test_a_committee_task_without_sessions_keeps_its_wish() -> None:
    schedule = lay_out(plan(task("beschluss", working_days("start", 5), committee=True)), BEGUN, NO_HOLIDAY)

    assert not schedule.deadlines["vorbereitung.beschluss"].committee
    assert day_of(schedule, "beschluss") == date(2026, 1, 12)


def test_a_committee_task_that_waits_for_another_goes_to_the_session_after_it() -> None:
    vote = task("beschluss", working_days("start", 5), committee=True, after=("vorlage",))
    place = calendar(committee=(date(2026, 1, 14), date(2026, 1, 21)))

    schedule = lay_out(plan(task("vorlage", working_days("start", 9)), vote), BEGUN, place)

    assert compressed(schedule) == {"beschluss": date(2026, 1, 21)}


@pytest.mark.parametrize(
    ("answers", "there"), [({}, False), ({"regen": True}, True), ({"regen": False}, False)]
)
def test_an_answer_adds_and_retires_a_task(answers: dict[str, bool], there: bool) -> None:
    umbrellas = task("schirme", working_days("fest", -2), condition="regen")

    schedule = lay_out(plan(umbrellas, conditions=(RAIN,)), replace(BEGUN, answers=answers), NO_HOLIDAY)

    assert ("vorbereitung.schirme" in schedule.deadlines) is there


def test_nobody_waits_for_a_task_that_an_answer_retired() -> None:
    umbrellas = task("schirme", working_days("fest", -2), condition="regen")
    card = task("karte", working_days("fest", -4), after=("schirme",))

    schedule = lay_out(plan(umbrellas, card, conditions=(RAIN,)), BEGUN, NO_HOLIDAY)

    assert schedule.compressed == ()


def test_a_deadline_fixed_by_hand_stays_when_its_anchor_moves() -> None:
    letters = plan(task("brief", working_days("fest", -5)), task("karte", working_days("fest", -4)))
    decisions = replace(
        fixed(fest=date(2026, 3, 3)), fixed_deadlines={"vorbereitung.brief": date(2026, 1, 28)}
    )

    schedule = lay_out(letters, decisions, NO_HOLIDAY)

    assert day_of(schedule, "brief") == date(2026, 1, 28)
    assert day_of(schedule, "karte") == date(2026, 2, 25)


def test_a_deadline_fixed_by_hand_is_not_compressed() -> None:
    decisions = replace(BEGUN, fixed_deadlines={"vorbereitung.brief": date(2026, 1, 28)})

    schedule = lay_out(chain(18), decisions, NO_HOLIDAY)

    assert day_of(schedule, "brief") == date(2026, 1, 28)
    assert schedule.compressed == ()


def test_a_phase_lasts_from_its_beginning_to_its_last_deadline() -> None:
    tasks = (task("brief", working_days("fest", -5)), task("dank", working_days("fest", 3)))

    span = lay_out(plan(*tasks), BEGUN, NO_HOLIDAY).spans["vorbereitung"]

    assert (span.begins, span.ends) == (MONDAY, date(2026, 2, 6))


def test_a_phase_without_a_beginning_begins_with_its_first_deadline() -> None:
    phases = (PREPARATION, PhaseSpec(key="feier", title="Feier", begins=()))

    spans = lay_out(
        plan(task("dank", working_days("fest", 3), phase="feier"), phases=phases), BEGUN, NO_HOLIDAY
    )

    assert spans.spans["feier"].begins == date(2026, 2, 6)


def test_a_phase_without_beginning_and_deadlines_has_no_span() -> None:
    phases = (PREPARATION, PhaseSpec(key="feier", title="Feier", begins=()))

    schedule = lay_out(plan(phases=phases), BEGUN, NO_HOLIDAY)

    assert "feier" not in schedule.spans


def test_a_legal_deadline_rolls_off_a_holiday() -> None:
    notice = task("frist", calendar_days("start", 7))

    schedule = lay_out(plan(notice), BEGUN, calendar(public={date(2026, 1, 12): "Feiertag"}))

    assert schedule.deadlines["vorbereitung.frist"].unrolled == date(2026, 1, 12)
    assert day_of(schedule, "frist") == date(2026, 1, 13)


def test_without_haste_nothing_is_compressed() -> None:
    schedule = lay_out(chain(15), BEGUN, NO_HOLIDAY)

    assert schedule.compressed == ()


def test_a_task_waits_one_working_day_and_others_wait_for_it() -> None:
    schedule = lay_out(chain(18), BEGUN, NO_HOLIDAY)

    assert compressed(schedule) == {"brief": date(2026, 1, 30), "karte": date(2026, 2, 2)}
    assert schedule.deadlines["vorbereitung.karte"].compressed_after == "vorbereitung.brief"


def test_a_plan_that_would_reach_its_event_is_refused_with_its_first_broken_step() -> None:
    with pytest.raises(PlanImpossible) as raised:
        lay_out(chain(19), BEGUN, NO_HOLIDAY)

    assert raised.value.facts == {
        "anchor": "fest",
        "day": "03.02.2026",
        "task": "vorbereitung.karte",
        "before": "vorbereitung.brief",
        "ready": "02.02.2026",
        "earliest": "04.02.2026",
    }


def test_an_event_that_waits_for_a_later_task_is_refused() -> None:
    feast = task("feier", working_days("fest", 0), after=("los",))

    with pytest.raises(PlanImpossible, match=r"'vorbereitung\.feier' .* 'vorbereitung\.los'"):
        lay_out(plan(task("los", working_days("start", 30)), feast), BEGUN, NO_HOLIDAY)


def test_the_earliest_date_keeps_the_bounds() -> None:
    feast = FEAST.model_copy(update={"earliest": (Bound(at=working_days("start", 25)),)})
    tight = plan(
        task("los", working_days("start", 19)),
        task("brief", working_days("fest", -5), after=("los",)),
        feast=feast,
    )

    with pytest.raises(PlanImpossible, match=r"earliest possible date is 10\.02\.2026"):
        lay_out(tight, fixed(fest=date(2026, 1, 27)), NO_HOLIDAY)


def test_where_no_date_is_early_enough_none_is_named() -> None:
    pair = plan(
        task("dank", working_days("fest", 1)), task("brief", working_days("fest", -5), after=("dank",))
    )

    with pytest.raises(PlanImpossible, match="earliest possible date is none within the searched time"):
        lay_out(pair, BEGUN, NO_HOLIDAY)


@given(lottery=st.integers(16, 120), feast=st.dates(date(2026, 1, 7), date(2026, 5, 29)))
def test_the_earliest_date_works_and_no_earlier_one_does(lottery: int, feast: date) -> None:
    tight = chain(lottery)
    refusal = refused(tight, fixed(fest=feast), NO_HOLIDAY)
    assume(refusal is not None)
    assert refusal is not None

    earliest = named_earliest(refusal)

    assert lay_out(tight, fixed(fest=earliest), NO_HOLIDAY).anchors["fest"].day == earliest
    assert refused(tight, fixed(fest=suitable_before(earliest)), NO_HOLIDAY) is not None


def test_an_anchor_before_the_one_it_counts_from_is_refused() -> None:
    with pytest.raises(AnchorOutOfOrder) as raised:
        lay_out(plan(anchors=(END,)), fixed(ende=date(2026, 1, 20)), NO_HOLIDAY)

    assert raised.value.facts == {
        "anchor": "ende",
        "day": "20.01.2026",
        "base": "fest",
        "base_day": "03.02.2026",
        "earliest": "03.02.2026",
    }
    assert lay_out(plan(anchors=(END,)), fixed(ende=named_earliest(raised.value)), NO_HOLIDAY)
