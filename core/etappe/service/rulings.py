"""What the services keep of decisions about letters that did not arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from etappe.model.delivery import Delivery
from etappe.model.ruling import Ruling


class Rulings(Protocol):
    """What people decided about letters that did not arrive."""

    def rule(self, ruling: Ruling) -> bool:
        """Write a decision down; False where there is one about this end of the letter."""
        ...

    def of(self, delivery_ids: Sequence[str]) -> Mapping[str, Ruling]:
        """The newest decision about each of some letters."""
        ...

    def queue(self, seen: Delivery, now: datetime, useful: timedelta) -> bool:
        """Let a letter go once more, as a new generation; False where it has moved on since it was seen."""
        ...

    def put_away(self, seen: Delivery) -> bool:
        """Forget the bytes of a letter that is done with; False where it has moved on since it was seen."""
        ...
