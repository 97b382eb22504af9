"""Days that are proposed for the anchors of projects, and people who are wanted in two places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.errors import AnchorPassed, NothingBefore, UnknownAnchor, UnknownProject
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.moments import moment
from etappe.model.place import Land
from etappe.model.proposals import Proposal
from etappe.service.changing import make_change
from etappe.service.day_entry import enter_days
from etappe.service.office import Office
from etappe.service.people import set_contact
from etappe.service.proposing import facilitator_clashes, propose
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task, waive_task
from tests.integration.worlds import START, World, found, settle_in

BONN = Kommune("bonn", "Bonn", Land.NW)
WORKSHOP, DIALOGUE = date(2026, 4, 15), date(2026, 6, 16)
"""Wednesday and Tuesday: the computed days of both Kommunen."""
EVENT = "workshop.durchfuehrung"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen and Bonn on the same way, with one facilitator; in the end the audit is whole."""
    world = found(office)
    settle_in(world, BONN)
    world.start()
    world.start(kommune="bonn")
    yield world
    assert world.chain_holds()


def proposed(
    world: World, anchor: str = "workshop", first: date | None = WORKSHOP, number: int = 3
) -> tuple[Proposal, ...]:
    now = world.clock.now()
    return propose(world.office, world.project, anchor, now, first, number).proposals


def days_of(found: tuple[Proposal, ...]) -> list[date]:
    return [p.day for p in found]


def passed(found: tuple[Proposal, ...]) -> dict[date, str]:
    return {p.first: p.why for proposal in found for p in proposal.passed_over}


def fix(world: World, project: str, anchor: str, day: date) -> None:
    make_change(world.office, project, MoveAnchor(anchor, day), "pm", world.clock.now())


def test_the_day_on_which_the_facilitator_is_in_another_town_is_passed_over(world: World) -> None:
    found = proposed(world)

    assert days_of(found) == [date(2026, 4, 16), date(2026, 4, 21), date(2026, 4, 22)]
    assert passed(found) == {WORKSHOP: "Moderation in Bonn"}
    assert found[0].reasons[-1] == "Moderation frei"


def test_the_events_own_day_is_free_once_the_other_town_moves(world: World) -> None:
    fix(world, "bonn", "workshop", date(2026, 4, 16))

    found = proposed(world)

    assert days_of(found) == [WORKSHOP, date(2026, 4, 21), date(2026, 4, 22)]


def test_a_facilitator_of_its_own_is_not_kept_by_another_town(world: World) -> None:
    set_contact(world.office, "aachen", "MO", "Mia", "mia@mo.example", None, "pm", world.clock.now())

    assert proposed(world)[0].day == WORKSHOP


def test_days_of_leave_are_passed_over(world: World) -> None:
    world.away("MO", date(2026, 4, 16), date(2026, 4, 21))

    found = proposed(world)

    assert days_of(found)[0] == date(2026, 4, 22)
    assert passed(found)[date(2026, 4, 16)] == "Moderation abwesend"


def test_an_event_that_is_over_or_waived_keeps_nobody(world: World) -> None:
    waive_task(world.office, "bonn", EVENT, "fällt aus", "pm", world.clock.now())

    assert proposed(world)[0].day == WORKSHOP


def test_another_event_of_the_same_town_takes_the_day(world: World) -> None:
    fix(world, "aachen", "dialog", date(2026, 6, 23))
    second = start_second(world)

    found = propose(world.office, second, "workshop", world.clock.now(), date(2026, 6, 23), 1).proposals

    assert passed(found)[date(2026, 6, 23)] == "am selben Tag: Dialogveranstaltung"


def start_second(world: World) -> str:
    """A second project of Aachen, in a later round."""
    return world.start(start=date(2026, 3, 9)).project.id


def test_a_closing_day_of_the_town_hall_is_passed_over_by_its_name(world: World) -> None:
    trip = NamedDay(DayKind.CLOSED, date(2026, 4, 16), "Betriebsausflug")
    enter_days(world.office, "aachen", [trip], "pm", world.clock.now())

    assert passed(proposed(world))[trip.day] == "Betriebsausflug"


