"""Every question "why?" has an answer in sentences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.errors import UnknownSubject
from etappe.model.delivery import DeliveryState
from etappe.model.moments import local_day
from etappe.model.replies import GERMAN
from etappe.service.office import Office
from etappe.service.tasks import waive_task
from etappe.service.why import Answer, why
from tests.integration.worlds import START, World, found, person

TASK = "vereinbarung.sperrzeiten"
BEFORE = date(2026, 1, 20)
"""Two working days before its deadline on 22.01.2026."""


@pytest.fixture
def world(office: Office) -> World:
    """A Kommune with a project that started today."""
    world = found(office)
    world.start(only=[TASK])
    return world


def ask(world: World, *parts: str) -> Answer:
    """Ask why, now."""
    return why(world.office, "/".join(parts), world.clock.now())


def first_key(world: World, rung: str) -> str:
    """The key of a rung of the task."""
    return next(e.occ_key for e in world.entries(TASK) if e.rule_key.endswith(f".{rung}"))


def last_rungs(world: World) -> list[str]:
    """The rungs that have fired."""
    return [e.rule_key.partition(".")[2] for e in world.entries(TASK) if e.recipients]


def test_a_task_says_its_deadline_its_state_and_what_comes(world: World) -> None:
    answer = ask(world, "aachen", TASK)

    deadline, state, *rungs = answer.sentences
    assert (
        "ist am 22.01.2026 fällig: 8 Arbeitstage nach der Zusage des Projektteams am 12.01.2026" in deadline
    )
    assert state == "Die Aufgabe ist offen."
    assert rungs[0].endswith("geplant.")
    assert rungs[1].endswith("folgt, wenn die Aufgabe dann noch offen ist.")


def test_a_sent_rung_names_its_reader_and_its_day(world: World) -> None:
    world.days(START, BEFORE)
    rung = last_rungs(world)[-1]

    answer = ask(world, first_key(world, rung))

    sent, deadline, day = answer.sentences
    assert "08:00: " in sent
    assert "versandt an AP" in sent
    assert "fällig" in deadline
    assert day.startswith("Diese Stufe kommt ")
    assert "vor der Frist, also am " in day


def test_a_rung_of_a_done_task_was_not_needed(world: World) -> None:
    world.finish(lambda task: task.key == TASK)

    answer = ask(world, "aachen", TASK)

    assert "Die Aufgabe ist am 12.01.2026 erledigt (durch test)." in answer.sentences
    assert any("nicht versandt: erledigt" in sentence for sentence in answer.sentences)
    assert any("nicht nötig, die Aufgabe ist nicht mehr offen" in sentence for sentence in answer.sentences)


def test_a_waived_task_tells_the_reason(world: World) -> None:
    waive_task(world.office, "aachen", TASK, "Ferien stehen fest", "pm", world.clock.now())

    answer = ask(world, "aachen", TASK)

    assert (
        "Die Aufgabe ist am 12.01.2026 entfallen (durch pm, Grund: Ferien stehen fest)." in answer.sentences
    )


def test_a_single_rule_is_answered_alone(world: World) -> None:
    everything = ask(world, "aachen", TASK)
    rule = everything.entries[0].rule_key

    answer = ask(world, "aachen", TASK, rule)

    assert len(answer.sentences) == 3
    assert answer.sentences[2].startswith(rule)


def test_a_letter_tells_what_it_holds(world: World) -> None:
    world.days(START, BEFORE)
    letter = world.deliveries(DeliveryState.SENT)[-1]

    answer = ask(world, letter.id)

    assert answer.sentences[0] == f"Der Brief „{letter.subject}“ ist versandt."
    assert any(TASK in sentence or "Wochenübersicht" in sentence for sentence in answer.sentences[1:])


def test_every_state_of_a_letter_has_its_words() -> None:
    assert set(GERMAN.letters) == set(DeliveryState)


def test_an_overview_is_a_rung_like_any_other(world: World) -> None:
    world.days(START, START + timedelta(days=8))

    answer = ask(world, "overview", person("AP").id, "2")

    assert answer.sentences[0].startswith("overview, ")
    assert local_day(answer.entries[0].due_at) > local_day(world.clock.now())


def test_a_task_that_was_answered_with_no_says_so(world: World) -> None:
    answer = ask(world, "aachen", "vereinbarung.gremium_start")

    assert answer.sentences == (
        "Die Aufgabe gehört nicht zum Plan: „Braucht die Teilnahme einen Beschluss oder eine Kenntnisnahme "
        "im zuständigen Gremium?“ ist mit Nein beantwortet.",
    )


@pytest.mark.parametrize(
    "subject", ["", "nonsense", "aachen", "aachen/nonsense", "nowhere/vereinbarung.zusage"]
)
def test_what_nobody_knows_is_refused(world: World, subject: str) -> None:
    with pytest.raises(UnknownSubject, match="Nothing is known of"):
        ask(world, subject)
