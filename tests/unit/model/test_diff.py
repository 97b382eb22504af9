"""What a change does, compared, and the fingerprint that confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from etappe.model.decisions import Decisions
from etappe.model.diff import (
    DateChange,
    DecisionChange,
    Diff,
    EntryChange,
    Fate,
    Kind,
    RungChange,
    TaskChange,
    Told,
    read_fingerprint,
)
from etappe.model.differing import Snapshot, differences
from etappe.model.hold import Hold
from etappe.model.project import TaskRecord, TaskState
from etappe.model.schedule import lay_out
from etappe.model.spec import working_days
from etappe.model.warnings import warnings_of
from tests.unit.model.specs import FEAST_DAY, MONDAY, NO_HOLIDAY, RAIN, plan, task

LETTER, TENT = "vorbereitung.brief", "vorbereitung.zelt"
PLAN = plan(
    task("brief", working_days("fest", -5)).model_copy(update={"milestone": True}),
    task("zelt", working_days("fest", -2), condition="regen"),
    conditions=(RAIN,),
)
BEFORE, AFTER = date(2026, 1, 27), date(2026, 2, 3)
LATER = date(2026, 2, 10)
MOVED = DateChange(Kind.TASK, LETTER, "Brief", BEFORE, AFTER, "darum")


def snapshot(decisions: Decisions, *settled: TaskRecord) -> Snapshot:
    """A project that stands as it was decided."""
    schedule = lay_out(PLAN, decisions, NO_HOLIDAY)
    tasks = {d.task: TaskRecord(d.task, d.day) for d in schedule.deadlines.values()}
    return Snapshot(
        "aachen", schedule, tasks | {t.key: t for t in settled}, frozenset(), (), warnings_of(schedule)
    )


def compared(before: Snapshot, after: Snapshot) -> Diff:
    return differences(before, after, nothing_fired)


def nothing_fired(_: list[str]) -> Mapping[str, Mapping[str, tuple[date, ...]]]:
    return {}


def rung(day: date) -> frozenset[tuple[str, str, date]]:
    return frozenset({(LETTER, "kurz.vor_2", day)})


START = snapshot(Decisions(MONDAY))
LATE = snapshot(Decisions(MONDAY, fixed_anchors={"fest": LATER}))


def test_nothing_differs_from_itself() -> None:
    assert compared(START, START).empty


def test_dates_that_move_say_why_they_lie_on_their_new_day() -> None:
    anchor, deadline = compared(START, LATE).dates

    assert (anchor.kind, anchor.key, anchor.before, anchor.after) == (Kind.ANCHOR, "fest", FEAST_DAY, LATER)
    assert "von Hand auf diesen Tag gelegt" in anchor.why
    assert deadline == DateChange(
        Kind.TASK, LETTER, "Brief", BEFORE, AFTER, "5 Arbeitstage vor dem Fest am 10.02.2026"
    )


def test_a_settled_task_is_no_date_that_moves() -> None:
    done = TaskRecord(LETTER, BEFORE, state=TaskState.DONE)

    diff = compared(replace(START, tasks={LETTER: done}), replace(LATE, tasks={LETTER: done}))

    assert [d.kind for d in diff.dates] == [Kind.ANCHOR]


def test_a_task_appears() -> None:
    rainy = snapshot(Decisions(MONDAY, answers={"regen": True}))

    diff = compared(START, rainy)

    assert diff.added == (TaskChange(TENT, "Zelt", rainy.tasks[TENT].due),)
    assert diff.decisions == (DecisionChange("answer regen", "", "yes"),)


def test_a_task_retires_and_comes_back() -> None:
    rainy = snapshot(Decisions(MONDAY, answers={"regen": True}))
    retired = replace(rainy.tasks[TENT], state=TaskState.RETIRED)
    dry = snapshot(Decisions(MONDAY, answers={"regen": False}), retired)

    there, back = compared(rainy, dry), compared(dry, rainy)

    assert there.retired == back.added == (TaskChange(TENT, "Zelt", retired.due),)
    assert (there.added, back.retired) == ((), ())


def test_a_rung_that_moves_is_voided_and_armed() -> None:
    before, after = date(2026, 1, 23), date(2026, 1, 30)

    diff = compared(replace(START, armed=rung(before)), replace(LATE, armed=rung(after)))

    assert diff.rungs == (
        RungChange(LETTER, "kurz.vor_2", Fate.VOIDED, before),
        RungChange(LETTER, "kurz.vor_2", Fate.ARMED, after),
    )


def test_a_rung_that_has_fired_is_kept_and_only_those_that_are_touched_are_asked_for() -> None:
    fired = {LETTER: {"kurz.vor_2": (date(2026, 1, 23),)}}
    asked: list[str] = []

    def gone(tasks: list[str]) -> Mapping[str, Mapping[str, tuple[date, ...]]]:
        asked.extend(tasks)
        return fired

    diff = differences(START, LATE, gone)

    assert diff.rungs == (RungChange(LETTER, "kurz.vor_2", Fate.KEPT, date(2026, 1, 23)),)
    assert asked == [LETTER]


def test_a_milestone_moves_in_the_calendar() -> None:
    assert compared(START, LATE).entries == (EntryChange(LETTER, "Brief", BEFORE, AFTER),)


def test_a_hold_is_a_decision_with_its_reason() -> None:
    held = snapshot(Decisions(MONDAY, holds=(Hold(date(2026, 1, 12), date(2026, 1, 16), "Umzug"),)))

    (decision,) = compared(START, held).decisions

    assert (decision.before, decision.after) == ("", "2026-01-12 – 2026-01-16: Umzug")


def test_who_was_told_before_is_not_told_anew() -> None:
    ida, udo = Told("Ida", "ida@a.example", (LETTER,), LATER), Told("Udo", "udo@a.example", (LETTER,), LATER)

    diff = compared(replace(START, told=(ida,)), replace(LATE, told=(ida, udo)))

    assert diff.told == (udo,)


def test_a_doubt_that_was_there_before_is_not_new() -> None:
    saturday, sunday = date(2026, 2, 7), date(2026, 2, 8)
    odd = snapshot(Decisions(MONDAY, fixed_anchors={"fest": saturday}))
    still = snapshot(Decisions(MONDAY, fixed_anchors={"fest": sunday}))

    first, second = compared(START, odd).warnings, compared(odd, still).warnings

    assert {doubt.new for doubt in first} == {True}
    assert {doubt.new for doubt in second} == {False}


def test_the_hash_is_that_of_the_plan_whatever_the_ledger_does() -> None:
    plain = Diff("aachen", dates=(MOVED,))
    busy = replace(
        plain,
        rungs=(RungChange(LETTER, "kurz.vor_2", Fate.KEPT, BEFORE),),
        told=(Told("Ida", "ida@a.example", (LETTER,), LATER),),
    )

    assert plain.plan_hash == busy.plan_hash


@pytest.mark.parametrize(
    "other",
    [
        Diff("bonn", dates=(MOVED,)),
        Diff("aachen", dates=(replace(MOVED, after=LATER),)),
        Diff("aachen", dates=(replace(MOVED, before=MONDAY),)),
        Diff("aachen", dates=(MOVED,), retired=(TaskChange(TENT, "Zelt", BEFORE),)),
        Diff("aachen", dates=(MOVED,), added=(TaskChange(TENT, "Zelt", BEFORE),)),
        Diff("aachen", dates=(MOVED,), decisions=(DecisionChange("answer regen", "", "yes"),)),
    ],
    ids=("project", "after", "before", "retired", "added", "decision"),
)
def test_another_effect_has_another_hash(other: Diff) -> None:
    assert other.plan_hash != Diff("aachen", dates=(MOVED,)).plan_hash


def test_a_fingerprint_tells_when_it_was_seen_and_what() -> None:
    diff = Diff("aachen", dates=(MOVED,)).stamped(17)

    assert (
        read_fingerprint(diff.fingerprint)
        == read_fingerprint(f" {diff.fingerprint}\n")
        == (17, diff.plan_hash)
    )


@pytest.mark.parametrize("text", ["", "abc", "-abc", "٣-abc", "x7-abc", f"{10**19}-abc"])
def test_anything_else_is_no_fingerprint(text: str) -> None:
    assert read_fingerprint(text) == (0, "")


def test_the_sum_names_what_there_is() -> None:
    both = Diff("aachen", dates=(MOVED,), retired=(TaskChange(TENT, "Zelt", BEFORE),))

    assert both.sum == "moved: 1, retired: 1"
    assert Diff("aachen").sum == "decided, no date moves"
