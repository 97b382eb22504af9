"""A slip: when it is tried again, and when no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from etappe.model.slip import TRIES, USEFUL, Slip, SlipKind

NOW = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)


def after(attempts: int, useful: timedelta = USEFUL) -> datetime | None:
    """When a slip is tried again after some tries."""
    return Slip("s", "p", SlipKind.CODE, attempts, b"", NOW, NOW + useful).next_try(NOW)


def test_a_slip_waits_longer_after_each_try() -> None:
    waits = [at - NOW for n in range(1, TRIES) if (at := after(n))]

    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)


def test_a_slip_is_given_up_after_some_tries_or_once_it_is_of_no_use() -> None:
    assert after(TRIES) is None
    assert after(4, useful=timedelta(minutes=10)) is None