def test_without_a_day_the_search_begins_today(world: World) -> None:
    found = proposed(world, first=None, number=1)

    assert found[0].passed_over[0].first == START


def test_open_tasks_must_not_be_overdue_at_once(world: World) -> None:
    world.clock.moment = moment(date(2026, 4, 8), time(9))
    fix(world, "aachen", "workshop", date(2026, 6, 9))
    world.finish(lambda task: task.key != "workshop.einladung")

    found = proposed(world, first=date(2026, 4, 14), number=1)

    assert found[0].day == date(2026, 5, 19)
    assert passed(found)[date(2026, 4, 16)] == "sofort überfällig: „Einladungen versenden“"


def test_an_invitation_that_went_out_does_not_keep_an_event(world: World) -> None:
    world.clock.moment = moment(date(2026, 4, 8), time(9))
    fix(world, "aachen", "workshop", date(2026, 6, 9))
    world.finish(lambda _: True)

    assert proposed(world, first=date(2026, 4, 21), number=1)[0].day == date(2026, 4, 21)


def test_what_is_no_event_asks_for_nobody(world: World) -> None:
    found = proposed(world, "abgabe", date(2026, 3, 9), 1)

    assert (found[0].day, found[0].reasons[-1]) == (date(2026, 3, 9), "keine Schulferien")


def test_a_proposal_can_be_fixed(world: World) -> None:
    day = proposed(world)[0].day

    fix(world, "aachen", "workshop", day)

    assert day not in {clash.day for clash in facilitator_clashes(world.office, world.clock.now())}


def test_both_events_of_two_towns_on_the_same_way_clash(world: World) -> None:
    clashes = facilitator_clashes(world.office, world.clock.now())

    assert [(c.day, c.person.name, [e.project for e in c.events]) for c in clashes] == [
        (WORKSHOP, "MO", ["aachen", "bonn"]),
        (DIALOGUE, "MO", ["aachen", "bonn"]),
    ]
    assert [e.title for e in clashes[0].events] == ["Selbstcheck-Workshop"] * 2


def test_a_clash_ends_when_one_of_them_moves_or_is_over(world: World) -> None:
    fix(world, "bonn", "dialog", date(2026, 6, 17))
    complete_task(world.office, "bonn", EVENT, "mo", world.clock.now())

    assert facilitator_clashes(world.office, world.clock.now()) == ()


def test_two_people_do_not_clash(world: World) -> None:
    set_contact(world.office, "aachen", "MO", "Mia", "mia@mo.example", None, "pm", world.clock.now())

    assert facilitator_clashes(world.office, world.clock.now()) == ()


def test_where_nobody_holds_the_event_nobody_clashes(office: Office) -> None:
    world = found_without_facilitator(office)

    assert facilitator_clashes(world.office, world.clock.now()) == ()
    assert "Moderation frei" not in proposed(world)[0].reasons


def found_without_facilitator(office: Office) -> World:
    """Two towns on the same way, and nobody to hold their events."""
    world = found(office, without=("MO",))
    settle_in(world, BONN, without=("MO",))
    world.start()
    world.start(kommune="bonn")
    return world


def test_days_that_have_passed_do_not_clash_any_more(world: World) -> None:
    world.clock.moment = moment(date(2026, 5, 4), time(9))

    assert [c.day for c in facilitator_clashes(world.office, world.clock.now())] == [DIALOGUE]


def test_a_passed_anchor_gets_no_proposals(world: World) -> None:
    world.clock.moment = moment(date(2026, 5, 4), time(9))

    with pytest.raises(AnchorPassed, match="'workshop' of 'aachen'"):
        proposed(world, first=None)


def test_unknown_things_are_refused(world: World) -> None:
    with pytest.raises(UnknownAnchor, match="no anchor 'wrokshop'"):
        proposed(world, "wrokshop")
    with pytest.raises(UnknownProject):
        propose(world.office, "leer", "workshop", world.clock.now())
    with pytest.raises(NothingBefore):
        proposed(world, "start")
