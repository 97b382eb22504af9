"""Select the projects that a change is for, instead of naming each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import NobodySelected, UnknownPhase
from etappe.model.filters import Filters
from etappe.model.moments import local_day
from etappe.model.region import require_region
from etappe.model.standing import State
from etappe.service.office import Office
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Selection:
    """Which running projects are meant; what is left open fits any."""

    land: str | None = None
    phase: str | None = None
    """The phase that was noted last."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that a change may be for, by the name of its Kommune."""

    project: str
    kommune: str
    land: str
    forum: str
    state: State


@dataclass(frozen=True, slots=True)
class Matching:
    """Running projects that match, the most urgent first, and how many there are of them in all."""

    number: int
    candidates: tuple[Candidate, ...]


def matching(office: Office, filters: Filters, now: datetime, most: int) -> Matching:
    """The running projects that match the filters of an overview; no more of them than are asked for."""
    wanted, today = replace(filters, running=True), local_day(now, office.zone)
    with office.store.begin() as tx:
        ids = tx.survey.page(wanted, today, most, 0)
        return Matching(tx.survey.number(wanted, today), _candidates(tx, ids, today))


def among(office: Office, ids: Sequence[str], now: datetime) -> Matching:
    """The projects of some ids, in their order; ids that no project has are left out."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        found = _candidates(tx, tuple(dict.fromkeys(ids)), today)
    return Matching(len(found), found)


def selected(office: Office, selection: Selection) -> tuple[str, ...]:
    """The running projects of a selection, by id.

    Raises `UnknownLand`, `UnknownPhase`, and `NobodySelected` where there are none.
    """
    _require_known(office, selection)
    with office.store.begin() as tx:
        running = tx.projects.running()
        lands = {k.slug: k.land for k in tx.kommunen.all()}
        found = tuple(
            p.id
            for p in tx.projects.all()
            if p.id in running
            and selection.land in {None, lands[p.kommune]}
            and selection.phase in {None, p.phase}
        )
    if not found:
        raise NobodySelected
    return found


def _candidates(tx: Transaction, ids: Sequence[str], today: date) -> tuple[Candidate, ...]:
    projects = {p.id: p for p in tx.survey.projects(ids)}
    kommunen = {k.slug: k for k in tx.kommunen.some(sorted({p.kommune for p in projects.values()}))}
    return tuple(
        Candidate(p.id, kommune.name, kommune.land, kommune.forum, p.standing.state(today))
        for project_id in ids
        if (p := projects.get(project_id)) and (kommune := kommunen[p.kommune])
    )


def _require_known(office: Office, selection: Selection) -> None:
    if selection.land is not None:
        require_region(selection.land, office.programme.spec.regions)
    phases = [p.key for m in office.programme.modules.values() for p in m.phases]
    if selection.phase is not None and selection.phase not in phases:
        raise UnknownPhase(phase=selection.phase, known=", ".join(phases))
