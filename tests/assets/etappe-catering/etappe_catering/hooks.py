"""What this module answers when etappe asks."""

from __future__ import annotations

from datetime import datetime

from etappe.plugin import (
    Action,
    CommandSpec,
    DropRecord,
    Fact,
    Intention,
    KeepRecord,
    ModuleSpec,
    OpenTask,
    PageAbout,
    PageSpec,
    PersonalData,
    PersonView,
    ProjectView,
    ReportSection,
    hookimpl,
)
from etappe_catering import offers, rules
from etappe_catering.records import CateringSettings, Order


@hookimpl
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer the one module of this package."""
    return (offers.MODULE,)


@hookimpl
def etappe_obstacles(project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
    """Object to a number of meals that is missing or too high."""
    if task != "catering.essenszahl" or not isinstance(project.settings, CateringSettings):
        return ()
    return rules.objections(project.records(Order).values(), project.settings.most_meals)


@hookimpl
def etappe_consequences(fact: Fact, project: ProjectView) -> tuple[Intention, ...]:
    """An offer that is accepted wants a contract."""
    if fact.action == "task done" and fact.about == f"{project.id}/bewirtung.angebot":
        return (OpenTask(task="catering.vertrag", why="Das Angebot ist angenommen."),)
    return ()


@hookimpl
def etappe_report(project: ProjectView) -> tuple[ReportSection, ...]:
    """Tell how many have eaten."""
    meals = sum(order.meals for order in project.records(Order).values())
    return (ReportSection(title="Verpflegung", text=f"Bestellt wurden {meals} Essen."),) if meals else ()


@hookimpl
def etappe_personal_data(person: PersonView) -> tuple[PersonalData, ...]:
    """Tell what somebody has ordered."""
    return tuple(
        PersonalData(title="Bestellung", project=project, data=order.model_dump())
        for (project, _), order in person.records(Order).items()
        if order.ordered_by in rules.names_of(person)
    )


@hookimpl
def etappe_forget(person: PersonView) -> tuple[KeepRecord | DropRecord, ...]:
    """Keep the orders of somebody, and forget whose they were."""
    return tuple(
        KeepRecord(project=project, key=key, record=order.model_copy(update={"ordered_by": ""}))
        for (project, key), order in person.records(Order).items()
        if order.ordered_by in rules.names_of(person)
    )


@hookimpl
def etappe_commands() -> tuple[CommandSpec, ...]:
    """Offer ``etappe catering``."""
    return (
        CommandSpec(name="catering", help="Enter and list orders.", target="etappe_catering.commands:app"),
    )


@hookimpl
def etappe_pages() -> tuple[PageSpec, ...]:
    """Offer the order of a project to whoever carries it, and all orders to project management."""
    return (
        PageSpec(
            key="catering.bestellung",
            title="Bestellung",
            shows="etappe_catering.pages:order",
            acts="etappe_catering.pages:take_order",
            contacts=True,
            tasks=("catering.essenszahl",),
        ),
        PageSpec(
            key="catering.bestellungen",
            title="Bestellungen",
            about=PageAbout.PROGRAMME,
            shows="etappe_catering.pages:orders",
            sees=Action.SEE_OPERATIONS,
        ),
    )
