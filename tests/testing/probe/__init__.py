"""A module small enough to see at a glance what is wrong with one that differs from it in one thing."""

from __future__ import annotations

from datetime import datetime

from etappe.plugin import (
    CommandSpec,
    ConditionSpec,
    Fact,
    Intention,
    LadderSpec,
    LetterSpec,
    ModuleSettings,
    ModuleSpec,
    OpenTask,
    ProjectView,
    Record,
    RecordSpec,
    RungSpec,
    TaskSpec,
    hookimpl,
    working_days,
)


class Note(Record):
    """What somebody has noted."""

    text: str


class Settings(ModuleSettings):
    """What can be set."""

    greeting: str = "Guten Tag"


def task(key: str = "probe.aufgabe", **changes: object) -> TaskSpec:
    """A task that is due 22 working days after the start."""
    offered = {
        "key": key,
        "phase": "betreuung",
        "title": "Etwas ausprobieren",
        "role": "AP",
        "due": working_days("start", 22),
        "ladder": "standard",
        "escalation": "eskalation_bis_pm",
        "effort": "etwa fünf Minuten",
        "advice": "Bitte probieren Sie etwas aus.",
    }
    return TaskSpec.model_validate({**offered, **changes})


NOTES = RecordSpec(key="probe.notiz", title="Notiz", model=Note)
LADDER = LadderSpec(key="probe_leiter", title="Probe", rungs=(RungSpec(key="vor_5", offset=-5),))
LETTER = LetterSpec(key="probe.brief", package="etappe_selbstcheck", template="aufgabe.txt")
CONDITION = ConditionSpec(key="probe_frage", question="Soll mehr probiert werden?")
MODULE = ModuleSpec(
    key="probe",
    title="Probe",
    version="1.0.0",
    ladders=(LADDER,),
    conditions=(CONDITION,),
    tasks=(
        task(),
        task("probe.mehr", condition="probe_frage", title="Mehr ausprobieren"),
        task("probe.danach", on_demand=True, title="Danach aufräumen"),
    ),
    letters=(LETTER,),
    records=(NOTES,),
    settings=Settings,
)


class Probe:
    """The hooks of the module, or of one that differs from it."""

    def __init__(self, **changes: object) -> None:
        self.spec = MODULE.model_copy(update=changes)

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        """Offer the module."""
        return (self.spec,)

    @hookimpl
    def etappe_obstacles(self, project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
        """Object until there is a note."""
        return () if task != "probe.aufgabe" or project.records(Note) else ("Die Notiz fehlt.",)

    @hookimpl
    def etappe_consequences(self, fact: Fact, project: ProjectView) -> tuple[Intention, ...]:
        """Clean up afterwards."""
        if (fact.action, fact.about) == ("task done", f"{project.id}/probe.aufgabe"):
            return (OpenTask(task="probe.danach", why="Es ist etwas übrig."),)
        return ()

    @hookimpl
    def etappe_commands(self) -> tuple[CommandSpec, ...]:
        """Offer nothing to type."""
        return ()
