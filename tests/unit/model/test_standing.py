"""Where a project stands on a day: one state alone, and whether its Kommune is silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.model.standing import SILENT_AFTER, Standing, State, silent_from
from tests.unit.model.specs import NO_HOLIDAY

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def standing(due: int | None, start: int = -30, rests: tuple[int, int] | None = None) -> Standing:
    """Days are counted from today."""
    first, until = (TODAY + n * DAY for n in rests) if rests else (None, None)
    next_due = None if due is None else TODAY + due * DAY
    return Standing(TODAY + start * DAY, next_due, first, until, TODAY)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (standing(None), State.DONE),
        (standing(None, rests=(-1, 5)), State.DONE),
        (standing(-3, rests=(0, 5)), State.RESTING),
        (standing(-3, rests=(-5, 0)), State.OVERDUE),
        (standing(3, rests=(1, 5)), State.SOON),
        (standing(-1), State.OVERDUE),
        (standing(-1, start=1), State.OVERDUE),
        (standing(3, start=1), State.PLANNED),
        (standing(0), State.SOON),
        (standing(7), State.SOON),
        (standing(8), State.ON_TRACK),
    ],
)
def test_the_first_state_that_fits_is_the_state(found: Standing, state: State) -> None:
    assert found.state(TODAY) is state


def test_only_who_has_something_overdue_can_be_silent() -> None:
    assert [standing(due).silent(TODAY) for due in (None, -1, 0)] == [False, True, False]


def test_nobody_is_silent_before_their_day() -> None:
    assert not standing(-9).silent(TODAY - DAY)


def test_silence_is_counted_from_the_last_word_but_not_from_before_the_start() -> None:
    start = date(2026, 1, 12)

    days = [silent_from(start, heard, NO_HOLIDAY) for heard in (None, start - 9 * DAY, start + 3 * DAY)]

    assert days == [date(2026, 2, 2), date(2026, 2, 2), date(2026, 2, 5)]
    assert NO_HOLIDAY.count(start, days[0]) == SILENT_AFTER
