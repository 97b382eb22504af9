"""A module's code is given up when it does not end, and whatever it raises is its own affair."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from threading import Event, get_ident

import pytest

from etappe.errors import ModuleHangs, ModuleQuits, PassageFailed, SecretPrinted
from etappe.plugin.watchdog import MOST_ANSWERS, Waiting, Watchdog, eager

SECRET = "canary-in-the-mine"


@pytest.fixture
def hangs() -> Event:
    """Set by a module as soon as it hangs."""
    return Event()


@pytest.fixture
def impatient(hangs: Event) -> Watchdog:
    """Gives up whoever says that it hangs."""
    return Watchdog(waiting=until(hangs))


def until(hangs: Event) -> Waiting:
    """Waits until a module says that it hangs."""
    return lambda _done, _seconds: not hangs.wait()


def raising(error: BaseException) -> Callable[[], str]:
    def work() -> str:
        raise error

    return work


def test_the_answer_of_a_module_comes_back() -> None:
    assert Watchdog().watch(lambda: 7) == 7


def test_a_module_works_in_a_thread_of_its_own() -> None:
    assert Watchdog().watch(get_ident) != get_ident()


def test_what_a_module_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        Watchdog().watch(raising(ZeroDivisionError()))


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt(), GeneratorExit()], ids=repr)
def test_what_would_end_etappe_ends_the_module(error: BaseException) -> None:
    with pytest.raises(ModuleQuits, match=f"It raised {type(error).__name__}, which ends etappe itself"):
        Watchdog().watch(raising(error))


def test_a_loop_without_end_is_stopped(impatient: Watchdog, hangs: Event) -> None:
    stopped = Event()

    def loop() -> None:
        try:
            for _ in count():
                hangs.set()
        finally:
            stopped.set()

    with pytest.raises(ModuleHangs, match="It took longer than 2 seconds and was given up"):
        impatient.watch(loop, 2)

    assert stopped.wait(60)


def test_what_cannot_be_stopped_is_left_behind(impatient: Watchdog, hangs: Event) -> None:
    released, ended = Event(), Event()

    def wait() -> None:
        hangs.set()
        released.wait()
        ended.set()

    with pytest.raises(ModuleHangs):
        impatient.watch(wait)

    assert not ended.is_set()
    released.set()


def test_what_a_module_prints_is_swallowed_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    heard: list[int] = []

    Watchdog().watch(lambda: print("five\n"), printed=heard.append)

    assert (heard, capsys.readouterr()) == ([6], ("", ""))


def test_a_secret_that_is_printed_is_a_failure() -> None:
    with pytest.raises(SecretPrinted):
        Watchdog([SECRET]).watch(lambda: print("psst:", SECRET))


def test_a_passage_fails_with_a_cause_that_can_be_shown() -> None:
    with pytest.raises(PassageFailed, match=re.escape("RuntimeError: no *** here")):
        Watchdog([SECRET]).render(raising(RuntimeError(f"no {SECRET}\nhere")))


def test_an_answer_that_is_made_while_it_is_read_is_read_to_a_bound() -> None:
    endless: Iterator[int] = count()

    assert eager(endless) == tuple(range(MOST_ANSWERS))


@pytest.mark.parametrize("answer", ["text", (1, 2), None, 7])
def test_any_other_answer_stays_as_it_is(answer: object) -> None:
    assert eager(answer) is answer
