"""What the dialogue adds to the draft of the final report."""

from __future__ import annotations

from etappe.plugin import ProjectView, ReportSection, TaskState

GAP = "Hier fehlen noch: wie viele dabei waren, worum es ging und was daraus folgt (bitte ergänzen)."


def sections(project: ProjectView) -> tuple[ReportSection, ...]:
    """On which day it was held; nothing before that."""
    held = project.tasks.get("dialog.durchfuehrung")
    if held is None or held.state is not TaskState.DONE:
        return ()
    text = f"Die Dialogveranstaltung fand am {project.anchors['dialog']:%d.%m.%Y} statt."
    return (ReportSection(title="Dialogveranstaltung", text=f"{text}\n\n{GAP}"),)
