"""Where things lie on the time axis."""

from __future__ import annotations

from datetime import date

from etappe.model.progress import PhaseSpan, PhaseStatus
from etappe_portal.timeline import GAP, LANE_HEIGHT, Axis, height

TODAY = date(2026, 11, 23)
AXIS = Axis.around(TODAY)


def phase(begins: date, ends: date, status: PhaseStatus = PhaseStatus.PLANNED) -> PhaseSpan:
    """A phase."""
    return PhaseSpan("p", "P", "Phase", begins, ends, status)


def test_the_axis_shows_two_months_before_and_nine_after() -> None:
    assert (AXIS.first, AXIS.last) == (date(2026, 9, 1), date(2027, 8, 1))
    assert [m.first.month for m in AXIS.months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]
    assert [m.first.year for m in AXIS.months if m.begins_year] == [2026, 2027]


def test_days_lie_in_proportion_and_never_outside() -> None:
    assert AXIS.x(AXIS.first) == 0
    assert AXIS.x(AXIS.last) == 100
    assert AXIS.x(date(2020, 1, 1)) == 0
    assert AXIS.x(date(2030, 1, 1)) == 100
    assert 24 < AXIS.now < 26


def test_phases_that_overlap_lie_in_lanes_of_their_own() -> None:
    first = phase(date(2026, 10, 1), date(2026, 10, 31))
    beside = phase(date(2026, 10, 15), date(2026, 11, 15))
    behind = phase(date(2026, 11, 1), date(2026, 11, 30))

    bars = AXIS.bars([beside, behind, first])

    assert [bar.lane for bar in bars] == [0, 1, 0]
    assert height(bars) == 2 * LANE_HEIGHT + GAP


def test_what_lies_before_or_behind_the_axis_is_not_drawn() -> None:
    over = phase(date(2026, 1, 1), date(2026, 8, 31))
    far = phase(date(2027, 8, 1), date(2027, 9, 1))

    assert AXIS.bars([over, far]) == ()


def test_a_phase_that_is_late_is_drawn_on_to_today() -> None:
    late = phase(date(2026, 10, 1), date(2026, 10, 31), PhaseStatus.LATE)
    running = phase(date(2026, 10, 1), date(2026, 12, 31), PhaseStatus.LATE)

    bars = AXIS.bars([late, running])

    assert [bar.delay_to for bar in bars] == [AXIS.now, None]


def test_a_letter_stands_only_where_there_is_room() -> None:
    short, long = phase(date(2026, 12, 1), date(2026, 12, 2)), phase(date(2026, 12, 5), date(2026, 12, 31))

    assert [bar.letter for bar in AXIS.bars([short, long])] == ["", "P"]
