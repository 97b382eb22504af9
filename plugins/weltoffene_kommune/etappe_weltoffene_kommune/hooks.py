"""What this module answers when etappe asks."""

from __future__ import annotations

from etappe.plugin import ModuleSpec, ProgrammeSpec, hookimpl
from etappe_weltoffene_kommune import offers


@hookimpl
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer the one module of this package."""
    return (offers.MODULE,)


@hookimpl
def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
    """Offer the programme that this module is the frame of."""
    return (offers.PROGRAMME,)
