"""The work of the flows, as plain functions: each opens the office of a programme and calls one service."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from uuid import uuid4

from etappe.bootstrap import Etappe, assembled, newsroom, vault
from etappe.model.shard import Shard
from etappe.service import bulk, nightly, weekly
from etappe.service.developments import Development, developments
from etappe.service.firing import Fired, backlog, fire
from etappe.service.journeys import Journey, journey, journey_numbers
from etappe.service.phases import PhaseChange, advance_phases
from etappe.service.projects import Wish
from etappe.service.releasing import release_held
from etappe.service.replanning import ShiftAnchor
from etappe.service.sending import Sent, tidy
from etappe.service.upgrading import UpgradePlan
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


def lately(programme: str) -> tuple[Development, ...]:
    """The projects that reached a phase or were planned anew in the last half hour."""
    with at_work(programme) as etappe:
        return developments(etappe.office, etappe.clock.now())


def rescue(programme: str) -> Sent:
    """Let go what was held, take back the letters of dead workers, close those that waited too long."""
    with at_work(programme) as etappe:
        release_held(etappe.office, etappe.clock.now())
        return tidy(etappe.office, etappe.clock.now(), str(uuid4()))


def way_of(programme: str, project: str) -> Journey:
    """A project's way through its phases."""
    with at_work(programme) as etappe:
        return journey(etappe.office, project, etappe.clock.now())


def projects(programme: str) -> int:
    """How many projects there are."""
    with at_work(programme) as etappe:
        return journey_numbers(etappe.office)


def plan_many(
    programme: str,
    kommunen: Sequence[str],
    start: date,
    modules: Sequence[str],
    answers: Mapping[str, bool],
    by: str,
    told: bulk.Told,
) -> bulk.BulkReport:
    """Start the same project in many Kommunen."""
    with at_work(programme) as etappe:
        wish = Wish(start, tuple(modules), answers)
        return bulk.plan_many(etappe.office, kommunen, wish, by, etappe.clock, told)


def shift_many(
    programme: str,
    projects: Sequence[str],
    anchor: str,
    working_days: int,
    order: str,
    by: str,
    told: bulk.Told,
) -> bulk.BulkReport:
    """Move an anchor of many projects, each once for an order."""
    with at_work(programme) as etappe:
        change = ShiftAnchor(anchor, working_days)
        return bulk.make_many(etappe.office, projects, change, by, etappe.clock, told, order=order)


def upgrade_many(programme: str, projects: Sequence[str], by: str, told: bulk.Told) -> bulk.BulkReport:
    """Let many projects follow the modules as they are installed now."""
    with at_work(programme) as etappe:
        return bulk.make_many(etappe.office, projects, UpgradePlan(), by, etappe.clock, told)


def night(programme: str, told: Callable[[nightly.NightStep], None]) -> nightly.NightReport:
    """Take the steps of the night."""
    with at_work(programme) as etappe:
        return nightly.nightly(etappe.office, vault(etappe), etappe.clock.now(), told)


def report(programme: str) -> weekly.WeeklyReport:
    """Announce the report of this week, once."""
    with at_work(programme) as etappe:
        return weekly.weekly_report(etappe.office, newsroom(etappe.settings), etappe.clock.now())


def numbers(done: Fired | Sent) -> dict[str, int]:
    """What was done, as a flow may return it; what is no number is left out."""
    return {name: value for name, value in asdict(done).items() if isinstance(value, int)}
