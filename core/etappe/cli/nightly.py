"""``etappe nightly``: what has to be done once a day, at night."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from etappe.cli.terminal import Json, at_work, out, print_json

if TYPE_CHECKING:
    from etappe.service.nightly import NightStep

STYLES = {"done": "green", "skipped": "yellow", "failed": "bold red"}


def nightly(*, json: Json = False) -> int:
    """Let dates follow their calendars, check, anchor, copy and tidy; exits with 1 where a step failed."""
    from etappe import bootstrap
    from etappe.service import nightly as nights

    with at_work() as etappe:
        vault, now = bootstrap.vault(etappe), etappe.clock.now()
        report = nights.nightly(etappe.office, vault, now, _silent if json else _tell)
    if json:
        print_json([asdict(step) for step in report.steps])
    return 1 if report.failed else 0


def _tell(step: NightStep) -> None:
    line = Text(f"{step.state.value:8}", style=STYLES[step.state.value])
    out.print(line.append(f"{step.name}: {step.text}", style="default"))


def _silent(step: NightStep) -> None:
    """Nothing is told before the end: JSON is one value."""
