"""Lets the clock of every etappe below stand where a file says: imported because PYTHONPATH leads here.

With a database of its own etappe takes the time from the machine, and letters go out by day alone.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from etappe import bootstrap

CLOCK = Path(os.environ["ETAPPE_TEST_CLOCK"])


def _now(self: bootstrap.SystemClock) -> datetime:
    return datetime.fromisoformat(CLOCK.read_text(encoding="ascii"))


bootstrap.SystemClock.now = _now  # type: ignore[method-assign] # the one thing that this is for
