"""A vault that looks after nothing and remembers what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from etappe.model.audit import AuditAnchor


@dataclass(slots=True)
class FakeVault:
    """Is as well, and copies as much, as a test says."""

    ill: tuple[str, ...] = ()
    copies_itself: bool = True
    broken: Exception | None = None
    """What happens to whoever wants a copy."""
    copies: list[date] = field(default_factory=list[date])
    kept: list[AuditAnchor] = field(default_factory=list[AuditAnchor])

    def ailments(self) -> tuple[str, ...]:
        """What the test says is wrong."""
        return self.ill

    def back_up(self, day: date) -> str | None:
        """Note the day."""
        if self.broken is not None:
            raise self.broken
        if not self.copies_itself:
            return None
        self.copies.append(day)
        return f"copy of {day}"

    def anchors(self) -> tuple[AuditAnchor, ...]:
        """The anchors so far."""
        return tuple(self.kept)

    def keep(self, anchor: AuditAnchor) -> None:
        """Remember an anchor."""
        self.kept.append(anchor)
