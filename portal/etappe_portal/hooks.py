"""What the portal answers when etappe asks: the commands that start it."""

from __future__ import annotations

from etappe.plugin import CommandSpec, hookimpl


@hookimpl
def etappe_commands() -> tuple[CommandSpec, ...]:
    """Offer ``etappe up``."""
    return (
        CommandSpec(
            name="up",
            help="Start portal, worker and flows on this machine with one command.",
            target="etappe_portal.up:up",
        ),
    )
