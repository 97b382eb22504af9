"""``etappe worker``: the beat as a loop, until somebody asks it to stop."""

from __future__ import annotations

from threading import Event
from typing import Annotated

from cyclopts import Parameter, validators

from etappe.cli.interruption import stopped_by_signal
from etappe.cli.terminal import at_work, say
from etappe.cli.tick import InMailbox, tell
from etappe.service.ticking import Ticked


def worker(
    *,
    every: Annotated[
        float, Parameter(help="Seconds between two ticks.", validator=validators.Number(gt=0))
    ] = 60,
    mailbox: InMailbox = False,
) -> None:
    """Tick until SIGINT or SIGTERM; several workers side by side never send a letter twice."""
    from etappe.bootstrap import posting
    from etappe.service.ticking import work

    stopped = stopped_by_signal()
    with at_work() as etappe, posting(etappe.settings, mailbox=mailbox) as room:
        say(f"Ticking every {every:g} seconds; Ctrl-C ends it.")
        work(etappe.office, room, etappe.clock, lambda: _rest(stopped, every), stopped.is_set, _tell_news)
    say("Stopped.")


def _rest(stopped: Event, seconds: float) -> None:
    stopped.wait(seconds)


def _tell_news(done: Ticked) -> None:
    """Say what a tick did, unless it did nothing."""
    nothing = Ticked(done.fired, type(done.sent)())
    if done.fired.did_something or done != nothing:
        tell(done)
