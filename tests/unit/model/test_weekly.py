"""Weeks begin on Monday and are named after ISO 8601."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.weekly import Week, week_of


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 5), date(2026, 3, 8)])
def test_a_week_lasts_from_monday_to_sunday(day: date) -> None:
    assert week_of(day) == Week(date(2026, 3, 2))
    assert week_of(day).sunday == date(2026, 3, 8)


def test_a_week_is_named_by_its_year_and_number() -> None:
    week = week_of(date(2026, 3, 2))

    assert (week.name, week.number) == ("2026-W10", 10)


def test_a_week_between_the_years_belongs_to_the_year_of_its_thursday() -> None:
    assert week_of(date(2027, 1, 1)).name == "2026-W53"
    assert week_of(date(2027, 1, 4)).name == "2027-W01"
