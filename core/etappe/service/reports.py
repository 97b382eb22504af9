"""The draft of a project's final report: what the core knows of its way, and what each module adds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.model.moments import local_day
from etappe.model.sections import ReportSection
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.viewing import view_of

TITLE = {"de": "{kommune}: Entwurf des Abschlussberichts", "en": "{kommune}: draft of the final report"}
WAY = {"de": "Der Weg", "en": "The way"}
STEP = {"de": "* {begins} bis {ends}: {title}", "en": "* {begins} to {ends}: {title}"}


@dataclass(frozen=True, slots=True)
class Report:
    """A draft that people go on writing."""

    title: str
    sections: tuple[ReportSection, ...]

    @property
    def markdown(self) -> str:
        """The whole draft as Markdown."""
        return "\n\n".join([f"# {self.title}", *(f"## {s.title}\n\n{s.text}" for s in self.sections)]) + "\n"


def draft_report(office: Office, project_id: str, now: datetime) -> Report:
    """The draft of a project's final report, in the language of its programme; raises `UnknownProject`.

    It speaks of this one Kommune alone and compares it with nobody.
    """
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
        rows = tx.records.of_project(project_id)
    language = file.plan.programme.language if file.plan.programme.language in TITLE else "de"
    sections = office.modules.report(view_of(file, local_day(now, office.zone)), rows)
    title = TITLE[language].format(kommune=file.kommune.name)
    return Report(title, (*_way(file, language, local_day(now, office.zone)), *sections))


def _way(file: ProjectFile, language: str, today: date) -> tuple[ReportSection, ...]:
    """The phases that have begun, in their order."""
    begun = sorted((s for s in file.schedule.spans.values() if s.begins <= today), key=lambda s: s.begins)
    lines = [
        STEP[language].format(
            begins=file.speech.day(s.begins),
            ends=file.speech.day(s.ends),
            title=file.plan.phase[s.phase].title,
        )
        for s in begun
    ]
    return (ReportSection(title=WAY[language], text="\n".join(lines)),) if lines else ()
