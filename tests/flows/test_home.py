"""One Prefect server for each data directory, known by a lock."""

from __future__ import annotations

import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from etappe.errors import FolderUnusable
from etappe_flows.errors import ServerPortTaken, ServerRuns
from etappe_flows.home import home_of, occupied, whereabouts
from etappe_flows.server import free_port

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from etappe_flows.home import occupied
with occupied(Path(sys.argv[1]), 4711, datetime(2026, 3, 2, 8, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(home: Path) -> subprocess.Popen[str]:
    """Another process that is the server of a folder."""
    command = (sys.executable, "-c", HOLD, str(home))
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_nobody_is_where_nobody_has_been(tmp_path: Path) -> None:
    assert whereabouts(home_of(tmp_path)) is None


def test_whoever_serves_can_be_found(tmp_path: Path) -> None:
    with hold(tmp_path) as other:
        found = whereabouts(tmp_path)
        other.kill()

    assert found is not None
    assert (found.pid, found.port, found.since) == (other.pid, 4711, "2026-03-02T08:00:00+00:00")


def test_a_second_server_is_refused_with_the_name_of_the_first(tmp_path: Path) -> None:
    with hold(tmp_path) as other:
        with pytest.raises(ServerRuns, match=f"process {other.pid} on port 4711"), occupied(tmp_path, 1, NOW):
            pass
        other.kill()


def test_a_server_that_was_killed_leaves_no_lock_behind(tmp_path: Path) -> None:
    with hold(tmp_path) as other:
        other.kill()

    assert whereabouts(tmp_path) is None
    with occupied(tmp_path, 1, NOW):
        pass


def test_a_server_that_has_stopped_is_not_there_any_more(tmp_path: Path) -> None:
    with occupied(tmp_path, 1, NOW):
        pass

    assert whereabouts(tmp_path) is None


def test_a_folder_that_cannot_be_written_is_told() -> None:
    told = pytest.raises(FolderUnusable, match="'/proc/etappe/prefect' cannot be used")

    with told, occupied(home_of(Path("/proc/etappe")), 1, NOW):
        pass


def test_a_port_that_is_taken_is_told() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(ServerPortTaken, match="name another"),
    ):
        free_port(other.getsockname()[1])
