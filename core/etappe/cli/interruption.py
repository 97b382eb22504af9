"""Stopping on request: a signal is noted and answered where nothing is left half done."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType


def stopped_by_signal() -> Event:
    """An event that SIGINT and SIGTERM set, so that what is under way comes to its end.

    Python's own way, an exception wherever the program happens to be, is lost where that is a finalizer.
    """
    stopped = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopped
