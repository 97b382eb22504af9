"""``etappe weekly-report``: what the project team is told once a week."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from etappe.cli.terminal import Json, at_work, print_json, say, say_error
from etappe.errors import NoTeamChannel

if TYPE_CHECKING:
    from etappe.service.weekly import WeeklyReport


def weekly_report(
    *,
    only_print: Annotated[
        bool,
        Parameter(name="--print", negative="", show_default=False, help="Show it and announce nothing."),
    ] = False,
    json: Json = False,
) -> int:
    """Announce this week's report on the team's channels, once; exits with 1 where that was not possible."""
    from etappe.bootstrap import newsroom
    from etappe.service import weekly

    with at_work() as etappe:
        room, now = newsroom(etappe.settings), etappe.clock.now()
        if only_print:
            letter = weekly.written(etappe.office, room.reporter, now)
            sys.stdout.write(f"{letter.subject}\n\n{letter.text}")
            return 0
        report = weekly.weekly_report(etappe.office, room, now)
    if json:
        print_json(asdict(report))
    return _tell(report, json=json)


def _tell(report: WeeklyReport, *, json: bool) -> int:
    from etappe.service.weekly import ReportOutcome

    if report.outcome is ReportOutcome.NO_CHANNEL:
        say_error(NoTeamChannel())
        return 1
    if not json:
        say(f"The report of {report.week}: {report.outcome}.")
    return 1 if report.outcome is ReportOutcome.NOT_CONFIRMED else 0
