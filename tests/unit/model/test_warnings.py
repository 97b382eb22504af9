"""What project management should know when a plan is made: each doubt once, in a German sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.plan import Plan
from etappe.model.schedule import lay_out
from etappe.model.spec import Bound, PhaseSpec, working_days
from etappe.model.warnings import PlanWarning, duration_in_months, months_between, warnings_of
from tests.unit.model.specs import BEGUN, FEAST, NO_HOLIDAY, calendar, days, fixed, plan, task


def warned(
    drawn: Plan, decisions: Decisions = BEGUN, place: Calendar = NO_HOLIDAY
) -> tuple[PlanWarning, ...]:
    return warnings_of(lay_out(drawn, decisions, place))


def bounded(*, earliest: int | None = None, latest: int | None = None) -> Plan:
    """A plan whose feast is bounded by so many working days after the start."""
    update = {
        name: (Bound(at=working_days("start", number)),)
        for name, number in (("earliest", earliest), ("latest", latest))
        if number is not None
    }
    return plan(feast=FEAST.model_copy(update=update))


def test_a_plan_without_doubts_warns_of_nothing() -> None:
    assert warned(plan(task("brief", working_days("fest", -5)))) == ()


def test_an_anchor_before_its_bound() -> None:
    warnings = warned(bounded(earliest=20), fixed(fest=date(2026, 1, 20)))

    assert warnings == (
        PlanWarning("before_bound", "fest", "Fest am 20.01.2026 liegt vor der unteren Grenze 02.02.2026."),
    )


def test_an_anchor_after_its_bound() -> None:
    warnings = warned(bounded(latest=20), fixed(fest=date(2026, 2, 10)))

    assert warnings == (
        PlanWarning("after_bound", "fest", "Fest am 10.02.2026 liegt nach der oberen Grenze 02.02.2026."),
    )


def test_an_anchor_on_a_day_off() -> None:
    warnings = warned(plan(), fixed(fest=date(2026, 2, 7)))

    assert warnings == (PlanWarning("day_off", "fest", "Fest am 07.02.2026 ist kein Arbeitstag."),)


def test_an_anchor_fixed_in_school_holidays() -> None:
    place = calendar(school=days(date(2026, 2, 2), 12, "Winterferien"))

    warnings = warned(plan(), fixed(fest=date(2026, 2, 5)), place)

    assert warnings == (
        PlanWarning("school_holidays", "fest", "Fest am 05.02.2026 liegt in den Schulferien (Winterferien)."),
    )


def test_an_anchor_fixed_in_election_weeks() -> None:
    place = calendar(elections=(date(2026, 3, 8),))

    warnings = warned(plan(), fixed(fest=date(2026, 2, 5)), place)

    text = "Fest am 05.02.2026 liegt in den sechs Wochen vor der Wahl am 08.03.2026."
    assert warnings == (PlanWarning("election_weeks", "fest", text),)


def test_an_anchor_that_avoids_nothing_may_lie_in_school_holidays() -> None:
    place = calendar(school=days(date(2026, 2, 2), 12, "Winterferien"))
    careless = FEAST.model_copy(update={"avoid": ()})

    assert warned(plan(feast=careless), fixed(fest=date(2026, 2, 5)), place) == ()


def test_a_programme_that_takes_too_long() -> None:
    warnings = warned(plan(longest_months=1), fixed(fest=date(2026, 2, 19)))

    text = "Die Laufzeit beträgt 1,5 Monate, vorgesehen sind höchstens 1."
    assert warnings == (PlanWarning("too_long", "fest", text),)


def test_a_programme_may_take_its_months_to_the_day() -> None:
    assert warned(plan(longest_months=1), fixed(fest=date(2026, 2, 5))) == ()


def test_a_task_before_the_start() -> None:
    warnings = warned(plan(task("brief", working_days("fest", -25))))

    text = "„Brief“ wäre am 29.12.2025 fällig, vor dem Projektstart."
    assert warnings == (PlanWarning("before_start", "vorbereitung.brief", text),)


def test_a_task_before_what_its_phase_takes_for_granted() -> None:
    feast_phase = PhaseSpec(
        key="feier", title="Feier", begins=(working_days("start", 1),), requires=("vorbereitung.brief",)
    )
    phases = (*plan().phases, feast_phase)
    tasks = (task("brief", working_days("start", 5)), task("saal", working_days("start", 2), phase="feier"))

    warnings = warned(plan(*tasks, phases=phases))

    text = "Die Phase „Feier“ setzt „Brief“ (12.01.2026) voraus; früher fällig: feier.saal."
    assert warnings == (PlanWarning("before_requirement", "feier", text),)


def test_a_deadline_fixed_before_what_it_depends_on() -> None:
    drawn = plan(
        task("brief", working_days("fest", -5)), task("karte", working_days("fest", -4), after=("brief",))
    )
    decisions = replace(BEGUN, fixed_deadlines={"vorbereitung.karte": date(2026, 1, 20)})

    warnings = warned(drawn, decisions)

    text = "„Karte“ liegt von Hand vor „Brief“ (27.01.2026)."
    assert warnings == (PlanWarning("before_prerequisite", "vorbereitung.karte", text),)


def test_a_plan_that_reaches_beyond_the_known_school_holidays() -> None:
    drawn = plan(task("rueckblick", working_days("fest", 30)))

    warnings = warned(drawn, BEGUN, calendar(known_until=date(2026, 2, 28)))

    text = "Schulferien sind nur bis 28.02.2026 bekannt; der Plan reicht bis 17.03.2026."
    assert warnings == (PlanWarning("beyond_school_calendar", "probe", text),)


@pytest.mark.parametrize(
    ("last", "months"), [(date(2026, 1, 1), 0.0), (date(2026, 2, 1), 1.0), (date(2026, 7, 1), 6.0)]
)
def test_months_are_told_to_one_decimal(last: date, months: float) -> None:
    assert months_between(date(2026, 1, 1), last) == pytest.approx(months)


def test_without_its_last_anchor_a_programme_has_no_duration() -> None:
    drawn = plan()
    endless = drawn.model_copy(
        update={"programme": drawn.programme.model_copy(update={"duration_to": "ende"})}
    )

    assert duration_in_months(lay_out(endless, BEGUN, NO_HOLIDAY)) is None
    assert warned(endless) == ()


VOTE = task("beschluss", working_days("fest", 5), committee=True)
"""Wanted on Tuesday, 10 February 2026."""


def test_a_session_long_after_the_wish_makes_one_ask_whether_dates_are_missing() -> None:
    place = calendar(committee=(date(2026, 4, 12),))

    warnings = warned(plan(VOTE), place=place)

    assert warnings == (
        PlanWarning(
            "session_far",
            "vorbereitung.beschluss",
            "„Beschluss“ wartet auf die Sitzung am 12.04.2026, gewünscht war der 10.02.2026; "
            "sind alle Sitzungstermine eingetragen?",
        ),
    )


def test_a_session_sixty_days_after_the_wish_is_near_enough() -> None:
    assert warned(plan(VOTE), place=calendar(committee=(date(2026, 4, 11),))) == ()


def test_a_session_behind_the_end_of_the_programme_is_told() -> None:
    place = calendar(committee=(date(2026, 3, 10),))

    warnings = warned(plan(VOTE, longest_months=2), place=place)

    assert warnings == (
        PlanWarning(
            "session_beyond",
            "vorbereitung.beschluss",
            "„Beschluss“ kommt mit der Sitzung am 10.03.2026 nach dem Ende der Laufzeit (05.03.2026); "
            "gewünscht war der 10.02.2026.",
        ),
    )


def test_a_wish_behind_the_end_of_the_programme_is_not_the_committees_fault() -> None:
    place = calendar(committee=(date(2026, 2, 17),))

    codes = {w.code for w in warned(plan(VOTE, longest_months=1), place=place)}

    assert "session_beyond" not in codes
