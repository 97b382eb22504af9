"""Whether a Kommune still has to say when its committee meets."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.committees import awaits_session
from tests.unit.model.specs import calendar

WISH = date(2026, 5, 22)


@pytest.mark.parametrize(
    ("sessions", "asked"),
    [((), True), ((date(2026, 5, 21),), True), ((WISH,), False), ((date(2026, 9, 1),), False)],
)
def test_only_a_session_on_the_day_or_after_it_answers_the_question(
    sessions: tuple[date, ...], asked: bool
) -> None:
    assert awaits_session(WISH, calendar(committee=sessions), by_hand=False) is asked


def test_a_day_fixed_by_hand_is_no_wish() -> None:
    assert not awaits_session(WISH, calendar(), by_hand=True)
