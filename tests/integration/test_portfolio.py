"""The overview of all projects: progress by name, never a ranking."""

from __future__ import annotations

from datetime import date, timedelta

from etappe.model.kommune import Kommune
from etappe.model.light import Light
from etappe.model.place import Land
from etappe.service.office import Office
from etappe.service.portfolio import portfolio, totals
from tests.integration.worlds import START, World, found, settle_in

TASK = "vereinbarung.sperrzeiten"
BLOCKING = "vereinbarung.zusage"


def started(office: Office, *names: str) -> World:
    """Kommunen with a project each, entered in the order given."""
    world = found(office)
    world.start()
    for name in names:
        slug = name.lower().replace("ü", "ue")
        settle_in(world, Kommune(slug, name, Land.SH))
        world.start(kommune=slug)
    return world


def test_no_projects_make_an_empty_overview(office: Office) -> None:
    world = found(office)

    assert portfolio(office, world.clock.now()) == ()
    assert (totals(office).letters, totals(office).merged, totals(office).follow_ups) == (0, 0, 0)


def test_projects_stand_in_the_order_of_a_dictionary(office: Office) -> None:
    world = started(office, "Ludwigshafen", "Lübeck", "Zwickau")

    rows = portfolio(office, world.clock.now())

    assert [row.kommune for row in rows] == ["Aachen", "Lübeck", "Ludwigshafen", "Zwickau"]


def test_a_row_says_what_is_next_and_why(office: Office) -> None:
    world = started(office)

    (row,) = portfolio(office, world.clock.now())

    assert (row.project, row.kommune, row.land) == ("aachen", "Aachen", "NW")
    assert row.phase == "Vereinbarung (Letter of Intent)"
    assert (row.light, row.done, row.overdue) == (Light.GREEN, 0, 0)
    assert row.tasks == len(world.office.plans[("dialog", "entscheidungstraeger")].tasks) - _left_out(world)
    assert row.next_due == START
    assert row.why == "am Tag „Zusage des Projektteams“ (12.01.2026)"
    assert (row.last_letter, row.last_letter_on) == ("", None)


def test_the_last_letter_is_that_of_the_contact_person(office: Office) -> None:
    world = started(office)
    world.days(START, START + timedelta(days=8))

    (row,) = portfolio(office, world.clock.now())

    last = world.mails("AP")[-1]
    assert (row.last_letter, row.last_letter_on) == (last.subject, last.day)


def test_an_overdue_blocking_task_turns_the_light_amber_and_later_red(office: Office) -> None:
    world = found(office)
    world.start(only=[BLOCKING])

    lights = [portfolio(office, world.clock.now() + timedelta(days=days))[0].light for days in (0, 1, 14)]

    assert lights == [Light.GREEN, Light.AMBER, Light.RED]


def test_done_and_overdue_tasks_are_counted(office: Office) -> None:
    world = started(office)
    world.finish(lambda task: task.due <= date(2026, 1, 14))

    (row,) = portfolio(office, world.clock.now() + timedelta(days=21))

    assert row.done > 0
    assert row.overdue > 0
    assert row.next_due is not None
    assert row.next_due >= date(2026, 2, 2)


def test_a_project_without_open_tasks_has_nothing_next(office: Office) -> None:
    world = found(office)
    world.start(only=[])

    (row,) = portfolio(office, world.clock.now())

    assert (row.next_task, row.next_due, row.why) == ("", None, "")


def test_the_totals_count_letters_and_rungs_that_travelled_together(office: Office) -> None:
    world = started(office)
    world.days(START, START + timedelta(days=30))

    sums = totals(office)

    assert sums.letters == len(world.mails())
    assert sums.merged == sum(1 for entry in world.entries() if entry.outcome == "merged") > 0
    assert sums.follow_ups == len(world.follow_ups()) > 0


def _left_out(world: World) -> int:
    plan = world.office.plans[("dialog", "entscheidungstraeger")]
    with world.office.store.begin() as tx:
        return len(plan.tasks) - len(tx.projects.tasks("aachen"))
