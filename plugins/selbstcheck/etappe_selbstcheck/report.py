"""What the Selbstcheck adds to the draft of the final report: its days, never its result."""

from __future__ import annotations

from etappe.plugin import ProjectView, ReportSection

GAP = "Hier fehlt noch: was die Verwaltung aus dem Selbstcheck mitnimmt (bitte ergänzen)."


def sections(project: ProjectView) -> tuple[ReportSection, ...]:
    """When it was handed in and evaluated; nothing before it was handed in."""
    handed_in = _settled(project, "selbstcheck.abgabe")
    if handed_in is None:
        return ()
    evaluated = _settled(project, "selbstcheck.auswertung")
    lines = [f"Der Selbstcheck wurde am {handed_in} abgegeben."]
    if evaluated:
        lines.append(f"Seine Auswertung lag am {evaluated} vor.")
    return (ReportSection(title="Selbstcheck", text=" ".join(lines) + "\n\n" + GAP),)


def _settled(project: ProjectView, task: str) -> str | None:
    view = project.tasks.get(task)
    return f"{view.settled_on:%d.%m.%Y}" if view and view.settled_on else None
