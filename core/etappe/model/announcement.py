"""What the project team is told on its own channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    """One announcement; its key makes it the only one of its kind."""

    key: str
    title: str
    body: str
    created_at: datetime
    announced_at: datetime | None = None
    """When the channels took it; None where that is not known."""
