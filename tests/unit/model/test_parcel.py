"""When a letter is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from etappe.model.parcel import SCATTER, Outcome, retry_after, scattered


@pytest.mark.parametrize(
    ("attempts", "minutes"),
    [(1, 5), (2, 10), (3, 20), (4, 40), (5, 60), (6, 120), (7, 240), (8, 360), (9, 360), (40, 360)],
)
def test_a_deferred_letter_waits_longer_each_time(attempts: int, minutes: int) -> None:
    delay = retry_after(Outcome.DEFERRED, attempts)

    assert delay == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (3, 120), (4, 300), (5, 600), (6, 900), (7, 900)]
)
def test_a_relay_that_is_down_is_called_again_soon(attempts: int, seconds: int) -> None:
    delay = retry_after(Outcome.RELAY_DOWN, attempts)

    assert delay == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "outcome",
    [Outcome.SENT, Outcome.REFUSED, Outcome.AMBIGUOUS, Outcome.MISCONFIGURED, Outcome.ABANDONED],
)
def test_where_waiting_changes_nothing_there_is_no_delay(outcome: Outcome) -> None:
    assert retry_after(outcome, 1) is None


def test_the_same_delivery_is_always_scattered_the_same_way() -> None:
    hour = timedelta(hours=1)

    assert scattered(hour, "d1") == scattered(hour, "d1")


def test_deliveries_scatter_over_a_fifth_to_either_side() -> None:
    hour = timedelta(hours=1)

    delays = [scattered(hour, f"d{number}") for number in range(2_000)]

    assert min(delays) >= hour * (1 - SCATTER)
    assert max(delays) <= hour * (1 + SCATTER)
    assert max(delays) - min(delays) > hour * 0.39
