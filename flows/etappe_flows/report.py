"""What is known of the flows on a server, and what of it asks for a hand; no Prefect, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LATE_AFTER = timedelta(minutes=5)
"""Runs wait for the next poll, or for a free slot; longer than this nobody takes them."""
PENDING_TOO_LONG = timedelta(minutes=10)
RUNNING_TOO_LONG = timedelta(hours=1)
TICK_EXPECTED = timedelta(minutes=30)
"""Three rounds."""
WORKER_KEEPS_TIME = "'etappe worker' keeps the time without it"
BROKEN = frozenset({"FAILED", "CRASHED"})


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow."""

    id: str
    name: str
    type: str
    """Prefect's type of its state: COMPLETED, RUNNING and so on."""
    state: str
    at: datetime
    """When it came into this state; for one that is scheduled, when it was to begin."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """What is known of one deployment."""

    name: str
    paused: bool
    last: Run | None
    """The newest run that has ended; those that a limit turned away do not count."""
    active: tuple[Run, ...]
    """Runs that should have begun, or have and have not ended."""
    next: datetime | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that asks for a hand, and what to do."""

    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Report:
    """How Prefect is."""

    server: str
    """Which server, in a sentence."""
    flows: tuple[FlowFacts, ...]
    workers: tuple[str, ...] | None
    """Workers of the pool that are alive; None where the server runs the flows itself."""
    services: str
    """Who runs the background services; empty where that cannot be seen from here."""
    findings: tuple[Finding, ...]


def late(flow: FlowFacts, now: datetime) -> tuple[Run, ...]:
    """Runs that should have begun and have not."""
    return tuple(r for r in flow.active if r.type == "SCHEDULED" and now - r.at > LATE_AFTER)


def stuck(flow: FlowFacts, now: datetime) -> tuple[Run, ...]:
    """Runs that are under way for longer than their work can take: their process is most likely gone."""
    patience = {"PENDING": PENDING_TOO_LONG, "RUNNING": RUNNING_TOO_LONG, "CANCELLING": PENDING_TOO_LONG}
    return tuple(r for r in flow.active if r.type in patience and now - r.at > patience[r.type])


def findings(
    flows: Sequence[FlowFacts], workers: Sequence[str] | None, now: datetime, start_a_worker: str
) -> tuple[Finding, ...]:
    """Everything that asks for a hand."""
    found = [finding for flow in flows for finding in _of_flow(flow, now)]
    if not flows:
        found.append(Finding("no flow of etappe is deployed there", "run 'etappe flows deploy'"))
    elif workers is not None and not workers:
        found.append(Finding("no worker of the pool 'etappe' is alive, so nothing runs", start_a_worker))
    return tuple(found)


def _of_flow(flow: FlowFacts, now: datetime) -> Iterator[Finding]:
    if flow.paused:
        yield Finding(f"{flow.name} is paused", f"resume it: prefect deployment schedule resume {flow.name}")
    for run in stuck(flow, now):
        yield Finding(
            f"{flow.name}: run {run.id} is {run.state} since {_clock(run.at)}; its process is probably gone",
            f"end it: prefect flow-run cancel {run.id}; the next tick does what it left",
        )
    waiting = late(flow, now)
    if waiting:
        oldest = _clock(min(run.at for run in waiting))
        yield Finding(
            f"{flow.name}: runs that are late: {len(waiting)}, the oldest since {oldest}",
            f"look whether something runs them; {WORKER_KEEPS_TIME}",
        )
    if flow.last and flow.last.type in BROKEN:
        yield Finding(
            f"{flow.name}: the last run {flow.last.state} at {_clock(flow.last.at)}: {flow.last.message}",
            f"read its messages: prefect flow-run logs {flow.last.id}; it may simply be run again",
        )
    yield from _of_tick(flow, now)


def _of_tick(flow: FlowFacts, now: datetime) -> Iterator[Finding]:
    expected = flow.name.startswith("tick/") and not flow.paused
    if expected and flow.last and now - flow.last.at > TICK_EXPECTED:
        yield Finding(
            f"{flow.name}: no run has ended since {_clock(flow.last.at)}",
            f"look whether something runs it; {WORKER_KEEPS_TIME}",
        )


def _clock(at: datetime) -> str:
    return f"{at:%d.%m.%Y %H:%M} UTC"
