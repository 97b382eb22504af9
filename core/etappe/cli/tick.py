"""``etappe tick``: one beat, for cron and for the impatient."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from etappe.cli.terminal import Json, actor, at_work, print_json, say, warn
from etappe.service.ticking import Ticked

InMailbox = Annotated[
    bool,
    Parameter(
        name="--mailbox",
        negative="",
        help="Keep the letters in the local mailbox instead of sending them with ETAPPE_MAIL.",
    ),
]
"""The switch for trials without a mail server."""


def tick(
    *,
    mailbox: InMailbox = False,
    retry_relay: Annotated[
        bool,
        Parameter(negative="", help="Try the mail server again after its settings have been mended."),
    ] = False,
    json: Json = False,
) -> int:
    """Fire what is due and send one round of letters; exits with 1 where the mail server takes none."""
    from etappe.bootstrap import posting
    from etappe.service import checkup, ticking

    with at_work() as etappe, posting(etappe.settings, mailbox=mailbox) as room:
        if retry_relay:
            checkup.retry_relay(etappe.office, actor(), etappe.clock.now())
        done = ticking.tick(etappe.office, room, etappe.clock)
    if json:
        phases = [asdict(change) for change in done.phases]
        numbers = {"fired": asdict(done.fired), "sent": asdict(done.sent), "slips": asdict(done.posted)}
        print_json({**numbers, "phases": phases})
    else:
        tell(done)
    return 1 if done.sent.held_back else 0


def tell(done: Ticked) -> None:
    """Say what a tick did."""
    fired, sent = done.fired, done.sent
    held = f", {fired.held} held" if fired.held else ""
    say(
        f"Rungs: {fired.rungs} fired, {fired.skipped} skipped, {fired.postponed} postponed{held}. "
        f"Letters: {sent.sent} sent, {sent.waiting} waiting, {sent.failed} failed, {sent.unknown} unknown, "
        f"{sent.cancelled} with nothing left to say."
    )
    posted = done.posted
    if posted.sent or posted.waiting or posted.failed:
        say(f"Slips: {posted.sent} sent, {posted.waiting} waiting, {posted.failed} failed.")
    for change in done.phases:
        say(f"'{change.project}' has reached the phase '{change.after}'.")
    if sent.held_back:
        warn(f"nothing more is sent now: {sent.held_back}")
