"""What modules answer to the hooks has the effect that the docs promise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, select

from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.tables import record
from etappe.errors import RecordNotOffered, TaskObstructed, UnknownProject
from etappe.model.follow_up import FollowUpKind
from etappe.model.project import TaskState
from etappe.plugin import (
    AskManagement,
    DropRecord,
    FixAnchor,
    KeepRecord,
    OpenTask,
    ProjectView,
    Record,
    ReportSection,
    hookimpl,
)
from etappe.service.module_desk import ModuleDesk
from etappe.service.privacy import forget_person, person_file
from etappe.service.reports import draft_report
from etappe.service.tasks import complete_task, waive_task
from tests.integration.databases import everything_in
from tests.integration.kitchen import (
    CONTRACT,
    ORDERED,
    PROGRAMME,
    KitchenHooks,
    Order,
    keep,
    office_with,
    open_contract,
)
from tests.integration.worlds import World, found, person

GUEST = "gast@aachen.example"


@dataclass
class Cooking:
    """Aachen with a kitchen."""

    hooks: KitchenHooks
    world: World
    engine: Engine

    @property
    def desk(self) -> ModuleDesk:
        """The desk at which a command of the kitchen works."""
        return ModuleDesk(self.world.office, "kueche", "test", self.world.clock.now())

    def done(self, task: str) -> None:
        """Call a task done."""
        complete_task(self.world.office, "aachen", task, "test", self.world.clock.now())

    def kept(self) -> dict[str, Order]:
        """The orders that are kept."""
        return self.desk.project("aachen").records(Order)


@pytest.fixture
def cooking(engine: Engine, now: datetime) -> Iterator[Cooking]:
    """A project with the kitchen; in the end the audit is whole."""
    hooks = KitchenHooks()
    ensure_tenant(engine, PROGRAMME, PROGRAMME, now)
    world = found(office_with(hooks, engine))
    world.start(modules=("kueche",))
    yield Cooking(hooks, world, engine)
    assert world.chain_holds()


def test_hook_etappe_obstacles_keep_a_task_from_being_called_done(cooking: Cooking) -> None:
    with pytest.raises(TaskObstructed, match=r"kueche\.bestellung.*Es ist noch nichts bestellt"):
        cooking.done(ORDERED)

    assert cooking.world.record(ORDERED).state is TaskState.OPEN


def test_an_obstacle_that_is_out_of_the_way_is_none_any_more(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))

    cooking.done(ORDERED)

    assert cooking.world.record(ORDERED).state is TaskState.DONE


def test_project_management_may_waive_a_task_in_spite_of_an_obstacle(cooking: Cooking) -> None:
    waive_task(
        cooking.world.office, "aachen", ORDERED, "alle essen zu Hause", "pm", cooking.world.clock.now()
    )

    assert cooking.world.record(ORDERED).state is TaskState.WAIVED


def test_a_rule_reads_what_the_operator_has_set(engine: Engine, now: datetime) -> None:
    ensure_tenant(engine, PROGRAMME, PROGRAMME, now)
    office = office_with(KitchenHooks(), engine, {"kueche": {"most_meals": 10}})
    world = found(office)
    world.start(modules=("kueche",))
    ModuleDesk(office, "kueche", "test", world.clock.now()).carry_out("aachen", keep(11))

    with pytest.raises(TaskObstructed, match="Mehr als 10 Essen"):
        complete_task(office, "aachen", ORDERED, "test", world.clock.now())


def test_hook_etappe_consequences_open_a_task_in_the_same_transaction(cooking: Cooking) -> None:
    cooking.hooks.wants = {"record kept": (open_contract(),)}

    cooking.desk.carry_out("aachen", keep(40))

    assert cooking.world.record(CONTRACT).state is TaskState.OPEN
    assert cooking.world.record(CONTRACT).due == date(2026, 2, 23)
    assert [rung for rung, _ in cooking.world.planned(CONTRACT)] == ["nach_1"]


def test_a_task_on_demand_is_not_there_before_somebody_opens_it(cooking: Cooking) -> None:
    assert CONTRACT not in cooking.desk.project("aachen").tasks


def test_a_task_that_was_opened_stays_when_dates_move(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", open_contract(date(2026, 3, 3)))

    cooking.desk.carry_out("aachen", FixAnchor(anchor="auftakt", day=date(2026, 2, 3), why="Karneval"))

    assert cooking.world.record(CONTRACT).due == date(2026, 3, 3)


def test_opening_a_task_twice_opens_it_once(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", open_contract())
    cooking.done(CONTRACT)

    cooking.desk.carry_out("aachen", open_contract())

    assert cooking.world.record(CONTRACT).state is TaskState.DONE


def test_a_module_is_shown_the_project_as_it_is_after_the_fact(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))

    fact, project = cooking.hooks.seen[-1]
    assert (fact.action, fact.about) == ("record kept", "aachen/kueche.order/mittag")
    assert project.records(Order) == {"mittag": Order(meals=40)}
    assert project.phase == "vereinbarung"


def test_a_fact_is_told_once_and_what_nobody_asks_about_never(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))

    assert [f.action for f, _ in cooking.hooks.seen] == ["project started", "phase reached", "record kept"]


def test_what_a_module_wants_and_cannot_have_is_put_before_project_management(cooking: Cooking) -> None:
    cooking.hooks.wants = {"record kept": (OpenTask(task="kueche.unbekannt", why="weil"),)}

    cooking.desk.carry_out("aachen", keep(40))

    [note] = cooking.world.follow_ups(FollowUpKind.NOTE)
    assert "Das Modul „kueche“ wollte etwas, das nicht geht" in note.request
    assert cooking.kept() == {"mittag": Order(meals=40)}


def test_a_question_to_project_management_is_asked_once(cooking: Cooking) -> None:
    question = AskManagement(request="Wer bezahlt das Essen?", task=ORDERED)

    cooking.desk.carry_out("aachen", question, question)

    [note] = cooking.world.follow_ups(FollowUpKind.NOTE)
    assert (note.request, note.task_key) == ("Wer bezahlt das Essen?", ORDERED)


def test_a_module_that_never_comes_to_rest_is_parked_and_the_deed_stands(cooking: Cooking) -> None:
    meals = iter(range(1000))

    class Restless(KitchenHooks):
        @hookimpl
        def etappe_consequences(self, fact: object, project: ProjectView) -> tuple[KeepRecord, ...]:
            return (keep(next(meals)),)

    cooking.world.office = office_with(Restless(), cooking.engine)

    cooking.done("vereinbarung.zusage")

    assert cooking.world.record("vereinbarung.zusage").state is TaskState.DONE
    assert not cooking.world.office.modules.react()


def test_hook_etappe_report_adds_a_section_to_the_draft(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))

    draft = draft_report(cooking.world.office, "aachen", cooking.world.clock.now())

    assert draft.title == "Aachen: Entwurf des Abschlussberichts"
    assert draft.sections[-1] == ReportSection(title="Verpflegung", text="Es gab 40 Essen.")
    assert "* 12.01.2026 bis" in draft.markdown


def test_hook_etappe_personal_data_tells_what_a_module_knows_of_somebody(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40, by=person("AP").email), keep(3, "abend", by=GUEST))

    told = person_file(cooking.world.office, person("AP").email)

    assert ("aachen", "AP") in told.roles
    assert [(d.project, d.data) for d in told.modules] == [("aachen", {"meals": 40})]


def test_hook_etappe_forget_erases_a_person_from_what_a_module_keeps(cooking: Cooking) -> None:
    old = person("AP")
    cooking.desk.carry_out("aachen", keep(40, by=old.email))
    cooking.world.hand_over("AP", "Neu Da", "neu@aachen.example")

    forget_person(cooking.world.office, old.email, "test", cooking.world.clock.now())

    assert cooking.kept() == {"mittag": Order(meals=40, ordered_by="")}
    assert f"'{old.email}'" not in everything_in(cooking.engine)


def test_a_record_that_is_kept_again_takes_the_place_of_the_old(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))

    cooking.desk.carry_out("aachen", keep(41))

    with cooking.engine.connect() as connection:
        assert connection.execute(select(record.c.key, record.c.rev)).all() == [("mittag", 2)]


def test_keeping_the_same_again_leaves_no_trace(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))
    before = len(cooking.world.facts())

    cooking.desk.carry_out("aachen", keep(40))

    assert len(cooking.world.facts()) == before


def test_a_record_can_be_dropped_and_dropped_again(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(40))
    drop = DropRecord(kind="kueche.order", key="mittag")

    cooking.desk.carry_out("aachen", drop, drop)

    assert cooking.kept() == {}
    assert "record dropped" in cooking.world.actions()


def test_the_audit_tells_of_a_record_and_nothing_of_what_it_says(cooking: Cooking) -> None:
    cooking.desk.carry_out("aachen", keep(4711, by=GUEST))

    told = str(cooking.world.facts())

    assert "kueche.order" in told
    assert "4711" not in told
    assert GUEST not in told


def test_intentions_are_carried_out_all_or_none(cooking: Cooking) -> None:
    class Foreign(Record):
        """A record that nobody has offered."""

    with pytest.raises(RecordNotOffered, match="'Foreign'"):
        cooking.desk.carry_out("aachen", keep(40), KeepRecord(key="x", record=Foreign()))

    assert cooking.kept() == {}


def test_a_desk_knows_no_project_that_is_not_there(cooking: Cooking) -> None:
    with pytest.raises(UnknownProject, match="'nirgendwo'"):
        cooking.desk.carry_out("nirgendwo", keep(40))


def test_a_desk_shows_all_projects(cooking: Cooking) -> None:
    assert [p.id for p in cooking.desk.projects()] == ["aachen"]
