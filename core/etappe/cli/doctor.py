"""``etappe doctor``: is everything in order, and what to do where it is not."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.text import Text

from etappe.cli.terminal import Json, out, print_json
from etappe.errors import EtappeError

if TYPE_CHECKING:
    from etappe.plugin.registry import Registry
    from etappe.service.checkup import Finding
    from etappe.settings import Settings

STYLES = {"ok": "green", "warning": "yellow", "fault": "bold red"}


def doctor(
    *,
    production: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="Look at what a portal needs that others reach."),
    ] = False,
    json: Json = False,
) -> int:
    """Look at modules, beat, letters, audit and database; exits with 1 where something is wrong.

    Where the portal has an address that others reach, what they need is looked at too.
    """
    from etappe.bootstrap import modules_of
    from etappe.service.checkup import Level
    from etappe.settings import read_settings

    settings = read_settings()
    findings = (*_examine(settings, modules_of(settings)), *_exposed(settings, wanted=production))
    if json:
        print_json([asdict(f) for f in findings])
    else:
        _tell(findings)
    return 1 if any(f.level is Level.FAULT for f in findings) else 0


def _examine(settings: Settings, registry: Registry) -> tuple[Finding, ...]:
    """Everything that can be looked at; what keeps etappe from working at all is a finding too."""
    from etappe.adapters.sql.engine import check_durability
    from etappe.adapters.sql.tenancy import check_walls
    from etappe.bootstrap import assembled, vault
    from etappe.service.checkup import (
        Finding,
        Level,
        addressed_to_nobody,
        check_up,
        noisy,
        open_walls,
        set_aside,
    )

    try:
        with assembled(settings, registry) as etappe:
            dangers = check_durability(etappe.engine)
            embedded = etappe.engine.dialect.name == "sqlite"
            now = etappe.clock.now()
            anchors = vault(etappe).anchors()
            found = check_up(etappe.office, registry.parked, dangers, now, embedded=embedded, anchors=anchors)
            known = (
                *(m.key for m in registry.modules),
                *(p.module for p in registry.parked),
                *settings.without,
            )
            astray = addressed_to_nobody(settings.modules, known)
            walls = open_walls(check_walls(etappe.engine))
            return (*found, *walls, *noisy(registry.printed, registry.parked), *astray)
    except EtappeError as error:
        sentence, _, remedy = str(error).rpartition("; ")
        stopped = Finding("etappe", Level.FAULT, sentence or remedy, remedy if sentence else "")
        return (*set_aside(registry.parked), stopped)


def _exposed(settings: Settings, *, wanted: bool) -> tuple[Finding, ...]:
    """What stands against letting others in, where they are to be."""
    from etappe.service.production import production

    exposure = settings.exposure(os.environ)
    return production(exposure) if wanted or exposure.public else ()


def _tell(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        line = Text(f"{finding.level.value:8}", style=STYLES[finding.level.value])
        line.append(f"{finding.name}: {finding.text}", style="default")
        out.print(line)
        if finding.remedy:
            out.print(Text(f"        → {finding.remedy}"))
