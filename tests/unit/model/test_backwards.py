"""From a wanted day back to the latest dates before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.errors import (
    EtappeError,
    NothingBefore,
    NoTimeForBound,
    NoTimeForStep,
    SchoolHolidaysUnknown,
    UnknownAnchor,
)
from etappe.model.backwards import Backwards, backwards
from etappe.model.calendar import ONE_DAY, Calendar
from etappe.model.decisions import Decisions
from etappe.model.plan import Plan
from etappe.model.spec import AnchorSpec, Avoid, Bound, working_days
from tests.unit.model.specs import BEGUN, FEAST, MONDAY, NO_HOLIDAY, calendar, days, plan, task

LONG_AGO = date(2025, 6, 2)
WANTED = date(2026, 3, 5)
"""A Thursday; twenty working days before it is 5 February."""
REHEARSAL = AnchorSpec(
    key="probe",
    title="Probe",
    dative="der Probe",
    nominal=(working_days("start", 10),),
    earliest=(Bound(at=working_days("start", 4)),),
)
FEAST_AFTER_IT = FEAST.model_copy(
    update={"nominal": (working_days("probe", 10),), "earliest": (Bound(at=working_days("probe", 5)),)}
)
SONG = (task("lied", working_days("probe", 0)), task("chor", working_days("fest", -8), after=("lied",)))
"""The choir needs eight days of the ten; where they are fewer, it waits for the song."""
REHEARSED = plan(*SONG, feast=FEAST_AFTER_IT, anchors=(REHEARSAL,))


def back(
    drawn: Plan = REHEARSED,
    day: date = WANTED,
    decisions: Decisions = BEGUN,
    place: Calendar = NO_HOLIDAY,
    not_before: date = LONG_AGO,
    anchor: str = "fest",
) -> Backwards:
    return backwards(drawn, decisions, place, anchor, day, not_before)


def days_of(found: Backwards, *, tight: bool) -> dict[str, date]:
    schedule = found.tightest if tight else found.comfortable
    assert schedule is not None
    return {key: anchor.day for key, anchor in schedule.anchors.items()}


def test_the_comfortable_plan_keeps_the_nominal_distances() -> None:
    found = back()

    assert days_of(found, tight=False) == {
        "start": date(2026, 2, 5),
        "probe": date(2026, 2, 19),
        "fest": WANTED,
    }


def test_the_tightest_plan_keeps_no_more_than_the_bounds() -> None:
    found = back()

    assert days_of(found, tight=True) == {
        "start": date(2026, 2, 20),
        "probe": date(2026, 2, 26),
        "fest": WANTED,
    }
    assert [d.task for d in found.tightest.compressed] == ["vorbereitung.chor"]


def test_an_anchor_without_a_bound_keeps_its_nominal_distance_in_the_tightest_plan_too() -> None:
    found = back(plan())

    assert found.tightest.decisions.start == date(2026, 2, 5)
    assert found.comfortable == found.tightest


def test_only_what_would_not_come_about_by_itself_is_fixed() -> None:
    found = back()

    assert found.comfortable is not None
    assert dict(found.comfortable.decisions.fixed_anchors) == {"fest": WANTED}
    assert dict(found.tightest.decisions.fixed_anchors) == {"probe": date(2026, 2, 26), "fest": WANTED}


def test_school_holidays_before_the_wanted_day_push_the_start_further_back() -> None:
    place = calendar(school=days(date(2026, 2, 16), 17, "Winterferien"))
    event = REHEARSAL.model_copy(update={"event": True, "avoid": (Avoid.SCHOOL_HOLIDAYS,)})
    drawn = plan(feast=FEAST_AFTER_IT, anchors=(event,))

    found = back(drawn, place=place)

    assert days_of(found, tight=True)["probe"] == date(2026, 2, 12)


def test_every_anchor_lies_as_late_as_the_one_behind_it_allows() -> None:
    place = calendar(closed=days(date(2026, 2, 9), 19, "Hochwasser"))
    loose = FEAST_AFTER_IT.model_copy(update={"earliest": (Bound(at=working_days("probe", 1)),)})

    found = back(plan(feast=loose, anchors=(REHEARSAL,)), place=place)

    assert days_of(found, tight=True)["probe"] == date(2026, 3, 4)


def test_an_anchor_that_was_fixed_by_hand_stays() -> None:
    decided = Decisions(MONDAY, fixed_anchors={"probe": date(2026, 1, 30)})

    found = back(decisions=decided)

    assert days_of(found, tight=True) == {
        "start": date(2026, 1, 26),  # four working days, the bound; the nominal ten are nobody's wish here
        "probe": date(2026, 1, 30),
        "fest": WANTED,
    }


def test_where_everything_before_is_fixed_the_wanted_day_is_only_tried() -> None:
    decided = Decisions(MONDAY, fixed_anchors={"start": MONDAY, "probe": date(2026, 1, 30)})

    found = back(decisions=decided)

    assert days_of(found, tight=True) == {"start": MONDAY, "probe": date(2026, 1, 30), "fest": WANTED}
    assert found.comfortable == found.tightest


def test_in_a_running_project_the_first_open_anchor_is_what_is_sought() -> None:
    running = Decisions(MONDAY, fixed_anchors={"start": MONDAY})

    found = back(decisions=running)

    assert days_of(found, tight=False)["probe"] == date(2026, 2, 19)
    assert days_of(found, tight=True)["probe"] == date(2026, 2, 26)


def test_a_day_of_the_wanted_anchor_that_was_fixed_before_does_not_count() -> None:
    decided = Decisions(MONDAY, fixed_anchors={"fest": date(2026, 6, 2)})

    assert back(decisions=decided) == back()


def test_an_upper_bound_holds_the_first_open_anchor_back() -> None:
    bounded = REHEARSAL.model_copy(update={"latest": (Bound(at=working_days("start", 12)),)})
    running = Decisions(MONDAY, fixed_anchors={"start": MONDAY})

    found = back(plan(feast=FEAST_AFTER_IT, anchors=(bounded,)), decisions=running)

    assert days_of(found, tight=True)["probe"] == NO_HOLIDAY.add(MONDAY, 12)


def test_a_wanted_day_within_the_bounds_of_an_earlier_start_alone_is_refused() -> None:
    with pytest.raises(NoTimeForBound) as refused:
        back(not_before=date(2026, 2, 23))

    assert str(refused.value) == (
        "'fest' on 05.03.2026 cannot be reached from 23.02.2026 on: 'fest' lies on 06.03.2026 or later, "
        "5 AT after 'probe' on 27.02.2026; the earliest possible date is 10.03.2026."
    )


def test_a_step_that_finds_no_time_is_named_with_what_it_waits_for() -> None:
    song = task("lied", working_days("probe", 6))

    with pytest.raises(NoTimeForStep) as refused:
        back(
            plan(song, SONG[1], feast=FEAST_AFTER_IT, anchors=(REHEARSAL,)),
            not_before=date(2026, 2, 20),
        )

    assert str(refused.value) == (
        "'fest' on 05.03.2026 cannot be reached from 20.02.2026 on: 'vorbereitung.chor' would have to wait "
        "for 'vorbereitung.lied' until 06.03.2026; the earliest possible date is 10.03.2026."
    )


def test_the_day_that_a_refusal_names_is_possible_and_none_before_it_is() -> None:
    first = date(2026, 2, 23)

    assert back(day=date(2026, 3, 10), not_before=first).tightest.decisions.start >= first
    with pytest.raises(NoTimeForBound):
        back(day=date(2026, 3, 5), not_before=first)


def test_a_wanted_day_before_the_first_allowed_one_is_refused() -> None:
    with pytest.raises(NoTimeForBound, match="the earliest possible date is"):
        back(not_before=date(2026, 6, 1))


def test_a_comfortable_plan_that_would_begin_too_early_is_left_out() -> None:
    found = back(not_before=date(2026, 2, 9))

    assert found.comfortable is None
    assert found.tightest.decisions.start == date(2026, 2, 20)


def test_an_unknown_anchor_is_refused() -> None:
    with pytest.raises(UnknownAnchor, match="no anchor 'fets'"):
        back(anchor="fets")


def test_there_is_nothing_before_the_start() -> None:
    with pytest.raises(NothingBefore, match="'start' is counted from nothing"):
        back(anchor="start")


def test_latest_days_that_nobody_can_know_are_not_guessed() -> None:
    event = REHEARSAL.model_copy(update={"event": True, "avoid": (Avoid.SCHOOL_HOLIDAYS,)})
    drawn = plan(feast=FEAST_AFTER_IT, anchors=(event,))

    with pytest.raises(SchoolHolidaysUnknown, match="'probe'"):
        back(drawn, place=calendar(known_until=date(2026, 2, 10)))


def test_school_holidays_that_are_ignored_need_not_be_known() -> None:
    event = REHEARSAL.model_copy(update={"event": True, "avoid": (Avoid.SCHOOL_HOLIDAYS,)})
    careless = replace(BEGUN, ignored=frozenset({Avoid.SCHOOL_HOLIDAYS}))

    found = back(
        plan(feast=FEAST_AFTER_IT, anchors=(event,)), decisions=careless, place=calendar(known_until=MONDAY)
    )

    assert days_of(found, tight=True)["probe"] == date(2026, 2, 26)


WANTED_DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))
HOLIDAYS = st.dates(date(2025, 9, 1), date(2027, 6, 1)).map(lambda first: days(first, 12, "Ferien"))
CLOSED = st.sets(st.dates(date(2025, 9, 1), date(2027, 6, 1)), max_size=20)


@given(day=WANTED_DAYS, school=HOLIDAYS, closed=CLOSED)
def test_the_wanted_day_is_hit_and_a_later_start_than_the_tightest_is_refused(
    day: date, school: dict[date, str], closed: set[date]
) -> None:
    place = calendar(school=school, closed=dict.fromkeys(closed, "Betriebsruhe"))

    found = back(day=day, place=place)

    schedules = [s for s in (found.comfortable, found.tightest) if s]
    assert {s.anchors["fest"].day for s in schedules} == {day}
    assert all(s.decisions.start <= found.tightest.decisions.start for s in schedules)
    with pytest.raises((NoTimeForBound, NoTimeForStep)):
        back(day=day, place=place, not_before=place.add(found.tightest.decisions.start, 1))


@given(day=WANTED_DAYS, school=HOLIDAYS, closed=CLOSED)
def test_no_later_day_of_any_anchor_before_it_would_do(
    day: date, school: dict[date, str], closed: set[date]
) -> None:
    place = calendar(school=school, closed=dict.fromkeys(closed, "Betriebsruhe"))
    tight = back(day=day, place=place).tightest
    later = place.add(tight.anchors["probe"].day, 1)
    pinned = Decisions(MONDAY, fixed_anchors={"start": tight.decisions.start, "probe": later})

    with pytest.raises(EtappeError):
        back(day=day, place=place, decisions=pinned)

    assert place.count(tight.anchors["probe"].day, day) >= 5
    assert tight.anchors["probe"].day + ONE_DAY <= day
