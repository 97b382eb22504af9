"""One deadline is fixed by hand, let go of, or extended as far as nothing else has to move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from etappe.errors import (
    BeyondBound,
    DateInThePast,
    DeadlineNotFixed,
    EtappeError,
    NotLater,
    PlanImpossible,
    ReasonMissing,
    TaskNotActive,
    TaskSettled,
)
from etappe.service.changing import Change
from etappe.service.deadlines import (
    ExtendDeadline,
    FixDeadline,
    ReleaseDeadline,
    latest_without_asking,
)
from etappe.service.office import Office
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task
from tests.integration.databases import everything_in
from tests.integration.worlds import World, found

TASK, BEFORE = "selbstcheck.abgabe", date(2026, 3, 9)
CHECK, CHECKED = "selbstcheck.vollstaendig", date(2026, 3, 11)
"""It waits for the questionnaire."""
MODULES, CHOSEN, BOUND = "auftakt.module", date(2026, 2, 2), date(2026, 2, 4)
"""On its bound is due what waits for it."""
FREE = "workshop.massnahmen"
"""Nothing waits for it."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with its whole plan; in the end the audit is whole."""
    world = found(office)
    world.start()
    yield world
    assert world.chain_holds()


def test_a_fixed_deadline_stays_when_its_anchor_moves(world: World) -> None:
    world.change(FixDeadline(CHECK, date(2026, 3, 12)))

    diff = world.change(MoveAnchor("abgabe", date(2026, 3, 10)))

    assert CHECK not in {d.key for d in diff.dates}
    assert (world.record(CHECK).due, world.record(CHECK).by_hand) == (date(2026, 3, 12), True)


def test_what_waits_for_a_fixed_deadline_follows(world: World) -> None:
    diff = world.change(FixDeadline(MODULES, date(2026, 2, 5)))

    assert [(d.key, d.after) for d in diff.dates] == [
        (MODULES, date(2026, 2, 5)),
        ("auftakt.zeitplan", date(2026, 2, 6)),
    ]


def test_fixing_a_deadline_on_its_own_day_keeps_it_there(world: World) -> None:
    diff = world.change(FixDeadline(CHECK, CHECKED))

    assert (diff.empty, diff.dates, world.record(CHECK).by_hand) == (False, (), True)


def test_a_deadline_that_is_let_go_of_follows_again(world: World) -> None:
    world.change(FixDeadline(CHECK, date(2026, 3, 12)))
    world.change(MoveAnchor("abgabe", date(2026, 3, 12)))

    world.change(ReleaseDeadline(CHECK))

    assert (world.record(CHECK).due, world.record(CHECK).by_hand) == (date(2026, 3, 16), False)
    assert "deadline released" in world.actions()


def test_a_deadline_is_extended_up_to_its_bound_and_nothing_else_moves(world: World) -> None:
    diff = world.change(ExtendDeadline(MODULES, BOUND, "Urlaub"))

    assert [(d.key, d.before, d.after) for d in diff.dates] == [(MODULES, CHOSEN, BOUND)]


def test_the_reason_of_an_extension_stays_in_the_history(world: World) -> None:
    world.change(ExtendDeadline(MODULES, BOUND, " Urlaub "))

    fact = next(f for f in world.facts() if f.action == "deadline moved")
    assert (fact.about, fact.data["before"], fact.data["after"], fact.data["why"]) == (
        f"aachen/{MODULES}",
        "2026-02-02",
        "2026-02-04",
        "Urlaub",
    )


def test_where_nothing_waits_there_is_no_bound(world: World) -> None:
    assert latest_without_asking(world.file(), FREE) is None

    world.change(ExtendDeadline(FREE, date(2026, 12, 1), "Haushalt"))

    assert world.record(FREE).due == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (
            ExtendDeadline(MODULES, date(2026, 2, 5), "Urlaub"),
            BeyondBound,
            "until 04.02.2026 .* not until 05.02.2026",
        ),
        (ExtendDeadline(MODULES, CHOSEN, "Urlaub"), NotLater, "due on 02.02.2026"),
        (ExtendDeadline(MODULES, date(2026, 1, 30), "Urlaub"), NotLater, "due on 02.02.2026"),
        (ExtendDeadline(MODULES, BOUND, " "), ReasonMissing, MODULES),
        (ExtendDeadline("nix", BOUND, "Urlaub"), TaskNotActive, "nix"),
        (FixDeadline("nix", BOUND), TaskNotActive, "nix"),
        (FixDeadline(MODULES, date(2026, 1, 9)), DateInThePast, "09.01.2026"),
        (FixDeadline("workshop.einladung", date(2026, 4, 20)), PlanImpossible, "workshop"),
        (ReleaseDeadline(MODULES), DeadlineNotFixed, MODULES),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, (str, type)) else "",
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    world: World, engine: Engine, change: Change, error: type[EtappeError], said: str
) -> None:
    before = everything_in(engine)

    with pytest.raises(error, match=said):
        world.change(change)

    assert everything_in(engine) == before


@pytest.mark.parametrize(
    "change", [FixDeadline(TASK, BEFORE), ExtendDeadline(TASK, date(2026, 3, 10), "x"), ReleaseDeadline(TASK)]
)
def test_a_settled_task_has_no_deadline_to_move(world: World, change: Change) -> None:
    complete_task(world.office, "aachen", TASK, "ap", world.clock.now())

    with pytest.raises(TaskSettled):
        world.change(change)


def test_there_and_back_arms_the_rung_that_was_there(world: World) -> None:
    before = world.planned(TASK)

    world.change(FixDeadline(TASK, date(2026, 3, 6)))
    world.change(ReleaseDeadline(TASK))

    assert world.planned(TASK) == before
