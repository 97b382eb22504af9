"""The dialogue is chosen late, or dropped after all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from etappe.errors import AnchorPassed, ModuleChosen, ModuleMandatory, ModuleNotChosen, UnknownModule
from etappe.model.diff import Diff
from etappe.model.project import TaskState
from etappe.service.changing import Change, make_change, preview_change
from etappe.service.choosing import ChooseModule, DropModule
from etappe.service.office import Office, open_file
from etappe.service.tasks import complete_task
from etappe.service.upgrading import UndoUpgrade
from tests.integration.worlds import World, found


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen without a dialogue; in the end the audit is whole."""
    world = found(office)
    world.start(modules=())
    yield world
    assert world.chain_holds()


def change(world: World, wanted: Change) -> Diff:
    """Change the project of Aachen."""
    return make_change(world.office, "aachen", wanted, "pm", world.clock.now())


def anchors(world: World) -> dict[str, date]:
    """The anchors of Aachen."""
    with world.office.store.begin() as tx:
        return {a.key: a.day for a in open_file(world.office, tx, "aachen").schedule.anchors.values()}


def test_a_dialogue_that_is_chosen_late_brings_its_tasks_and_moves_the_end(world: World) -> None:
    before = anchors(world)

    diff = change(world, ChooseModule("dialog"))

    after = anchors(world)
    assert {t.task.split(".")[0] for t in diff.added} == {"dialog"}
    assert "dialog" in after
    assert after["abschluss"] > before["abschluss"]
    assert ("abschluss", before["abschluss"], after["abschluss"]) in {
        (d.key, d.before, d.after) for d in diff.dates
    }


def test_a_dialogue_that_is_dropped_retires_and_the_end_comes_back(world: World) -> None:
    before = anchors(world)
    change(world, ChooseModule("dialog"))

    diff = change(world, DropModule("dialog"))

    assert anchors(world) == before
    assert {t.task.split(".")[0] for t in diff.retired} == {"dialog"}
    assert world.record("dialog.einladung").state is TaskState.RETIRED
    assert world.planned("dialog.einladung") == []


def test_what_is_settled_stays_in_the_history_of_a_module_that_is_dropped(world: World) -> None:
    change(world, ChooseModule("dialog"))
    complete_task(world.office, "aachen", "dialog.ort_vormerken", "eva", world.clock.now())

    change(world, DropModule("dialog"))

    assert world.record("dialog.ort_vormerken").state is TaskState.DONE


def test_a_choice_can_be_taken_back_and_made_again(world: World) -> None:
    first = change(world, ChooseModule("dialog"))
    change(world, UndoUpgrade())

    again = change(world, ChooseModule("dialog"))

    assert {t.task for t in again.added} == {t.task for t in first.added}
    assert world.record("dialog.einladung").state is TaskState.OPEN


def test_a_look_at_a_choice_leaves_no_trace(world: World) -> None:
    before = anchors(world)

    preview_change(world.office, "aachen", ChooseModule("dialog"), "pm", world.clock.now())

    assert anchors(world) == before


def test_an_event_that_has_happened_is_not_dropped(world: World) -> None:
    change(world, ChooseModule("dialog"))
    world.at(date(2026, 12, 1))

    with pytest.raises(AnchorPassed, match="'dialog' of 'aachen' was on "):
        change(world, DropModule("dialog"))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (ChooseModule("workshop"), ModuleChosen),
        (ChooseModule("zirkus"), UnknownModule),
        (DropModule("dialog"), ModuleNotChosen),
        (DropModule("workshop"), ModuleMandatory),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    world: World, wanted: Change, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        change(world, wanted)
