"""The work of the flows, as plain functions: each opens the office of a programme and calls one service."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from etappe.bootstrap import Etappe, assembled
from etappe.model.shard import Shard
from etappe.service.firing import Fired, backlog, fire
from etappe.service.journeys import Journey, journey, journey_numbers
from etappe.service.phases import PhaseChange, advance_phases
from etappe.service.sending import Sent, tidy
from etappe.settings import read_settings

MINUTE = "%Y-%m-%dT%H:%MZ"


@contextmanager
def at_work(programme: str) -> Generator[Etappe]:
    """One programme at work, as the environment of this process says."""
    with assembled(read_settings().model_copy(update={"programme": programme})) as etappe:
        yield etappe


def round_of(now: datetime) -> str:
    """The minute that all runs of a tick are named after, so that a tick done twice asks for the same."""
    return now.strftime(MINUTE)


def due(programme: str) -> tuple[int, str]:
    """How many rungs wait to be fired, and the round in which that was looked at."""
    with at_work(programme) as etappe:
        now = etappe.clock.now()
        return backlog(etappe.office, now), round_of(now)


def fire_part(programme: str, index: int, count: int) -> Fired:
    """Fire what is due in one share of the projects."""
    with at_work(programme) as etappe:
        return fire(etappe.office, etappe.clock.now(), Shard(index, count))


def advance(programme: str) -> tuple[PhaseChange, ...]:
    """Note which projects have reached another phase."""
    with at_work(programme) as etappe:
        return advance_phases(etappe.office, etappe.clock.now())


def rescue(programme: str) -> Sent:
    """Take back the letters of dead workers, and close those that waited too long."""
    with at_work(programme) as etappe:
        return tidy(etappe.office, etappe.clock.now(), str(uuid4()))


def way_of(programme: str, project: str) -> Journey:
    """A project's way through its phases."""
    with at_work(programme) as etappe:
        return journey(etappe.office, project, etappe.clock.now())


def projects(programme: str) -> int:
    """How many projects there are."""
    with at_work(programme) as etappe:
        return journey_numbers(etappe.office)


def numbers(done: Fired | Sent) -> dict[str, int]:
    """What was done, as a flow may return it; what is no number is left out."""
    return {name: value for name, value in asdict(done).items() if isinstance(value, int)}
