"""The default programme planned backwards: from days that real Kommunen held, and from any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.errors import EtappeError, NoTimeForBound, NoTimeForStep
from etappe.model.backwards import Backwards, backwards
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.good_days import Diary
from etappe.model.place import Land, Place
from etappe.model.plan import Plan
from etappe.model.programme import Programme
from etappe.model.proposals import event_task, proposals
from etappe.model.schedule import Schedule, lay_out, with_anchor
from etappe.model.warnings import warnings_of
from tests.plugins.conftest import Case, cases

ZWICKAU = calendar_of(Place(Land.SN))
WILHELMSHAVEN = calendar_of(Place(Land.NI, elections=(date(2021, 9, 26),)))
ANSBACH = calendar_of(Place(Land.BY))
YEAR_BEGINS = Decisions(date(2021, 1, 1))


def days_of(schedule: Schedule | None) -> dict[str, date]:
    assert schedule is not None
    return {key: anchor.day for key, anchor in schedule.anchors.items()}


def test_zwickaus_dialogue_leaves_its_workshop_one_day_more_than_it_took(full_plan: Plan) -> None:
    """They held them on 14 June and 20 July, 26 working days apart; 25 is the bound."""
    found = backwards(full_plan, YEAR_BEGINS, ZWICKAU, "dialog", date(2021, 7, 20), date(2021, 1, 1))

    assert days_of(found.tightest) == {
        "start": date(2021, 3, 29),
        "auftakt": date(2021, 4, 14),
        "abgabe": date(2021, 5, 12),
        "workshop": date(2021, 6, 15),
        "dialog": date(2021, 7, 20),
        "abschluss": date(2021, 8, 17),
    }
    assert {d.task for d in found.tightest.compressed} == {
        "dialog.ziel",
        "dialog.methode",
        "dialog.vorbereitung_1",
        "dialog.einladung_freigabe",
        "dialog.einladung",
    }


def test_wilhelmshavens_dialogue_is_reached_with_the_summer_and_an_election_in_between(
    full_plan: Plan,
) -> None:
    """The election of 26 September keeps the workshop out of the six weeks before it."""
    found = backwards(full_plan, YEAR_BEGINS, WILHELMSHAVEN, "dialog", date(2021, 11, 30), date(2021, 1, 1))

    comfortable = days_of(found.comfortable)
    assert comfortable == {
        "start": date(2021, 6, 18),
        "auftakt": date(2021, 7, 2),
        "abgabe": date(2021, 9, 3),
        "workshop": date(2021, 10, 5),
        "dialog": date(2021, 11, 30),
        "abschluss": date(2021, 12, 29),
    }
    assert days_of(found.tightest)["start"] == date(2021, 8, 3)


def test_what_is_found_is_what_the_start_and_the_fixed_days_give(full_plan: Plan) -> None:
    found = backwards(full_plan, YEAR_BEGINS, ZWICKAU, "dialog", date(2021, 7, 20), date(2021, 1, 1))

    for schedule in (found.comfortable, found.tightest):
        assert schedule is not None
        again = Decisions(schedule.decisions.start, fixed_anchors=schedule.decisions.fixed_anchors)
        assert lay_out(full_plan, again, ZWICKAU) == schedule


def test_a_draw_of_lots_needs_forty_days_before_the_dialogue(full_plan: Plan) -> None:
    lots = replace(YEAR_BEGINS, answers={"auswahl_los": True})

    found = backwards(full_plan, lots, ZWICKAU, "dialog", date(2021, 7, 20), date(2021, 1, 1))

    workshop = found.tightest.anchors["workshop"].day
    assert ZWICKAU.count(workshop, date(2021, 7, 20)) >= 40


def test_a_dialogue_in_two_months_is_refused_with_the_bound_and_the_earliest_day(full_plan: Plan) -> None:
    with pytest.raises(NoTimeForBound) as refused:
        backwards(full_plan, YEAR_BEGINS, ANSBACH, "dialog", date(2021, 3, 2), date(2021, 1, 1))

    earliest = str(refused.value.facts["earliest"])
    assert (refused.value.facts["late"], refused.value.facts["base"]) == ("dialog", "workshop")
    assert earliest == "04.05.2021"
    day = date(2021, 5, 4)
    assert backwards(full_plan, YEAR_BEGINS, ANSBACH, "dialog", day, date(2021, 1, 1)).tightest


def test_the_events_of_the_programme_are_held_by_the_facilitator(full_plan: Plan) -> None:
    events = {key: event_task(full_plan, key) for key in ("workshop", "dialog", "abgabe")}

    assert {key: task.key if task else None for key, task in events.items()} == {
        "workshop": "workshop.durchfuehrung",
        "dialog": "dialog.durchfuehrung",
        "abgabe": None,
    }
    assert all(task is None or task.role == "MO" for task in events.values())


ANCHORS = st.sampled_from(["auftakt", "abgabe", "workshop", "abschluss"])


@given(cases(), ANCHORS, st.integers(60, 400))
@settings(max_examples=40)
def test_backwards_hits_the_day_and_knows_the_last_start(
    programme: Programme, case: Case, anchor: str, ahead: int
) -> None:
    plan, place, first = case.plan(programme), case.calendar, case.decisions.start
    day = place.on_or_after(first + timedelta(days=ahead))
    found = tried(plan, case.decisions, place, anchor, day)
    if isinstance(found, EtappeError):
        assert possible_elsewhere(plan, case.decisions, place, anchor, found)
        return

    assert found.tightest.anchors[anchor].day == day
    assert found.tightest.decisions.start >= first
    later = place.add(found.tightest.decisions.start, 1)
    with pytest.raises((NoTimeForBound, NoTimeForStep)):
        backwards(plan, case.decisions, place, anchor, day, later)


def tried(
    plan: Plan, decisions: Decisions, place: Calendar, anchor: str, day: date
) -> Backwards | EtappeError:
    """What is found, or why nothing is: it is too early, or nobody knows the school holidays."""
    try:
        return backwards(plan, decisions, place, anchor, day, decisions.start)
    except EtappeError as refusal:
        return refusal


def possible_elsewhere(
    plan: Plan, decisions: Decisions, place: Calendar, anchor: str, refusal: EtappeError
) -> bool:
    """Whether the day that a refusal names can be reached from the same start."""
    earliest = str(refusal.facts.get("earliest", "none"))
    if earliest.startswith("none"):
        return True
    day, month, year = (int(part) for part in earliest.split("."))
    found = backwards(plan, decisions, place, anchor, date(year, month, day), decisions.start)
    return found.tightest.decisions.start >= decisions.start


@given(cases(), st.sampled_from(["abgabe", "workshop", "abschluss"]), st.integers(0, 120))
@settings(max_examples=40)
def test_every_proposal_can_be_fixed_without_anything_new(
    programme: Programme, case: Case, anchor: str, ahead: int
) -> None:
    try:
        schedule = lay_out(case.plan(programme), case.decisions, case.calendar)
        first = case.decisions.start + timedelta(days=ahead)
        found = proposals(schedule, anchor, first, Diary(case.decisions.start))
    except EtappeError:  # no plan that could be asked, or no good day
        return

    known = {(w.code, w.subject) for w in warnings_of(schedule)}
    for proposal in found:
        fixed = lay_out(schedule.plan, with_anchor(case.decisions, anchor, proposal.day), case.calendar)
        new = [w for w in warnings_of(fixed) if (w.code, w.subject) not in known]
        said = " ".join(proposal.concerns)
        assert all(w.text in said or w.code == "before_start" for w in new)
        assert not fixed.compressed or "verdichtet" in said
