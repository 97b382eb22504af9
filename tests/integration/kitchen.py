"""A module that answers every hook: it keeps what is ordered for the workshop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module

from sqlalchemy import Engine

from etappe.adapters.calendars import calendar_of
from etappe.adapters.sql.store import SqlStore
from etappe.bootstrap import answering
from etappe.model.place import Land, Place
from etappe.plugin import (
    CommandSpec,
    DropRecord,
    Fact,
    Intention,
    KeepRecord,
    ModuleSettings,
    ModuleSpec,
    OpenTask,
    PersonalData,
    PersonView,
    PhaseSpec,
    ProjectView,
    Record,
    RecordSpec,
    ReportSection,
    TaskSpec,
    hookimpl,
    working_days,
)
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.plugin.set_values import ModuleValues
from etappe.service.office import Office

PROGRAMME = "weltoffene_kommune"
OURS = (PROGRAMME, "selbstcheck", "workshop", "dialog", "entscheidungstraeger")
ORDERED = "kueche.bestellung"
CONTRACT = "kueche.vertrag"


class Order(Record):
    """What is ordered."""

    meals: int
    ordered_by: str = ""


class KitchenSettings(ModuleSettings):
    """What an operator sets for the kitchen."""

    phone: str = "0441 1234"
    most_meals: int = 80


def task(key: str, **more: object) -> TaskSpec:
    """A task in the kitchen's phase."""
    given = {
        "key": key,
        "phase": "kueche",
        "title": f"Aufgabe {key}",
        "role": "AP",
        "due": working_days("start", 20),
        "ladder": "kurz",
        "escalation": "eskalation_bis_pm",
        "effort": "kurz",
    }
    return TaskSpec.model_validate({**given, **more})


MODULE = ModuleSpec(
    key="kueche",
    title="Küche",
    version="1.0.0",
    uses=("weltoffene_kommune",),
    joins=("weltoffene_kommune",),
    phases=(PhaseSpec(key="kueche", title="Küche", begins=(working_days("start", 1),), parallel=True),),
    tasks=(task(ORDERED), task(CONTRACT, on_demand=True, due=working_days("start", 30))),
    records=(RecordSpec(key="kueche.order", title="Bestellung", model=Order),),
    settings=KitchenSettings,
)


@dataclass(eq=False)
class KitchenHooks:
    """The hooks of the kitchen; a test says what is to follow from which fact."""

    module: ModuleSpec = MODULE
    wants: dict[str, tuple[Intention, ...]] = field(default_factory=dict[str, tuple[Intention, ...]])
    seen: list[tuple[Fact, ProjectView]] = field(default_factory=list[tuple[Fact, ProjectView]])

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        return (self.module,)

    @hookimpl
    def etappe_obstacles(self, project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
        orders = project.records(Order).values()
        if task == ORDERED and not orders:
            return ("Es ist noch nichts bestellt.",)
        assert isinstance(project.settings, KitchenSettings)
        if task == ORDERED and sum(o.meals for o in orders) > project.settings.most_meals:
            return (f"Mehr als {project.settings.most_meals} Essen gehen nicht.",)
        return ()

    @hookimpl
    def etappe_consequences(self, fact: Fact, project: ProjectView) -> tuple[Intention, ...]:
        self.seen.append((fact, project))
        return self.wants.get(fact.action, ())

    @hookimpl
    def etappe_report(self, project: ProjectView) -> tuple[ReportSection, ...]:
        meals = sum(o.meals for o in project.records(Order).values())
        return (ReportSection(title="Verpflegung", text=f"Es gab {meals} Essen."),)

    @hookimpl
    def etappe_personal_data(self, person: PersonView) -> tuple[PersonalData, ...]:
        return tuple(
            PersonalData(title="Bestellung", project=project, data={"meals": order.meals})
            for (project, _), order in person.records(Order).items()
            if order.ordered_by == person.email
        )

    @hookimpl
    def etappe_forget(self, person: PersonView) -> tuple[KeepRecord | DropRecord, ...]:
        return tuple(
            KeepRecord(project=project, key=key, record=order.model_copy(update={"ordered_by": ""}))
            for (project, key), order in person.records(Order).items()
            if order.ordered_by == person.email
        )

    @hookimpl
    def etappe_commands(self) -> tuple[CommandSpec, ...]:
        return (CommandSpec(name="kueche", help="Bestellungen.", target="tests.integration.kitchen:order"),)


def order(meals: int) -> int:
    """A command without a desk; what it returns is the exit code."""
    return meals


def open_contract(due: date | None = None) -> OpenTask:
    """The intention to open the task on demand."""
    return OpenTask(task=CONTRACT, due=due, why="Das Angebot ist angenommen.")


def keep(meals: int, key: str = "mittag", by: str = "") -> KeepRecord:
    """The intention to keep an order."""
    return KeepRecord(key=key, record=Order(meals=meals, ordered_by=by))


def office_with(hooks: object, engine: Engine, settings: ModuleValues | None = None) -> Office:
    """The programme with its five modules and one more; facts have consequences."""
    ours = [(name, import_module(f"etappe_{name}.hooks")) for name in OURS]
    registry = Registry([*ours, ("kueche", hooks)], settings=settings)
    assert not registry.parked, registry.parked
    store = SqlStore(engine, PROGRAMME)
    questions = Questions(registry)
    return answering(Office(registry.programme(PROGRAMME), store, calendar_of, Place(Land.BE), questions))
