"""A shelf that keeps bytes in memory, and a scanner that finds what a test says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from etappe.errors import ScannerSilent


@dataclass(slots=True)
class FakeFiles:
    """Keeps bytes while a test runs."""

    held: dict[str, tuple[bytes, datetime]] = field(default_factory=dict[str, tuple[bytes, datetime]])
    number: int = 0

    def keep(self, content: bytes, now: datetime) -> str:
        """Keep bytes under the next name."""
        self.number += 1
        name = f"{self.number:032x}"
        self.held[name] = (content, now)
        return name

    def read(self, name: str) -> bytes | None:
        """What is kept under a name."""
        return self.held[name][0] if name in self.held else None

    def drop(self, name: str) -> None:
        """Keep nothing under a name."""
        self.held.pop(name, None)

    def kept(self) -> Mapping[str, datetime]:
        """Every name, and since when."""
        return {name: since for name, (_, since) in self.held.items()}


@dataclass(slots=True)
class FakeScanner:
    """Finds one virus, or does not answer."""

    virus: bytes = b"EICAR"
    silent: bool = False

    def find(self, content: bytes) -> str | None:
        """The virus, where it is in there."""
        if self.silent:
            raise ScannerSilent(cause="no answer")
        return "Eicar-Test" if self.virus in content else None
