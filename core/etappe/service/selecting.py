"""Select the projects that a change is for, instead of naming each."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.errors import NobodySelected, UnknownPhase
from etappe.model.region import require_region
from etappe.service.office import Office


@dataclass(frozen=True, slots=True)
class Selection:
    """Which running projects are meant; what is left open fits any."""

    land: str | None = None
    phase: str | None = None
    """The phase that was noted last."""


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


def _require_known(office: Office, selection: Selection) -> None:
    if selection.land is not None:
        require_region(selection.land, office.programme.spec.regions)
    phases = [p.key for m in office.programme.modules.values() for p in m.phases]
    if selection.phase is not None and selection.phase not in phases:
        raise UnknownPhase(phase=selection.phase, known=", ".join(phases))
