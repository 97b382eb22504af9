"""The weekly overview: its days and its lines."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.adapters.calendars import calendar_of
from etappe.model.overview import in_overview, next_overview
from etappe.model.place import Land, Place
from etappe.model.spec import LadderSpec

NW = calendar_of(Place(Land.NW))
STANDARD = LadderSpec(key="standard", title="Standard", overview_from=-10)
SILENT = LadderSpec(key="still", title="Still")
DUE = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("after", "comes"),
    [
        (date(2026, 1, 18), date(2026, 1, 19)),
        (date(2026, 1, 19), date(2026, 1, 26)),
        (date(2026, 5, 18), date(2026, 5, 26)),  # Pfingstmontag
        (date(2026, 12, 21), date(2027, 1, 11)),  # New Year, then an odd week of the holidays
    ],
)
def test_it_comes_on_monday_or_the_next_day_with_letters(after: date, comes: date) -> None:
    assert next_overview(after, NW) == comes


def test_in_school_holidays_it_comes_in_even_weeks_only() -> None:
    days = [date(2026, 7, 19)]
    while days[-1] < date(2026, 8, 31):
        days.append(next_overview(days[-1], NW))

    assert days[1:] == [date(2026, 7, 20), date(2026, 8, 3), date(2026, 8, 17), date(2026, 8, 31)]


@pytest.mark.parametrize(
    ("today", "listed"),
    [(date(2026, 2, 20), False), (date(2026, 2, 23), True), (DUE, True), (date(2026, 6, 1), True)],
)
def test_a_task_is_a_line_from_its_ladders_day_until_it_is_done(today: date, listed: bool) -> None:
    assert in_overview(STANDARD, DUE, today, NW) is listed


@pytest.mark.parametrize(("today", "listed"), [(DUE, False), (date(2026, 3, 10), True)])
def test_a_silent_task_is_a_line_once_it_is_late(today: date, listed: bool) -> None:
    assert in_overview(SILENT, DUE, today, NW) is listed
