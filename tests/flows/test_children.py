"""A child ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from etappe_flows import children
from tests.flows.processes import alive, family, kill, wait_until

WAIT = "import time; time.sleep(600)"
CHILD = f"from etappe_flows.children import follow_parent; follow_parent(); print('up', flush=True); {WAIT}"
PARENT = (
    "import subprocess, sys, time\n"
    f"subprocess.Popen((sys.executable, '-c', {CHILD!r}), stdin=subprocess.PIPE)\n"
    "time.sleep(600)\n"
)


def test_a_child_whose_parent_is_killed_ends_too() -> None:
    with subprocess.Popen((sys.executable, "-c", PARENT), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        everything = family(parent.pid)

        kill([parent.pid])
        ended = wait_until(lambda: not alive(everything), 30)

    assert len(everything) == 2
    assert ended


def test_a_child_that_does_not_listen_is_ended_with_its_own_children(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf.py"
    deaf.write_text(
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"subprocess.Popen((sys.executable, '-c', {WAIT!r}))\n"
        "print('up', flush=True)\n"
        "time.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    process = children.start("deaf", (), environment, tmp_path / "log.txt")
    assert wait_until(lambda: "up" in (tmp_path / "log.txt").read_text())
    everything = family(process.pid)

    children.stop(process, within=0.1)

    assert len(everything) == 2
    assert wait_until(lambda: not alive(everything), 30)
    assert process.returncode == -signal.SIGKILL
