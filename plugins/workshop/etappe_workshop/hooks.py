"""What this module answers when etappe asks."""

from __future__ import annotations

from etappe.plugin import ModuleSpec, ProjectView, ReportSection, hookimpl
from etappe_workshop import offers, report


@hookimpl
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer the one module of this package."""
    return (offers.MODULE,)


@hookimpl
def etappe_report(project: ProjectView) -> tuple[ReportSection, ...]:
    """Add this module's section to the draft of the final report."""
    return report.sections(project)
