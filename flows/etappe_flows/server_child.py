"""The process of etappe's own Prefect server: ``python -m etappe_flows.server_child PORT``.

Its standard input is a pipe that nobody writes to. It ends when the process that holds the other end is gone,
however that ended, so that no server is left behind.
"""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread

from etappe_flows.environment import LOOPBACK


def main(port: str) -> None:
    """Run the server until a signal comes or the parent is gone."""
    Thread(target=_follow_parent, daemon=True).start()
    sys.argv = ["prefect", "server", "start", "--host", LOOPBACK, "--port", port]
    from prefect.cli import app

    app()


def _follow_parent() -> None:
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1])
