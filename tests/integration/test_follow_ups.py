"""What waits for project management is answered once, with one of its outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import FollowUpClosed, UnknownFollowUp, WrongOutcome
from etappe.service.follow_ups import answer_follow_up, open_follow_ups
from etappe.service.office import Office
from tests.integration.worlds import World, found

TASK = "selbstcheck.abgabe"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a call to make; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    world.at(date(2026, 3, 16))
    yield world
    assert world.chain_holds()


def test_what_waits_is_listed_for_a_project(world: World) -> None:
    (call,) = open_follow_ups(world.office, world.project)

    assert (call.task_key, call.request) == (TASK, "anrufen und den Verlauf besprechen")
    assert open_follow_ups(world.office, "bonn") == ()


def test_it_stands_in_the_overview_of_project_management(world: World) -> None:
    text = " ".join(world.mails("PM")[-1].text.split())

    assert "anrufen und den Verlauf besprechen" in text


def test_it_is_answered_by_the_beginning_of_its_id(world: World) -> None:
    (call,) = world.follow_ups()

    answer_follow_up(world.office, call.id[:8], "done", "pm", world.clock.now())

    assert world.follow_ups() == []
    assert "follow-up done" in world.actions()


def test_it_is_answered_once(world: World) -> None:
    (call,) = world.follow_ups()
    answer_follow_up(world.office, call.id, "done", "pm", world.clock.now())

    with pytest.raises(FollowUpClosed):
        answer_follow_up(world.office, call.id, "done", "pm", world.clock.now())


def test_an_outcome_of_another_kind_is_refused(world: World) -> None:
    (call,) = world.follow_ups()

    with pytest.raises(WrongOutcome, match="done"):
        answer_follow_up(world.office, call.id, "released", "pm", world.clock.now())

    assert world.follow_ups() == [call]


def test_an_unknown_one_is_refused(world: World) -> None:
    with pytest.raises(UnknownFollowUp, match="zzzz"):
        answer_follow_up(world.office, "zzzz", "done", "pm", world.clock.now())


def test_the_same_cause_opens_one_only(world: World) -> None:
    world.at(date(2026, 3, 16), 9)
    world.at(date(2026, 3, 17))

    assert len(world.follow_ups()) == 1
