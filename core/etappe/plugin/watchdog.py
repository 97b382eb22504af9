"""Runs the code of modules: not for longer than it may, and without a word of it getting out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from ctypes import c_ulong, py_object, pythonapi
from itertools import islice
from threading import Event, Lock, Thread
from typing import Generic, TypeVar, cast

from etappe.errors import ModuleHangs, ModuleQuits, PassageFailed, SecretPrinted
from etappe.plugin.muffler import Swallowed, muffled
from etappe.plugin.secrecy import Secrecy

T = TypeVar("T")

ANSWERS_WITHIN = 5.0
"""Seconds that a hook or a passage may take."""
LOADS_WITHIN = 30.0
"""Seconds that importing a module may take."""
MOST_ANSWERS = 1_000
"""How many values are taken from an answer that is made while it is read."""

Waiting = Callable[[Event, float], bool]
"""Waits for an event as many seconds; whether it came."""


class Watchdog:
    """Asks modules in a thread of their own, so that none of them holds up anybody."""

    def __init__(self, secrets: Iterable[str] = (), waiting: Waiting = Event.wait) -> None:
        self.secrecy = Secrecy(secrets)
        self._waiting = waiting

    def watch(
        self,
        work: Callable[[], T],
        seconds: float = ANSWERS_WITHIN,
        printed: Callable[[int], None] = lambda _: None,
    ) -> T:
        """Run a module's code and give its answer, or raise what it raised; ``printed`` hears how much.

        Raises `ModuleHangs`, `ModuleQuits` and `SecretPrinted`. What does not end is left behind.
        """
        run = _Run(work)
        run.start()
        if not self._waiting(run.done, seconds):
            run.give_up()
            raise ModuleHangs(seconds=f"{seconds:g}")
        printed(run.swallowed.characters)
        if self.secrecy.told_by(run.swallowed.end):
            raise SecretPrinted
        return run.answer()

    def render(self, work: Callable[[], str]) -> str:
        """Write a passage; raises `PassageFailed` with a cause that can be shown."""
        try:
            return self.watch(work)
        except Exception as error:  # a passage is code of a module: it can fail in any way
            raise PassageFailed(cause=self.secrecy.cause(error)) from None


def eager(answer: object) -> object:
    """An answer that is made while it is read, read to its end or to a bound that no honest one reaches."""
    if not isinstance(answer, Iterator):
        return answer
    return tuple(islice(cast("Iterator[object]", answer), MOST_ANSWERS))


class _GivenUp(BaseException):
    """Nobody waits for this thread any more."""


class _Run(Thread, Generic[T]):
    """A module at work."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(name="etappe-module", daemon=True)
        self.done = Event()
        self.swallowed = Swallowed()
        self._work = work
        self._lock = Lock()
        self._ended = False
        self._given: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Work, and keep the answer or the error."""
        try:
            try:
                with muffled() as self.swallowed:
                    self._given.append(self._work())
            except BaseException as error:  # whatever a module raises is its own affair
                self._error = error
            with self._lock:
                self._ended = True
        except _GivenUp:  # it came on the last few steps
            pass
        finally:
            self.done.set()

    def give_up(self) -> None:
        """Stop the thread at its next step; one that waits inside the system is left behind."""
        with self._lock:
            if not self._ended and self.ident is not None:
                pythonapi.PyThreadState_SetAsyncExc(c_ulong(self.ident), py_object(_GivenUp))

    def answer(self) -> T:
        """What the work came to."""
        if self._given:
            return self._given[0]
        if isinstance(self._error, Exception):
            raise self._error
        raise ModuleQuits(kind=type(self._error).__name__)
