"""What this module answers when etappe asks."""

from __future__ import annotations

from etappe.plugin import ModuleSpec, hookimpl
from etappe_catering import offers


@hookimpl
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer the one module of this package."""
    return (offers.MODULE,)
