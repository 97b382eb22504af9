"""The process of etappe's own Prefect server: ``python -m etappe_flows.server_child PORT``."""

from __future__ import annotations

import sys

from etappe_flows.children import follow_parent
from etappe_flows.environment import LOOPBACK


def main(port: str) -> None:
    """Run the server until a signal comes or the parent is gone."""
    follow_parent()
    sys.argv = ["prefect", "server", "start", "--host", LOOPBACK, "--port", port]
    from prefect.cli import app

    app()


if __name__ == "__main__":
    main(sys.argv[1])
