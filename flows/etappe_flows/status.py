"""Look at the Prefect server of this data directory, or at the one that the environment names."""

from __future__ import annotations

import os

from etappe.bootstrap import SystemClock
from etappe.errors import EtappeError
from etappe.settings import read_settings
from etappe_flows import server
from etappe_flows.environment import become, embedded
from etappe_flows.errors import NoServerNamed, ServerSilent
from etappe_flows.home import home_of, whereabouts
from etappe_flows.report import WORKER_KEEPS_TIME, Finding, Report, findings


def look() -> Report:
    """How Prefect is; a server that is dead or missing is a finding, not an error."""
    home = home_of(read_settings().data_dir)
    here = whereabouts(home)
    if here is None:
        return _elsewhere()
    name = (
        f"etappe's own Prefect server at http://127.0.0.1:{here.port}, process {here.pid}, since {here.since}"
    )
    if not server.answers(here.port):
        text = f"{name}, does not answer; {WORKER_KEEPS_TIME}"
        return _dead(name, Finding(text, "wait a minute if it has just been started, else start it again"))
    become(embedded(home, here.port, os.environ))
    return _examined(name, pooled=False)


def _elsewhere() -> Report:
    from etappe_flows.connecting import require_server

    try:
        address = require_server()
    except NoServerNamed:
        text = f"no Prefect server runs here, and PREFECT_API_URL names none; {WORKER_KEEPS_TIME}"
        return _dead("none", Finding(text, "run 'etappe flows serve', or set PREFECT_API_URL"))
    except ServerSilent as silent:
        sentence, _, remedy = str(silent).rpartition("; ")
        return _dead(str(silent.facts["address"]), Finding(f"{sentence}; {WORKER_KEEPS_TIME}", remedy))
    return _examined(f"the Prefect server at {address}", pooled=True)


def _examined(name: str, *, pooled: bool) -> Report:
    from prefect.client.orchestration import get_client

    from etappe_flows.asking import facts_of_flows, living_workers
    from etappe_flows.deploying import START_A_WORKER

    now = SystemClock().now()
    with get_client(sync_client=True) as client:
        flows = facts_of_flows(client, now)
        workers = living_workers(client) if pooled else None
        version = client.api_version()
    found = findings(flows, workers, now, START_A_WORKER)
    return Report(f"{name}, version {version}", flows, workers, _services() if pooled else "", found)


def _services() -> str:
    from etappe_flows.services import holder

    try:
        return holder() or "nobody, as far as etappe knows"
    except EtappeError:
        return ""


def _dead(name: str, finding: Finding) -> Report:
    return Report(name, (), None, "", (finding,))
