"""What runs flows beside etappe's own server: ``python -m etappe_flows.runner_child FD KEY=ZONE…``.

It registers the deployments of the programmes, says so by closing the file FD behind one word, and then looks
for runs until a signal comes or the parent is gone.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence

from prefect.client.orchestration import get_client
from prefect.runner import Runner

from etappe_flows.automation import ensure_automation
from etappe_flows.children import follow_parent
from etappe_flows.deployments import deployments_of
from etappe_flows.environment import HEARTBEAT
from etappe_flows.settings import read_flow_settings

AT_A_TIME = 2
"""Runs side by side: this way to run is for small machines."""
READY = b"ready"


def main(ready: int, programmes: Mapping[str, str]) -> None:
    """Register, say so, run what is asked for."""
    follow_parent()
    with get_client(sync_client=True) as client:
        ensure_automation(client)
    runner = Runner("etappe", heartbeat_seconds=int(HEARTBEAT), limit=AT_A_TIME, pause_on_shutdown=False)
    for deployment in deployments_of(programmes, read_flow_settings().shards):
        runner.add_deployment(deployment)
    os.write(ready, READY)
    os.close(ready)
    asyncio.run(runner.start())


def _programmes(words: Sequence[str]) -> dict[str, str]:
    return {key: zone for key, _, zone in (word.partition("=") for word in words)}


if __name__ == "__main__":
    main(int(sys.argv[1]), _programmes(sys.argv[2:]))
