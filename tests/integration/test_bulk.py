"""One thing for many projects: each by itself, told one by one, and run again without harm."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from etappe.errors import ContactMissing, SelectionChanged, UnknownKommune
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.service.bulk import (
    BulkOutcome,
    BulkPreview,
    BulkReport,
    BulkStep,
    apply_many,
    make_many,
    plan_many,
    preview_many,
    without_project,
)
from etappe.service.changing import Change, make_change
from etappe.service.office import Office
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor, ShiftAnchor
from etappe.service.resting import HoldProject, Resume
from tests.integration.worlds import MODULES, START, World, found, settle_in

WISH = Wish(START, MODULES)
COHORT = ("aachen", "bonn", "essen")


class BrokenOff(Exception):
    """The run was killed."""


@pytest.fixture
def world(office: Office) -> World:
    """Three Kommunen without a project; in the end the audit is whole."""
    world = found(office)
    for slug in ("bonn", "essen"):
        settle_in(world, Kommune(slug, slug.title(), Land.NW))
    return world


def start_all(world: World, wish: Wish = WISH, kommunen: tuple[str, ...] = COHORT) -> BulkReport:
    return plan_many(world.office, kommunen, wish, "pm", world.clock, ignored)


def shift_all(world: World, days: int = 5, order: str | None = None, anchor: str = "workshop") -> BulkReport:
    return make_many(world.office, COHORT, ShiftAnchor(anchor, days), "pm", world.clock, ignored, order=order)


def ignored(_: BulkStep) -> None:
    """Nobody listens."""


def anchor(world: World, project: str, key: str = "workshop") -> date:
    with world.office.store.begin() as tx:
        return next(a.day for a in tx.projects.anchors(project) if a.key == key)


def test_a_cohort_starts_with_one_wish(world: World) -> None:
    report = start_all(world)

    assert report == BulkReport(done=COHORT, unchanged=(), refused=())
    assert without_project(world.office) == ()
    assert world.chain_holds()


def test_each_is_told_as_soon_as_it_had_its_turn(world: World) -> None:
    told: list[BulkStep] = []

    plan_many(world.office, ["aachen", "nix"], WISH, "pm", world.clock, told.append)

    assert [(step.subject, step.outcome, step.number, step.of) for step in told] == [
        ("aachen", BulkOutcome.DONE, 1, 2),
        ("nix", BulkOutcome.REFUSED, 2, 2),
    ]
    assert told[0].text.startswith("started as 'aachen' with ")
    assert [type(step.error) for step in told] == [type(None), UnknownKommune]


def test_a_refusal_stops_nobody_else(world: World) -> None:
    settle_in(world, Kommune("ahlen", "Ahlen", Land.NW), without=("AP", "VS", "VZ", "PM", "MO", "PL"))

    report = start_all(world, kommunen=("ahlen", *COHORT))

    (refused,) = report.refused
    assert (refused.project, refused.reason) == ("ahlen", str(ContactMissing(kommune="ahlen", role="AP")))
    assert report.done == COHORT


def test_a_run_that_was_broken_off_is_run_again(world: World) -> None:
    def killed(step: BulkStep) -> None:
        if step.number == 2:
            raise BrokenOff

    with pytest.raises(BrokenOff):
        plan_many(world.office, COHORT, WISH, "pm", world.clock, killed)
    report = start_all(world)

    assert report == BulkReport(done=("essen",), unchanged=("aachen", "bonn"), refused=())


def test_a_run_that_goes_on_another_day_knows_what_was_done(world: World) -> None:
    start_all(world, kommunen=("aachen",))
    world.clock.moment += timedelta(days=1)

    report = start_all(world)

    assert report.unchanged == ("aachen",)
    assert [refused.project for refused in report.refused] == ["bonn", "essen"]


def test_another_project_on_the_same_day_is_a_refusal(world: World) -> None:
    start_project(world.office, "aachen", Wish(START), "pm", world.clock.now())

    report = start_all(world)

    assert [refused.project for refused in report.refused] == ["aachen"]
    assert report.done == ("bonn", "essen")


def test_a_name_that_comes_twice_has_one_turn(world: World) -> None:
    assert start_all(world, kommunen=("aachen", "aachen")).done == ("aachen",)


def test_an_anchor_moves_by_working_days_of_each_place(world: World) -> None:
    settle_in(world, Kommune("erfurt", "Erfurt", Land.TH))
    start_all(world, kommunen=("aachen", "erfurt"))
    before = {project: anchor(world, project) for project in ("aachen", "erfurt")}

    make_many(world.office, ["aachen", "erfurt"], ShiftAnchor("workshop", 5), "pm", world.clock, ignored)

    with world.office.store.begin() as tx:
        kommunen = tx.kommunen.some(["aachen", "erfurt"])
    calendars = {kommune.slug: world.office.calendar_of(kommune, ()) for kommune in kommunen}
    expected = {project: calendars[project].add(day, 5) for project, day in before.items()}
    assert {project: anchor(world, project) for project in before} == expected


def test_an_order_moves_nobody_twice(world: World) -> None:
    start_all(world)

    first, second = shift_all(world), shift_all(world)

    assert (first.done, second.unchanged) == (COHORT, COHORT)
    assert world.chain_holds()


def test_an_order_that_was_broken_off_goes_on_where_it_was(world: World) -> None:
    start_all(world)
    before = {project: anchor(world, project) for project in COHORT}
    change = ShiftAnchor("workshop", 5)
    make_many(world.office, COHORT[:1], change, "pm", world.clock, ignored, order="storm")
    world.clock.moment += timedelta(days=1)

    report = shift_all(world, order="storm")

    assert (report.unchanged, report.done) == (COHORT[:1], COHORT[1:])
    assert len({anchor(world, project) - before[project] for project in COHORT}) == 1


def test_another_order_moves_again(world: World) -> None:
    start_all(world)
    before = anchor(world, "aachen")

    shift_all(world, 5, "storm")
    shift_all(world, -5, "storm is over")

    assert anchor(world, "aachen") == before


def test_an_order_without_a_name_is_one_of_its_day(world: World) -> None:
    start_all(world)
    shift_all(world)
    world.clock.moment += timedelta(days=1)

    assert shift_all(world).done == COHORT


def test_the_same_name_for_another_anchor_is_another_order(world: World) -> None:
    start_all(world)

    shift_all(world, order="storm")

    assert shift_all(world, order="storm", anchor="dialog").done == COHORT


def test_a_refused_shift_can_be_ordered_again(world: World) -> None:
    start_all(world)
    backwards = shift_all(world, -500, "storm")

    assert [refused.project for refused in backwards.refused] == list(COHORT)
    assert shift_all(world, 5, "storm").done == COHORT


def test_what_has_happened_is_not_shifted(world: World) -> None:
    start_all(world)
    world.clock.moment = moment(date(2026, 3, 2), time(9))

    report = shift_all(world, anchor="auftakt")

    assert {refused.reason for refused in report.refused} == {
        f"'auftakt' of '{project}' was on {anchor(world, project, 'auftakt'):%d.%m.%Y}; what has happened is"
        " not moved, leave this project out."
        for project in COHORT
    }


def test_a_shift_into_the_past_is_refused(world: World) -> None:
    start_all(world)
    world.clock.moment = moment(date(2026, 3, 2), time(9))

    report = shift_all(world, -60)

    assert "lies in the past" in report.refused[0].reason


def test_an_unknown_anchor_is_refused_for_each(world: World) -> None:
    start_all(world)

    reasons = [refused.reason for refused in shift_all(world, anchor="fest").refused]

    assert len(reasons) == 3
    assert "no anchor 'fest'" in reasons[0]


SHIFT = ShiftAnchor("workshop", 5)
HOLD = HoldProject(date(2026, 3, 2), "Haushaltssperre")


def look(world: World, change: Change = SHIFT, order: str | None = None) -> BulkPreview:
    """What a change would do to the cohort."""
    return preview_many(world.office, COHORT, change, "pm", world.clock, ignored, order=order)


def apply(world: World, seen: str, change: Change = SHIFT, order: str | None = None) -> BulkReport:
    """Carry it out as it was seen."""
    return apply_many(world.office, COHORT, change, seen, "pm", world.clock, ignored, order=order)


def test_a_look_at_many_shows_each_and_saves_nothing(world: World) -> None:
    start_all(world)
    before = [anchor(world, slug) for slug in COHORT]

    seen = look(world)

    assert [diff.project for diff in seen.diffs] == list(COHORT)
    assert all(any(d.key == "workshop" for d in diff.dates) for diff in seen.diffs)
    assert [anchor(world, slug) for slug in COHORT] == before


def test_many_are_changed_as_they_were_seen(world: World) -> None:
    start_all(world)
    seen = look(world)

    report = apply(world, seen.fingerprint)

    assert report.done == COHORT
    assert {slug: anchor(world, slug) for slug in COHORT} == {
        diff.project: d.after for diff in seen.diffs for d in diff.dates if d.key == "workshop"
    }


def test_many_are_refused_where_somebody_has_changed_one_of_them(world: World) -> None:
    start_all(world)
    seen = look(world)
    moved = MoveAnchor("workshop", date(2026, 4, 22))
    make_change(world.office, "bonn", moved, "eva", world.clock.now())
    before = [anchor(world, slug) for slug in COHORT]

    with pytest.raises(SelectionChanged, match="--confirm") as refused:
        apply(world, seen.fingerprint)

    assert isinstance(refused.value.facts["preview"], BulkPreview)
    assert [anchor(world, slug) for slug in COHORT] == before


def test_an_order_that_was_broken_off_goes_on_with_the_fingerprint_that_was_seen(world: World) -> None:
    start_all(world)
    seen = look(world, order="storm")
    with pytest.raises(BrokenOff):
        apply_many(world.office, COHORT, SHIFT, seen.fingerprint, "pm", world.clock, break_off, order="storm")
    first = anchor(world, COHORT[0])

    report = apply(world, seen.fingerprint, order="storm")

    assert (report.done, report.unchanged) == (COHORT[1:], COHORT[:1])
    assert anchor(world, COHORT[0]) == first


def test_what_can_be_done_twice_without_harm_is_done_again_on_the_same_day(world: World) -> None:
    start_all(world)
    apply(world, look(world, HOLD).fingerprint, HOLD)
    for slug in COHORT:
        make_change(world.office, slug, Resume(), "pm", world.clock.now())

    report = apply(world, look(world, HOLD).fingerprint, HOLD)

    assert report.done == COHORT


def break_off(_: BulkStep) -> None:
    """Die after the first."""
    raise BrokenOff
