"""What this package answers when etappe asks."""

from __future__ import annotations

from etappe.plugin import Days, ModuleSpec, Place, ProgrammeSpec, hookimpl
from etappe_welcoming import days, offers, programme


@hookimpl
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer the one module of this package."""
    return (offers.MODULE,)


@hookimpl
def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
    """Offer the programme that this module is the whole of."""
    return (programme.PROGRAMME,)


@hookimpl
def etappe_calendar(place: Place) -> Days | None:
    """The days of our states; other places are for others to know."""
    return days.of_state(place.land) if place.land in programme.STATES else None
