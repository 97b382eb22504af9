"""What became of a rung, in one word."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from etappe.model.ledger import Entry, LedgerState, OccurrenceState


def entry(state: OccurrenceState, *deliveries: str, companions: int = 1) -> Entry:
    """A line of the ledger."""
    day = date(2026, 3, 2)
    at = datetime(2026, 3, 2, 7, tzinfo=UTC)
    return Entry("k", "p", "t", None, "r", day, at, state, None, ("AP",), deliveries, companions)


@pytest.mark.parametrize(
    ("state", "deliveries", "outcome"),
    [
        (OccurrenceState.PLANNED, (), LedgerState.PLANNED),
        (OccurrenceState.FIRED, (), LedgerState.MERGED),
        (OccurrenceState.FIRED, ("queued",), LedgerState.UNDER_WAY),
        (OccurrenceState.FIRED, ("dot",), LedgerState.UNDER_WAY),
        (OccurrenceState.FIRED, ("sent",), LedgerState.SENT),
        (OccurrenceState.FIRED, ("failed",), LedgerState.FAILED),
        (OccurrenceState.FIRED, ("bounced",), LedgerState.FAILED),
        (OccurrenceState.FIRED, ("expired",), LedgerState.FAILED),
        (OccurrenceState.FIRED, ("unknown",), LedgerState.UNKNOWN),
        (OccurrenceState.FIRED, ("cancelled",), LedgerState.SKIPPED),
        (OccurrenceState.SUPERSEDED, (), LedgerState.SKIPPED),
        (OccurrenceState.CANCELLED, (), LedgerState.SKIPPED),
        (OccurrenceState.EXPIRED, (), LedgerState.SKIPPED),
    ],
)
def test_a_rung_has_one_outcome(
    state: OccurrenceState, deliveries: tuple[str, ...], outcome: LedgerState
) -> None:
    assert entry(state, *deliveries).outcome is outcome


def test_of_several_letters_the_worst_counts() -> None:
    assert entry(OccurrenceState.FIRED, "sent", "failed").outcome is LedgerState.FAILED


def test_in_company_a_sent_rung_is_merged() -> None:
    assert entry(OccurrenceState.FIRED, "sent", companions=2).outcome is LedgerState.MERGED
