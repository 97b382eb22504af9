"""Commands that modules bring: added to the command line when none of etappe's own is meant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from cyclopts import App

from etappe.errors import EtappeError

if TYPE_CHECKING:
    from etappe.model.command import CommandSpec


def add_commands(app: App) -> dict[str, str]:
    """Add what the installed modules offer; tells whose each command is.

    Settings that cannot be read are no reason to show no help: then there are etappe's own commands alone.
    """
    try:
        offered = _offered()
    except EtappeError:
        return {}
    owners: dict[str, str] = {}
    for owner, commands in offered.items():
        for command in commands:
            app.command(command.target, name=command.name, help=command.help)
            owners[command.name] = owner
    return owners


def run(app: App, arguments: Sequence[str], owner: str) -> None:
    """Run a command of a module, at a desk if it asks for one; ends the process with what it returns."""
    from etappe.plugin.desk import Desk

    command, bound, unparsed = app.parse_args(arguments)
    desks = [name for name, kind in unparsed.items() if kind is Desk]
    ready = partial(command, *bound.args, **bound.kwargs)
    code = _at_desk(owner, ready, desks[0]) if desks else ready()
    sys.exit(code if isinstance(code, int) else 0)


def _at_desk(owner: str, command: Callable[..., object], parameter: str) -> object:
    from etappe.cli.terminal import actor, at_work
    from etappe.service.module_desk import ModuleDesk

    with at_work() as etappe:
        desk = ModuleDesk(etappe.office, owner, actor(), etappe.clock.now())
        return command(**{parameter: desk})


def _offered() -> Mapping[str, tuple[CommandSpec, ...]]:
    from etappe.plugin.registry import Registry  # not by way of bootstrap: help needs no database
    from etappe.plugin.watchdog import Watchdog
    from etappe.settings import read_settings

    settings = read_settings()
    watchdog = Watchdog(settings.secrets(os.environ))
    return Registry.installed(settings.without, settings.modules, watchdog=watchdog).commands
