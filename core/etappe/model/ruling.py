"""What a person decides about a letter that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ruled(StrEnum):
    """How it goes on with a letter."""

    AGAIN = "again"
    """It is sent once more."""
    SETTLED = "settled"
    """It is done with: its reader knows, or nobody has to."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision about one end of a letter; a letter that ends once more can be decided once more."""

    delivery_id: str
    gen: int
    """The generation in which the letter had ended."""
    ruled: Ruled
    by: str
    at: datetime
    why: str = ""
    """A word of whoever decided, where it is done with."""
