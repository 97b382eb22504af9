"""What the flows answer when etappe asks: the commands that operators drive them with."""

from __future__ import annotations

from etappe.plugin import CommandSpec, hookimpl


@hookimpl
def etappe_commands() -> tuple[CommandSpec, ...]:
    """Offer ``etappe flows``."""
    return (
        CommandSpec(
            name="flows",
            help="Let Prefect give the rhythm: serve, deploy, services, status.",
            target="etappe_flows.cli:app",
        ),
    )
