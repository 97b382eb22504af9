"""etappe carries many municipalities through one programme."""

from __future__ import annotations

__version__ = "0.1.0"
