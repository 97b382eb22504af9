"""``etappe up``: portal, worker and flows on one machine, with one command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from etappe.cli.terminal import say, show_command, warn
from etappe.errors import NotReadyForOthers

if TYPE_CHECKING:
    from etappe.settings import Settings

LOOPBACK = "127.0.0.1"
PORT = 8000


def up(
    *,
    demo: Annotated[
        bool, Parameter(negative="", help="Fill an own folder with 35 Kommunen whose people are fictional.")
    ] = False,
    port: Annotated[
        int, Parameter(help="Where the portal listens.", validator=validators.Number(gt=0, lt=65536))
    ] = PORT,
    host: Annotated[str, Parameter(help="The address it listens on.")] = LOOPBACK,
    mailbox: Annotated[
        bool,
        Parameter(negative="", help="Keep the letters in the local mailbox instead of sending them."),
    ] = False,
    every: Annotated[
        float, Parameter(help="Seconds between two ticks.", validator=validators.Number(gt=0))
    ] = 60,
    worker: Annotated[bool, Parameter(help="Send letters here; another machine may do that instead.")] = True,
    flows: Annotated[bool, Parameter(help="Start Prefect too, where it is installed.")] = True,
    data_dir: Annotated[Path | None, Parameter(help="Where database and mailbox lie.")] = None,
) -> int:
    """Start the portal, a worker that sends the letters and, where Prefect is installed, its flows.

    It prints the address and runs until Ctrl-C; then everything that it started ends.
    """
    from etappe_portal.running import require_free, run

    require_free(host, port)
    settings = _settings(demo=demo, port=port, data_dir=data_dir)
    if settings is None:
        return 130
    _require_ready(settings, host, demo=demo)
    mailbox = mailbox or demo or settings.mail is None
    if mailbox and not demo:
        warn("no mail server is set (ETAPPE_MAIL): the letters stay in the local mailbox")
    run(settings, host, port, mailbox=mailbox, every=every, worker=worker, flows=flows, told=_told)
    say("Stopped.")
    return 0


def _require_ready(settings: Settings, host: str, *, demo: bool) -> None:
    """Listen to others only where everything that they need is there; raises `NotReadyForOthers`.

    Where a proxy on this machine lets them in, what is missing is pointed out.
    """
    from etappe.model.exposure import LOOPBACK as OURSELVES
    from etappe.service.checkup import Level
    from etappe.service.production import production

    exposure, alone = settings.exposure(os.environ), host in OURSELVES
    if demo:
        if not alone:
            warn(f"whoever reaches {host} may look around in the demo as anybody")
        return
    lacking = [f for f in production(exposure) if f.level is Level.FAULT]
    if lacking and not alone:
        raise NotReadyForOthers(host=host, lacking="; ".join(f"{f.name}: {f.text}" for f in lacking))
    for finding in lacking if exposure.public else ():
        warn(f"{finding.name}: {finding.text}; {finding.remedy}")


def _settings(*, demo: bool, port: int, data_dir: Path | None) -> Settings | None:
    """What is set, with the address of the portal; of a demo that is there already, its own."""
    from etappe.bootstrap import STOPPED_CLOCK
    from etappe.cli.demo import carry, settings_of_demo
    from etappe.settings import read_settings

    here = f"http://{LOOPBACK}:{port}"
    if not demo:
        settings = read_settings(data_dir)
        return settings if settings.portal_url else settings.model_copy(update={"portal_url": here})
    settings = settings_of_demo(data_dir, here)
    marker = settings.data_dir / "portal-url"
    if (settings.data_dir / STOPPED_CLOCK).is_file() and marker.is_file() and marker.read_text() == here:
        return settings
    say("35 Kommunen enter the programme; their people are simulated, their letters real.")
    if not carry(settings):
        return None
    marker.write_text(here)
    return settings


def _told(address: str, *, demo: bool, accounts: int, flows: str) -> None:
    say(f"\netappe is at {address}  (Ctrl-C ends it)")
    if demo:
        say("Everybody in it is fictional: choose on the sign-in page as whom you look around.")
        say(f"The letters of the demo are at {address}/postfach; contact persons answer from their links.")
    elif not accounts:
        say("Nobody can sign in yet. Invite the first administrator:")
        show_command("etappe users add you@example.org --name 'Your Name' --role admin")
    say(flows)
