"""Every question that the core asks its modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

from etappe.plugin import NAME

if TYPE_CHECKING:
    from datetime import datetime

    from etappe.model.audit import Fact
    from etappe.model.calendar import Days
    from etappe.model.command import CommandSpec
    from etappe.model.intentions import DropRecord, Intention, KeepRecord
    from etappe.model.page import PageSpec
    from etappe.model.place import Place
    from etappe.model.programme_spec import ProgrammeSpec
    from etappe.model.sections import PersonalData, ReportSection
    from etappe.model.spec import ModuleSpec
    from etappe.model.views import PersonView, ProjectView

hookspec = pluggy.HookspecMarker(NAME)


@hookspec
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer modules: phases, anchors, tasks, ladders, conditions, roles and letters.

    Example::

        @hookimpl
        def etappe_modules() -> tuple[ModuleSpec, ...]:
            return (ModuleSpec(key="catering", title="Verpflegung", version="1.0.0"),)
    """
    return ()


@hookspec
def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
    """Offer programmes: which modules belong to one, and the rules for all of its projects.

    Example::

        @hookimpl
        def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
            return (
                ProgrammeSpec(
                    key="probe",
                    title="Probe",
                    mandatory=("catering",),
                    duration_from="start",
                    duration_to="feier",
                    longest_months=6,
                ),
            )
    """
    return ()


@hookspec(firstresult=True)
def etappe_calendar(place: Place) -> Days | None:
    """Answer with the days of a place, or None to leave it to others; the core's own answer comes last.

    It knows the sixteen Länder. Public and school holidays are enough: what the municipality itself has
    entered is added by the core, which asks once per place.

    Example::

        @hookimpl
        def etappe_calendar(place: Place) -> Days | None:
            return my_days_of_ohio() if place.land == "OH" else None
    """
    return None


@hookspec
def etappe_obstacles(project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
    """Object to a task being called done, and by that to a phase being left whose blocking task it is.

    Each objection is one sentence in the language of the programme that names what is missing. Project
    management can waive the task all the same.

    Example::

        @hookimpl
        def etappe_obstacles(project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
            if task == "catering.essenszahl" and not project.records(Order):
                return ("Die Zahl der Essen ist noch nicht eingetragen.",)
            return ()
    """
    return ()


@hookspec
def etappe_consequences(fact: Fact, project: ProjectView) -> tuple[Intention, ...]:
    """Answer a fact with what is to follow from it; the core carries it out in the same transaction.

    The facts are those of the audit: ``fact.action`` is one of "project started", "task done",
    "task waived", "task reopened", "task opened", "anchor fixed", "condition answered", "phase reached",
    "record kept" and "record dropped"; ``fact.about`` is the project, or "project/task", "project/anchor"
    and so on. The project is shown as it is after the fact.

    Example::

        @hookimpl
        def etappe_consequences(fact: Fact, project: ProjectView) -> tuple[Intention, ...]:
            if fact.action == "task done" and fact.about == f"{project.id}/bewirtung.angebot":
                return (OpenTask(task="catering.vertrag", why="Das Angebot ist angenommen."),)
            return ()
    """
    return ()


@hookspec
def etappe_report(project: ProjectView) -> tuple[ReportSection, ...]:
    """Contribute sections to the draft of a project's final report, in the order in which they are to stand.

    Example::

        @hookimpl
        def etappe_report(project: ProjectView) -> tuple[ReportSection, ...]:
            tasting = project.anchors["verkostung"]
            return (ReportSection(title="Verpflegung", text=f"Verkostet wurde am {tasting:%d.%m.%Y}."),)
    """
    return ()


@hookspec
def etappe_personal_data(person: PersonView) -> tuple[PersonalData, ...]:
    """Tell what the module knows of a person, for the export that the person may ask for.

    Example::

        @hookimpl
        def etappe_personal_data(person: PersonView) -> tuple[PersonalData, ...]:
            return tuple(
                PersonalData(title="Bestellung", project=project, data={"meals": order.meals})
                for (project, _), order in person.records(Order).items()
                if order.ordered_by == person.email
            )
    """
    return ()


@hookspec
def etappe_forget(person: PersonView) -> tuple[KeepRecord | DropRecord, ...]:
    """Say which records have to change or go so that the module knows nothing of a person any more.

    Example::

        @hookimpl
        def etappe_forget(person: PersonView) -> tuple[KeepRecord | DropRecord, ...]:
            return tuple(
                KeepRecord(project=project, key=key, record=order.model_copy(update={"ordered_by": ""}))
                for (project, key), order in person.records(Order).items()
                if order.ordered_by == person.email
            )
    """
    return ()


@hookspec
def etappe_commands() -> tuple[CommandSpec, ...]:
    """Add commands to the command line; each is imported when somebody calls it.

    Example::

        @hookimpl
        def etappe_commands() -> tuple[CommandSpec, ...]:
            return (
                CommandSpec(name="catering", help="Orders.", target="etappe_catering.commands:app"),
            )
    """
    return ()


@hookspec
def etappe_pages() -> tuple[PageSpec, ...]:
    """Add pages to the portal, in its look; the functions behind one are imported when somebody opens it.

    Example::

        @hookimpl
        def etappe_pages() -> tuple[PageSpec, ...]:
            return (
                PageSpec(
                    key="catering.bestellung",
                    title="Bestellung",
                    shows="etappe_catering.pages:order",
                    acts="etappe_catering.pages:take_order",
                ),
            )
    """
    return ()
