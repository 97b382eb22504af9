"""What a muffled thread prints is swallowed; what others print goes through."""

from __future__ import annotations

import io
import logging
import sys
from threading import Event, Thread

import pytest

from etappe.plugin.muffler import REMEMBERED, muffled


def test_text_and_errors_are_swallowed(capsys: pytest.CaptureFixture[str]) -> None:
    with muffled() as swallowed:
        print("out")
        print("err", file=sys.stderr)
        sys.stdout.writelines(["a", "b"])

    assert (swallowed.characters, swallowed.end) == (10, "out\nerr\nab")
    assert capsys.readouterr() == ("", "")


def test_bytes_are_swallowed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with muffled() as swallowed:
        sys.stdout.buffer.write(b"raw")

    assert (swallowed.end, capfdbinary.readouterr()) == ("raw", (b"", b""))


def test_a_log_line_that_nobody_else_takes_is_swallowed(capsys: pytest.CaptureFixture[str]) -> None:
    lonely = logging.Logger("lonely")

    with muffled() as swallowed:
        lonely.warning("psst")

    assert (swallowed.end, capsys.readouterr()) == ("psst\n", ("", ""))


def test_other_threads_are_heard_meanwhile(capsys: pytest.CaptureFixture[str]) -> None:
    muffling, over = Event(), Event()

    def module() -> None:
        with muffled():
            print("psst")
            muffling.set()
            over.wait()

    thread = Thread(target=module)
    thread.start()
    muffling.wait()
    print("heard")
    over.set()
    thread.join()

    assert capsys.readouterr().out == "heard\n"


def test_the_streams_are_what_they_were_afterwards() -> None:
    before = sys.stdout, sys.stderr

    with muffled():
        pass

    assert (sys.stdout, sys.stderr) == before


def test_a_stream_that_was_put_there_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    other = io.StringIO()

    with muffled():
        monkeypatch.setattr(sys, "stdout", other)
        print("other")

    assert (sys.stdout, other.getvalue()) == (other, "other\n")


def test_only_the_end_of_much_is_remembered() -> None:
    with muffled() as swallowed:
        print("x" * REMEMBERED, "end", end="")

    assert (len(swallowed.end), swallowed.end[-3:]) == (REMEMBERED, "end")
    assert swallowed.characters == REMEMBERED + 4


def test_the_stream_still_answers_what_it_is() -> None:
    encoding = sys.stdout.encoding

    with muffled():
        assert sys.stdout.encoding == encoding
