"""A report on Prefect, for people and for scripts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from etappe.cli.terminal import print_table, say
from etappe_flows.report import FlowFacts, Report, Run


def tell(report: Report) -> None:
    """Print it in plain words."""
    say(f"Server: {report.server}.")
    if report.workers is not None:
        say(f"Workers of the pool: {', '.join(report.workers) or 'none'}.")
    if report.services:
        say(f"Background services: {report.services}.")
    if report.flows:
        columns = ("flow", "last run", "under way", "next run")
        print_table("Flows", columns, [_row(flow) for flow in report.flows])
    for finding in report.findings:
        say(f"{finding.text}\n  → {finding.remedy}")
    if not report.findings:
        say("Nothing is to be done.")


def as_json(report: Report) -> dict[str, Any]:
    """The same for scripts."""
    return asdict(report)


def _row(flow: FlowFacts) -> tuple[str, ...]:
    return flow.name, _ended(flow.last), str(len(flow.active)), _moment(flow.next, "on demand")


def _ended(run: Run | None) -> str:
    return f"{run.state}, {_moment(run.at, '')}" if run else "none so far"


def _moment(at: datetime | None, otherwise: str) -> str:
    return f"{at:%d.%m.%Y %H:%M} UTC" if at else otherwise
