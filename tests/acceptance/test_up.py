"""One command starts everything, and Ctrl-C ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ETAPPE = Path(sys.executable).with_name("etappe")
PATIENCE_S = 60


@pytest.fixture
def port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """``etappe up`` in an empty folder."""
    told = {**os.environ, "ETAPPE_DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"}
    command = [str(ETAPPE), "up", "--port", str(port), "--no-flows", "--every", "1"]
    process = subprocess.Popen(
        command, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=tmp_path
    )
    yield process
    process.kill()
    process.wait()


def page(url: str) -> str:
    """A page, once the portal answers."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own address
                return str(answer.read(), "utf-8")
        except urllib.error.URLError:
            assert time.monotonic() < until, f"nobody answers at {url}"
            time.sleep(0.1)


def test_it_answers_says_how_to_sign_in_and_ends_well(running: subprocess.Popen[str], port: int) -> None:
    signing_in = page(f"http://127.0.0.1:{port}/")
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=PATIENCE_S)

    assert "Anmelden" in signing_in
    assert f"etappe is at http://127.0.0.1:{port}" in said
    assert re.search(r"etappe users add \S+ --name .* --role admin", said)
    assert said.rstrip().endswith("Stopped.")
    assert running.returncode == 0


def test_a_port_that_is_taken_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = str(taken.getsockname()[1])
        told = {**os.environ, "ETAPPE_DATA_DIR": str(tmp_path / "data")}
        ended = subprocess.run(
            [str(ETAPPE), "up", "--port", number], env=told, capture_output=True, text=True, check=False
        )

    assert ended.returncode == 1
    assert number in ended.stderr
    assert not (tmp_path / "data").exists()


def refused(folder: Path, *arguments: str, **told: str) -> subprocess.CompletedProcess[str]:
    """What ``etappe up`` says where it does not begin."""
    known = {**os.environ, "ETAPPE_DATA_DIR": str(folder / "data"), "COLUMNS": "400", **told}
    command = [str(ETAPPE), *arguments]
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False, cwd=folder)


def test_others_are_not_let_in_before_everything_that_they_need_is_there(tmp_path: Path, port: int) -> None:
    ended = refused(tmp_path, "up", "--host", "0.0.0.0", "--port", str(port))  # noqa: S104 - it is refused

    assert ended.returncode == 1
    assert "text impressum" in ended.stderr
    assert "etappe doctor --production" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_the_doctor_refuses_a_portal_for_others_that_is_not_ready(tmp_path: Path) -> None:
    alone = refused(tmp_path, "doctor")
    asked = refused(tmp_path, "doctor", "--production")
    public = refused(tmp_path, "doctor", ETAPPE_PORTAL_URL="http://etappe.example.org")

    assert (alone.returncode, asked.returncode, public.returncode) == (0, 1, 1)
    assert all(f"text {text}" in asked.stdout for text in ("impressum", "datenschutz", "leichte-sprache"))
    assert "ETAPPE_MAIL" in asked.stdout
    assert "ETAPPE_SECRET_KEYS" in asked.stdout
    assert "without TLS" in public.stdout
