"""Modules that come and go as a test says."""

from __future__ import annotations

from dataclasses import dataclass, field

from etappe.model.parked import Parked
from etappe.model.reasons import Reasons


@dataclass(slots=True)
class FakeRoster:
    """Every module is at work but those named."""

    away: dict[str, str] = field(default_factory=dict[str, str])
    version: str = "1.0.0"
    failed: list[Parked] = field(default_factory=list[Parked])

    def why_not(self, module: str, say: Reasons) -> str | None:
        """What the test says."""
        return self.away.get(module)

    def version_behind(self, package: str) -> str:
        """All of them have the same."""
        return self.version

    def fallen(self) -> tuple[Parked, ...]:
        """Each is told once."""
        fallen, self.failed = tuple(self.failed), []
        return fallen
