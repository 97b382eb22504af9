"""What of a report asks for a hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from etappe_flows.report import FlowFacts, Run, findings

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DONE = Run("1", "tick", "COMPLETED", "Completed", NOW - 5 * MINUTE)
TICK = FlowFacts("tick/probe", paused=False, last=DONE, active=(), next=NOW + 5 * MINUTE)


def said(flow: FlowFacts) -> list[str]:
    """What is found out about a flow beside living workers."""
    return [finding.text for finding in findings([flow], ["w1"], NOW, "start one")]


def active(kind: str, since: timedelta) -> FlowFacts:
    """A flow with one run that has not ended."""
    return replace(TICK, active=(Run("2", "tick", kind, kind.title(), NOW - since),))


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    assert said(TICK) == []


@pytest.mark.parametrize(
    ("kind", "since"), [("PENDING", 11), ("RUNNING", 61), ("CANCELLING", 11)], ids=lambda v: str(v)
)
def test_a_run_that_takes_too_long_is_named_with_the_way_to_end_it(kind: str, since: int) -> None:
    (found,) = findings([active(kind, since * MINUTE)], ["w1"], NOW, "")

    assert found.text.startswith(f"tick/probe: run 2 is {kind.title()} since 02.03.2026")
    assert "prefect flow-run cancel 2" in found.remedy


@pytest.mark.parametrize(("kind", "since"), [("PENDING", 9), ("RUNNING", 59), ("SCHEDULED", 4)])
def test_a_run_may_take_its_time(kind: str, since: int) -> None:
    assert said(active(kind, since * MINUTE)) == []


def test_late_runs_are_counted_and_the_worker_keeps_the_time() -> None:
    flow = active("SCHEDULED", 6 * MINUTE)
    several = replace(flow, active=flow.active * 3)

    (found,) = findings([several], ["w1"], NOW, "")

    assert found.text == "tick/probe: runs that are late: 3, the oldest since 02.03.2026 07:54 UTC"
    assert "'etappe worker' keeps the time" in found.remedy


@pytest.mark.parametrize("kind", ["FAILED", "CRASHED"])
def test_a_last_run_that_broke_is_told_with_its_message(kind: str) -> None:
    broken = Run("3", "tick", kind, kind.title(), NOW - MINUTE, "the disk is full")

    assert said(replace(TICK, last=broken)) == [
        f"tick/probe: the last run {kind.title()} at 02.03.2026 07:59 UTC: the disk is full"
    ]


def test_a_tick_that_has_not_come_for_three_rounds_is_told() -> None:
    silent = replace(TICK, last=replace(DONE, at=NOW - 31 * MINUTE))

    assert said(silent) == ["tick/probe: no run has ended since 02.03.2026 07:29 UTC"]
    assert said(replace(silent, name="nightly/probe")) == []


def test_a_paused_flow_is_told() -> None:
    assert said(replace(TICK, paused=True)) == ["tick/probe is paused"]


def test_a_pool_without_workers_is_told_with_the_way_to_start_one() -> None:
    (found,) = findings([TICK], [], NOW, "start one")

    assert (found.text, found.remedy) == (
        "no worker of the pool 'etappe' is alive, so nothing runs",
        "start one",
    )


def test_a_server_that_runs_the_flows_itself_needs_no_worker() -> None:
    assert findings([TICK], None, NOW, "") == ()


def test_a_server_without_flows_is_told() -> None:
    (found,) = findings([], [], NOW, "")

    assert found.remedy == "run 'etappe flows deploy'"
