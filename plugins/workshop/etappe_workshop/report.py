"""What the workshop adds to the draft of the final report."""

from __future__ import annotations

from etappe.plugin import ProjectView, ReportSection, TaskState

GAP = "Hier fehlen noch: Beteiligte, Ergebnisse und die vereinbarten Maßnahmen (bitte ergänzen)."


def sections(project: ProjectView) -> tuple[ReportSection, ...]:
    """On which day it was held; nothing before that."""
    held = project.tasks.get("workshop.durchfuehrung")
    if held is None or held.state is not TaskState.DONE:
        return ()
    day = project.anchors["workshop"]
    return (ReportSection(title="Workshop", text=f"Der Workshop fand am {day:%d.%m.%Y} statt.\n\n{GAP}"),)
