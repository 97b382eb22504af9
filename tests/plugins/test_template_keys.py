"""The keys of the five modules: whose they are, and that what they point to exists."""

from __future__ import annotations

from collections import Counter

import pytest

from etappe.plugin import ModuleSpec
from tests.plugins.modules import LETTERS, MODULES, NAMES, TASKS


def test_no_two_offers_share_a_key() -> None:
    # A phase and the anchor it leads to may be called the same; within a kind, and among tasks and
    # letters, a key has one owner.
    for kind in ("anchors", "phases", "conditions", "ladders", "tasks", "letters"):
        keys = Counter(offer.key for module in MODULES for offer in getattr(module, kind))

        assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_every_key_begins_with_its_module_or_with_what_the_module_brings(module: ModuleSpec) -> None:
    own = {module.key} | {offer.key for offer in (*module.anchors, *module.phases)}

    strangers = {
        offer.key for offer in (*module.tasks, *module.letters) if offer.key.split(".")[0] not in own
    }

    assert strangers == set()


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_names_the_modules_and_phases_it_uses(module: ModuleSpec) -> None:
    own = {module.key} | {phase.key for phase in module.phases}
    references = [key for task in module.tasks for key in task.after]
    references += [key for phase in module.phases for key in phase.requires]

    assert {key.split(".")[0] for key in references} <= own | set(module.uses)


def test_what_a_task_or_phase_waits_for_exists() -> None:
    known = {task.key for task in TASKS}
    awaited = {key for task in TASKS for key in task.after}
    awaited |= {key for module in MODULES for phase in module.phases for key in phase.requires}

    assert awaited - known == set()


def test_phases_conditions_and_ladders_of_every_task_exist() -> None:
    phases = {phase.key for module in MODULES for phase in module.phases}
    conditions = {condition.key for module in MODULES for condition in module.conditions}
    ladders = {ladder.key: ladder.escalates for module in MODULES for ladder in module.ladders}

    for task in TASKS:
        assert task.phase in phases
        assert task.condition is None or task.condition in conditions
        assert (ladders[task.ladder], ladders[task.escalation]) == (False, True)


def test_every_condition_adds_a_task_or_bounds_an_anchor() -> None:
    asked = {condition.key for module in MODULES for condition in module.conditions}

    assert asked == {task.condition for task in TASKS} - {None}


def test_every_anchor_that_is_counted_from_exists() -> None:
    anchors = {anchor.key: anchor for module in MODULES for anchor in module.anchors}
    counted = {task.due.anchor for task in TASKS}
    counted |= {at.anchor for anchor in anchors.values() for at in anchor.nominal}
    counted |= {
        bound.at.anchor for anchor in anchors.values() for bound in (*anchor.earliest, *anchor.latest)
    }
    counted |= {at.anchor for module in MODULES for phase in module.phases for at in phase.begins}

    assert counted == set(anchors)


def test_every_letter_a_task_asks_for_exists() -> None:
    assert {task.letter for task in TASKS} - {None} <= {letter.key for letter in LETTERS}


def test_no_letter_lies_unused() -> None:
    defaults = {module.letters[0].key for module in MODULES}

    assert {letter.key for letter in LETTERS} == defaults | {task.letter for task in TASKS if task.letter}
