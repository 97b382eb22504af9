"""What has become of projects lately, for those who show them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from etappe.model.audit import Fact
from etappe.service.office import Office
from etappe.service.ports import Transaction

LATELY = timedelta(minutes=30)
"""Three ticks: if one is late or lost, the next leaves nothing out."""
LOOKED_AT = 2_000
"""Facts that are looked at: more than a programme has in that time, unless many projects are worked on."""
REACHED = "phase reached"
SHOWN = frozenset(
    {
        REACHED,
        "project started",
        "anchor fixed",
        "anchor released",
        "deadline moved",
        "deadline released",
        "calendar changed",
        "condition answered",
        "held",
        "hold changed",
        "hold called off",
        "module chosen",
        "module dropped",
        "plan upgraded",
        "plan upgrade undone",
    }
)
"""The actions after which a project's way looks different."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A change of phase, whatever brought it about."""

    before: str | None
    after: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Development:
    """A project whose way looks different from before."""

    project: str
    kommune: str
    phase: str | None
    rev: int
    """The revision of its dates."""
    reached: tuple[Reached, ...]


def developments(office: Office, now: datetime) -> tuple[Development, ...]:
    """The projects that reached a phase or were planned anew in the last half hour, by id.

    Asked again soon, it tells the same again: whoever shows them needs a key of project, phase and revision.
    """
    with office.store.begin() as tx:
        lately = [
            (at, f) for at, f in tx.audit.facts(limit=LOOKED_AT) if f.action in SHOWN and at > now - LATELY
        ]
        projects = sorted({fact.about.partition("/")[0] for _, fact in lately})
        return tuple(_development(tx, project_id, lately) for project_id in projects)


def _development(tx: Transaction, project_id: str, lately: list[tuple[datetime, Fact]]) -> Development:
    project = tx.projects.get(project_id)
    assert project is not None  # facts about projects are written with them, and projects stay
    reached = [_reached(at, f) for at, f in lately if f.action == REACHED and f.about == project_id]
    return Development(project_id, project.kommune, project.phase, project.rev, tuple(reversed(reached)))


def _reached(at: datetime, fact: Fact) -> Reached:
    before, after = fact.data["before"], fact.data["after"]
    return Reached(before if before is None else str(before), after if after is None else str(after), at)
