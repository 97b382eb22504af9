"""Good days for an anchor, and why the others are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.errors import NoGoodDay, NothingBefore, UnknownAnchor
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.good_days import Diary
from etappe.model.plan import Plan
from etappe.model.proposals import Proposal, event_task, proposals, say_passed_over
from etappe.model.schedule import lay_out, with_anchor
from etappe.model.spec import AnchorSpec, Avoid, Bound, working_days
from etappe.model.speech import speech_in
from etappe.model.warnings import warnings_of
from tests.unit.model.specs import BEGUN, FEAST, FEAST_DAY, MONDAY, NO_HOLIDAY, calendar, days, plan, task

BOUNDED = FEAST.model_copy(
    update={
        "earliest": (Bound(at=working_days("start", 15)),),
        "latest": (Bound(at=working_days("start", 25)),),
    }
)
"""From Monday, 26 January to Monday, 9 February 2026."""
DINNER = AnchorSpec(
    key="essen", title="Essen", dative="dem Essen", nominal=(working_days("fest", 2),), event=True
)
FREE = Diary(MONDAY, facilitator="Moderation")


def proposed(
    drawn: Plan | None = None,
    *,
    first: date = MONDAY,
    diary: Diary = FREE,
    place: Calendar = NO_HOLIDAY,
    decisions: Decisions = BEGUN,
    number: int = 3,
    anchor: str = "fest",
) -> tuple[Proposal, ...]:
    schedule = lay_out(drawn or plan(feast=BOUNDED), decisions, place)
    return proposals(schedule, anchor, first, diary, number)


def days_of(found: tuple[Proposal, ...]) -> list[date]:
    return [p.day for p in found]


def passed(found: tuple[Proposal, ...]) -> list[str]:
    return [say_passed_over(p, speech_in("de")) for proposal in found for p in proposal.passed_over]


def test_an_event_lies_on_tuesdays_to_thursdays_from_its_lower_bound_on() -> None:
    found = proposed(number=4)

    assert days_of(found) == [date(2026, 1, 27), date(2026, 1, 28), date(2026, 1, 29), FEAST_DAY]


def test_a_day_says_what_speaks_for_it() -> None:
    place = calendar(elections=(date(2026, 6, 7),))

    assert proposed(place=place)[0].reasons == (
        "Dienstag, 16 Arbeitstage nach dem Start am 05.01.2026",
        "keine Schulferien",
        "nicht in den sechs Wochen vor einer Wahl",
        "Moderation frei",
    )


def test_nobody_is_called_free_who_was_not_asked() -> None:
    assert "frei" not in " ".join(proposed(diary=Diary(MONDAY))[0].reasons)


def test_the_days_before_the_lower_bound_are_one_entry() -> None:
    assert passed(proposed()) == ["05.01.2026 – 25.01.2026: noch nicht möglich, frühestens 26.01.2026"]


def test_school_holidays_closing_days_and_elections_are_passed_over_in_groups() -> None:
    place = calendar(
        school=days(date(2026, 1, 26), 4, "Winterferien"),
        closed={FEAST_DAY: "Rosenmontag"},
    )

    found = proposed(place=place, first=date(2026, 1, 26), number=1)

    assert days_of(found) == [date(2026, 2, 4)]
    assert passed(found) == ["27.01.2026 – 29.01.2026: Winterferien", "03.02.2026: Rosenmontag"]


def test_an_election_is_named_with_its_day() -> None:
    place = calendar(elections=(date(2026, 2, 3),))
    unbounded = plan()

    found = proposed(unbounded, place=place, first=date(2026, 1, 27), number=1)

    assert days_of(found) == [date(2026, 2, 4)]
    assert passed(found) == ["27.01.2026 – 03.02.2026: sechs Wochen vor der Wahl am 03.02.2026"]


def test_a_day_on_which_the_facilitator_is_wanted_elsewhere_is_passed_over() -> None:
    diary = replace(FREE, busy={date(2026, 1, 28): "Moderation in Ansbach"})

    found = proposed(diary=diary)

    assert days_of(found) == [date(2026, 1, 27), date(2026, 1, 29), FEAST_DAY]
    assert [p.why for p in found[1].passed_over] == ["Moderation in Ansbach"]


def test_two_events_of_a_plan_do_not_share_a_day() -> None:
    dinner = DINNER.model_copy(update={"nominal": (working_days("start", 17),)})

    found = proposed(plan(feast=BOUNDED, anchors=(dinner,)), first=date(2026, 1, 27), number=2)

    assert days_of(found) == [date(2026, 1, 27), date(2026, 1, 29)]
    assert passed(found) == ["28.01.2026: am selben Tag: Essen"]


def test_the_search_ends_with_the_upper_bound() -> None:
    assert days_of(proposed(number=20))[-1] == date(2026, 2, 5)


def test_a_day_from_which_the_others_cannot_follow_is_none() -> None:
    fixed = {"fest": date(2026, 1, 27), "essen": date(2026, 1, 28)}

    found = proposed(
        plan(feast=BOUNDED, anchors=(DINNER,)),
        decisions=Decisions(MONDAY, fixed_anchors=fixed),
        first=date(2026, 1, 27),
    )

    assert days_of(found) == [date(2026, 1, 27)]


def test_days_that_compress_the_plan_come_only_where_there_are_no_better_ones() -> None:
    ready = task("los", working_days("start", 17))
    drawn = plan(ready, task("brief", working_days("fest", -5), after=("los",)), feast=BOUNDED)

    two, three = proposed(drawn, number=2), proposed(drawn, number=3)

    assert days_of(two) == [date(2026, 2, 4), date(2026, 2, 5)]
    assert [(p.day, p.concerns) for p in three] == [
        (FEAST_DAY, ("verdichtet: „Brief“",)),
        (date(2026, 2, 4), ()),
        (date(2026, 2, 5), ()),
    ]


def test_of_many_tasks_three_are_named() -> None:
    letters = [task(name, working_days("fest", -5)) for name in ("a", "b", "c", "d", "e")]
    diary = Diary(date(2026, 1, 22), open_tasks=frozenset(t.key for t in letters))

    found = proposed(plan(*letters, feast=BOUNDED), diary=diary, first=date(2026, 1, 27), number=1)

    assert passed(found) == ["27.01.2026 – 28.01.2026: sofort überfällig: „A“, „B“, „C“, +2"]


def test_a_day_that_would_make_open_tasks_overdue_at_once_is_passed_over() -> None:
    drawn = plan(task("brief", working_days("fest", -5)), feast=BOUNDED)
    diary = Diary(date(2026, 1, 22), open_tasks=frozenset({"vorbereitung.brief"}))

    found = proposed(drawn, diary=diary, first=date(2026, 1, 22), number=1)

    assert days_of(found) == [date(2026, 1, 29)]
    assert "27.01.2026 – 28.01.2026: sofort überfällig: „Brief“" in passed(found)


def test_what_is_done_cannot_become_overdue() -> None:
    drawn = plan(task("brief", working_days("fest", -5)), feast=BOUNDED)

    found = proposed(drawn, diary=Diary(date(2026, 1, 22)), number=1)

    assert days_of(found) == [date(2026, 1, 27)]


def test_a_day_with_tasks_before_the_start_is_passed_over() -> None:
    drawn = plan(task("brief", working_days("fest", -5)))

    found = proposed(drawn, number=1)

    assert days_of(found) == [date(2026, 1, 13)]
    assert "06.01.2026 – 08.01.2026: vor dem Projektstart fällig: „Brief“" in passed(found)


def test_what_the_plan_would_warn_of_is_told() -> None:
    drawn = plan(longest_months=1)

    found = proposed(drawn, first=date(2026, 2, 10), number=1)

    assert found[0].concerns == ("Die Laufzeit beträgt 1,2 Monate, vorgesehen sind höchstens 1.",)


def test_no_day_before_today_is_proposed() -> None:
    assert days_of(proposed(diary=Diary(FEAST_DAY), number=1)) == [FEAST_DAY]


def test_what_is_no_event_takes_any_working_day_outside_the_school_holidays() -> None:
    end = AnchorSpec(key="ende", title="Ende", dative="dem Ende", nominal=(working_days("fest", 5),))
    place = calendar(school=days(date(2026, 2, 5), 2, "Winterferien"))

    found = proposed(plan(anchors=(end,)), anchor="ende", place=place, first=FEAST_DAY)

    assert days_of(found) == [date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 9)]


def test_school_holidays_that_nobody_knows_are_no_good() -> None:
    place = calendar(known_until=date(2026, 2, 3))

    found = proposed(place=place, first=FEAST_DAY, number=1)

    assert days_of(found) == [FEAST_DAY]
    with pytest.raises(NoGoodDay, match="Schulferien noch nicht bekannt"):
        proposed(place=place, first=date(2026, 2, 4))


def test_school_holidays_that_are_ignored_are_good() -> None:
    place = calendar(school=days(date(2026, 1, 26), 4, "Winterferien"))
    careless = replace(BEGUN, ignored=frozenset({Avoid.SCHOOL_HOLIDAYS}))

    found = proposed(place=place, decisions=careless, number=1)

    assert (found[0].day, "keine Schulferien" in found[0].reasons) == (date(2026, 1, 27), False)


def test_an_anchor_without_any_good_day_is_refused_with_the_reasons() -> None:
    busy = {date(2026, 1, 26) + timedelta(days=n): "Moderation abwesend" for n in range(30)}

    with pytest.raises(NoGoodDay) as refused:
        proposed(first=date(2026, 1, 27), diary=replace(FREE, busy=busy))

    assert str(refused.value) == (
        "'fest' has no good day from 27.01.2026 to 05.02.2026: 27.01.2026 – 05.02.2026: Moderation abwesend; "
        "begin elsewhere with --from, or fix a day by hand with 'etappe anchors fix'."
    )


def test_a_search_that_begins_behind_the_upper_bound_is_refused() -> None:
    with pytest.raises(NoGoodDay, match="the upper bound lies before that"):
        proposed(first=date(2026, 3, 2))


def test_an_unknown_anchor_is_refused() -> None:
    with pytest.raises(UnknownAnchor, match="no anchor 'fets'"):
        proposed(anchor="fets")


def test_the_start_has_no_better_days() -> None:
    with pytest.raises(NothingBefore, match="'start' is counted from nothing"):
        proposed(anchor="start")


def test_the_task_that_is_the_event_lies_on_its_day_and_is_a_meeting_where_there_is_one() -> None:
    report, party = task("bericht", working_days("fest", 0)), task("feier", working_days("fest", 0))
    drawn = plan(report, party.model_copy(update={"meeting": True}), task("brief", working_days("fest", -5)))

    assert event_task(drawn, "fest") == drawn.task["vorbereitung.feier"]
    assert event_task(drawn, "start") is None


BUSY = st.sets(st.dates(date(2026, 1, 1), date(2026, 6, 30)), max_size=30)
HOLIDAYS = st.dates(date(2026, 1, 1), date(2026, 5, 1)).map(lambda first: days(first, 12, "Ferien"))
LETTERS = (
    task("los", working_days("start", 12)),
    task("brief", working_days("fest", -5), after=("los",)),
    task("dank", working_days("fest", 30)),
)


@given(busy=BUSY, school=HOLIDAYS, first=st.dates(MONDAY, date(2026, 5, 1)))
def test_every_proposal_can_be_fixed_and_warns_of_nothing_that_it_does_not_say(
    busy: set[date], school: dict[date, str], first: date
) -> None:
    place = calendar(school=school)
    schedule = lay_out(plan(*LETTERS, longest_months=3), BEGUN, place)
    known = {(w.code, w.subject) for w in warnings_of(schedule)}

    found = proposals(schedule, "fest", first, Diary(MONDAY, dict.fromkeys(busy, "Moderation in Ansbach")))

    assert [p.day for p in found] == sorted({p.day for p in found})
    for proposal in found:
        fixed = lay_out(schedule.plan, with_anchor(BEGUN, "fest", proposal.day), place)
        new = [w.text for w in warnings_of(fixed) if (w.code, w.subject) not in known]
        assert proposal.day >= first
        assert proposal.day not in busy | school.keys()
        assert proposal.day.weekday() in (1, 2, 3)
        assert set(new) <= set(proposal.concerns)
        assert not fixed.compressed
