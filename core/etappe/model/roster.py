"""What a programme says about its municipalities: where they lie, and who fills which role in them."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.region import LAENDER


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file of municipalities is read by; without a programme's word, the Länder and AP and VS."""

    regions: tuple[str, ...] = tuple(land.key for land in LAENDER)
    contact: str = "AP"
    head: str = "VS"


def roster_of(spec: ProgrammeSpec) -> Roster:
    """What a programme's files are read by."""
    return Roster(tuple(sorted(r.key for r in spec.regions)), spec.contact, spec.head)
