"""``etappe flows``: Prefect gives the rhythm, if you like. Nothing here imports it before it is needed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Annotated

from cyclopts import App, Parameter, validators

from etappe.cli.interruption import stopped_by_signal
from etappe.cli.terminal import Json, print_json, say, warn
from etappe_flows.errors import PrefectMissing

app = App(name="flows", help="Let Prefect give the rhythm: serve, deploy, services, status.")

Programmes = Annotated[
    tuple[str, ...],
    Parameter(
        name="--programme",
        negative="",
        help="A programme to run, again for each; without any it is the one of ETAPPE_PROGRAMME.",
    ),
]


@app.command
def serve(
    *,
    programmes: Programmes = (),
    port: Annotated[
        int | None,
        Parameter(
            help="Where the Prefect server listens, on this machine only; without it any free port.",
            validator=validators.Number(gt=0, lt=65536),
        ),
    ] = None,
) -> None:
    """Start a Prefect server of etappe's own and run the flows here, until SIGINT or SIGTERM.

    Its database lies in the data directory. What is set for another Prefect server is ignored.
    """
    _require_prefect()
    from etappe.bootstrap import SystemClock
    from etappe.settings import read_settings
    from etappe_flows import home, server, serving

    settings = read_settings()
    known = _known(programmes)
    stopped = stopped_by_signal()
    if "PREFECT_API_URL" in os.environ:
        warn("PREFECT_API_URL is ignored: a server of etappe's own is started; 'etappe flows deploy' uses it")
    folder, number = home.home_of(settings.data_dir), server.free_port(port)
    with home.occupied(folder, number, SystemClock().now()):
        serving.serve(folder, number, known, stopped, say)
    say("Stopped.")


@app.command
def deploy(*, programmes: Programmes = (), json: Json = False) -> None:
    """Register all flows at the server that PREFECT_API_URL names, for workers of the pool 'etappe'.

    Doing it again changes nothing but what this version of etappe has changed.
    """
    _require_prefect()
    from etappe_flows.deploying import deploy as register

    deployed = register(_known(programmes))
    for warning in deployed.warnings:
        warn(warning)
    if json:
        print_json({"pool": deployed.pool, "automation": deployed.automation, "deployments": deployed.flows})
        return
    for name in deployed.flows:
        say(f"{name} is deployed.")


@app.command
def services() -> int:
    """Run Prefect's background services for a PostgreSQL database, once for each database.

    A second start on the same database is refused with the name of the one that runs.
    """
    _require_prefect()
    from etappe_flows.services import run_services

    return run_services(stopped_by_signal(), say)


@app.command
def status(*, json: Json = False) -> int:
    """Say what ran last, what is late and what to do; exits with 1 where something is to be done."""
    _require_prefect()
    from etappe_flows.status import look
    from etappe_flows.telling import as_json, tell

    report = look()
    if json:
        print_json(as_json(report))
    else:
        tell(report)
    return 1 if report.findings else 0


def _require_prefect() -> None:
    if find_spec("prefect") is None:
        raise PrefectMissing
    from etappe_flows.environment import be_quiet

    be_quiet()


def _known(programmes: Sequence[str]) -> dict[str, str]:
    """The programmes asked for with their time zones; raises `UnknownProgramme` before anything starts."""
    from etappe.bootstrap import modules_of
    from etappe.settings import read_settings

    settings = read_settings()
    registry = modules_of(settings)
    return {key: registry.programme(key).spec.zone for key in programmes or (settings.programme,)}
