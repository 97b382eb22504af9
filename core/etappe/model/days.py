"""Days as people write them."""

from __future__ import annotations

import re
from datetime import date

ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
GERMAN_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)


def day_in(text: str) -> date | None:
    """A day written as 2027-05-17 or as 17.05.2027; None for all else, and for the 31st of February."""
    found = ISO_DAY.fullmatch(text.strip()) or GERMAN_DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None
