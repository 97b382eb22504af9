"""From local days and times to moments: one resolver, by calendar arithmetic, never by subtracting hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

BERLIN = "Europe/Berlin"


@lru_cache(maxsize=8192)
def moment(day: date, at: time, zone: str = BERLIN) -> datetime:
    """The UTC moment of a local day and time.

    A time that the clocks skip becomes the first instant after the gap; one that comes twice is the first.
    """
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    there_and_back = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        return _after_gap(local)
    return local.astimezone(UTC)


def local_time(now: datetime, zone: str = BERLIN) -> datetime:
    """A moment as the clock on the wall shows it."""
    return now.astimezone(ZoneInfo(zone))


def local_day(now: datetime, zone: str = BERLIN) -> date:
    """The day on which a moment lies at the place."""
    return local_time(now, zone).date()


def _after_gap(skipped: datetime) -> datetime:
    """The instant at which the clocks jump, found by halving the hours around the skipped time."""
    low = int(skipped.astimezone(UTC).timestamp()) - 10800
    high = low + 21600
    before = datetime.fromtimestamp(low, skipped.tzinfo).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, skipped.tzinfo).utcoffset() == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
