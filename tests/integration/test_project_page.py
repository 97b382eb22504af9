"""The page of one project: all that it shows, and the next letter in the words that it would have."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

import pytest

from etappe.errors import NobodyAround, UnknownProject
from etappe.model.delivery import DeliveryState
from etappe.model.filters import Wanted
from etappe.model.ledger import OccurrenceState
from etappe.model.parcel import Outcome, Receipt
from etappe.model.progress import PhaseStatus
from etappe.model.project import TaskState
from etappe.model.standing import State
from etappe.service.ahead import next_letter
from etappe.service.answers import decline
from etappe.service.conditions import AnswerCondition
from etappe.service.lists import follow_ups, history, ledger_lines, letters
from etappe.service.needs import needs_me
from etappe.service.office import Office
from etappe.service.page_values import ProjectPage, TaskLine
from etappe.service.project_page import project_page
from etappe.service.replanning import MoveAnchor
from etappe.service.resting import HoldProject
from etappe.service.tasks import waive_task
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import SCRIBE, START, World, found, person

PROMISE = "vereinbarung.zusage"


@pytest.fixture
def world(office: Office) -> World:
    """Aachen with a project on its first morning."""
    world = found(office)
    world.start()
    return world


def page_of(world: World, days: int = 0) -> ProjectPage:
    """The page of the project on a day."""
    return project_page(world.office, world.project, world.clock.now() + timedelta(days=days))


def line(page: ProjectPage, key: str) -> TaskLine:
    """A task on the page."""
    return next(task for part in page.phases for task in part.tasks if task.key == key)


def told(world: World) -> list[str]:
    """The history of the project, the newest first."""
    return [happened.text for happened in page_of(world).history]


def test_an_unknown_project_has_no_page(world: World) -> None:
    with pytest.raises(UnknownProject):
        project_page(world.office, "nowhere", world.clock.now())


def test_a_page_begins_with_the_facts_and_the_state(world: World) -> None:
    page = page_of(world)

    assert (page.kommune.name, page.kommune.land, page.project.id) == ("Aachen", "NW", "aachen")
    assert (page.today, page.state, page.phase) == (START, State.SOON, "Vereinbarung (Letter of Intent)")
    assert (page.done, page.overdue, page.silent_since, page.gone) == (0, 0, None, ())


def test_every_task_stands_in_its_phase_with_why_it_is_due(world: World) -> None:
    page = page_of(world, days=2)

    task = line(page, PROMISE)
    assert (task.due, task.overdue, task.days_left, task.blocking) == (START, True, -2, True)
    assert task.why == "am Tag „Zusage des Projektteams“ (12.01.2026)"
    assert page.phases[0].span.status is PhaseStatus.LATE
    assert sum(len(part.tasks) for part in page.phases) == page.open


def test_a_settled_task_says_when_by_whom_and_why(world: World) -> None:
    waive_task(world.office, "aachen", PROMISE, "schon da", "pm", world.clock.now())

    task = line(page_of(world), PROMISE)

    assert (task.state, task.settled_on, task.settled_by) == (TaskState.WAIVED, START, "pm")
    assert (task.reason, task.overdue) == ("schon da", False)


def test_anchors_say_whether_they_are_fixed_and_why_they_lie_there(world: World) -> None:
    day = world.file().schedule.anchors["workshop"].day + timedelta(days=7)
    world.change(MoveAnchor("workshop", day))

    anchor = next(a for a in page_of(world).anchors if a.key == "workshop")

    assert (anchor.day, anchor.by_hand, anchor.event, anchor.passed) == (day, True, True, False)
    assert "von Hand" in anchor.why


def test_holds_people_and_questions_are_there(world: World) -> None:
    world.change(HoldProject(START + timedelta(days=30), "Haushalt", START + timedelta(days=1)))
    world.away("AP", START, START + timedelta(days=3))

    page = page_of(world, days=1)

    assert (page.state, page.holds[0].running, page.holds[0].reason) == (State.RESTING, True, "Haushalt")
    people = {c.role: c for c in page.contacts}
    assert [(a.first, a.last) for a in people["AP"].away] == [(START, START + timedelta(days=3))]
    assert (people["AP"].title, people["AP"].staff, people["AP"].reachable) == ("Ansprechperson", False, True)
    assert people["PM"].staff
    assert all(q.question and q.answer is None for q in page.questions)
    assert {m.key for m in page.modules if m.optional} == {"dialog", "entscheidungstraeger"}
    assert (page.not_chosen, page.unfilled) == ((), ())


def test_a_role_that_nobody_fills_is_named(office: Office) -> None:
    world = found(office, without=("VS",))
    world.start()

    page = page_of(world)

    assert page.unfilled == ("Verwaltungsspitze",)


def test_the_history_is_told_in_sentences(world: World) -> None:
    condition = world.file().plan.conditions[0]
    world.change(AnswerCondition(condition.key, not condition.default))
    world.change(HoldProject(START + timedelta(days=30), "Haushalt", START + timedelta(days=1)))
    waive_task(world.office, "aachen", PROMISE, "schon da.", "pm", world.clock.now())
    decline(world.office, "aachen", "vereinbarung.sperrzeiten", "AP", "Bauamt", world.clock.now())

    sentences = told(world)

    title = world.file().plan.task["vereinbarung.sperrzeiten"].title
    assert sentences[0] == f"„Nicht zuständig“ geantwortet: {title}."
    assert any(s.startswith("Entfällt: ") and s.endswith(" – schon da.") for s in sentences)
    assert any(s.startswith("Ruht vom 13.01.2026 bis 11.02.2026 – Haushalt; ") for s in sentences)
    assert any(s.startswith(f"Beantwortet: {condition.question} – ") for s in sentences)
    assert "Projekt begonnen; es startet am 12.01.2026." in sentences


def test_every_action_of_a_year_has_a_sentence_of_its_own(world: World) -> None:
    world.days(START, START + timedelta(days=30))

    sentences = told(world)

    assert not [s for s in sentences if "{" in s]
    assert all(s[0].isupper() or s[0] == "„" for s in sentences)


def test_the_next_letters_are_those_that_come(world: World) -> None:
    ahead = {letter.person.name: letter for letter in page_of(world).next_letters}
    world.days(START, START + timedelta(days=12))

    for role in ("AP", "PM"):
        assert ahead[role].day == world.mails(role)[0].day


def test_the_next_letter_is_read_before_it_is_written(world: World) -> None:
    world.finish(lambda task: task.due <= START)
    preview = next_letter(world.office, SCRIBE, "aachen", person("AP").id, world.clock.now())
    before = world.entries()
    world.days(START, START + timedelta(days=12))

    assert preview is not None
    mail = world.mails("AP")[0]
    assert (preview.day, preview.letter.subject) == (mail.day, mail.subject)
    assert preview.letter.text.split() == mail.text.split()[: len(preview.letter.text.split())]
    assert [e.state for e in before if e.recipients] == []


def test_a_preview_leaves_no_trace(world: World) -> None:
    before = (world.entries(), world.facts(), world.deliveries())

    next_letter(world.office, SCRIBE, "aachen", person("AP").id, world.clock.now())

    assert (world.entries(), world.facts(), world.deliveries()) == before


def test_nobody_else_has_a_next_letter(world: World) -> None:
    with pytest.raises(NobodyAround):
        next_letter(world.office, SCRIBE, "aachen", "somebody", world.clock.now())


def test_where_nothing_is_open_no_letter_comes(world: World) -> None:
    world.finish(lambda _: True)

    assert next_letter(world.office, SCRIBE, "aachen", person("VS").id, world.clock.now()) is None


def test_lists_go_on_where_the_page_ends(world: World) -> None:
    world.days(START, START + timedelta(days=21))

    ledger = ledger_lines(world.office, "aachen", page=2, size=3)
    facts = history(world.office, "aachen", page=2, size=3)
    waiting = follow_ups(world.office, Wanted(project="aachen"), page=2, size=2)

    past = [e for e in world.entries() if e.state is not OccurrenceState.PLANNED]
    assert (ledger.number, ledger.pages, len(ledger.items)) == (len(past), -(-len(past) // 3), 3)
    assert ledger.items[0].due_at <= ledger_lines(world.office, "aachen", size=3).items[-1].due_at
    assert [h.about.partition("/")[0] for h in facts.items] == ["aachen"] * 3
    assert waiting.number == len(world.follow_ups())
    assert [line.follow_up for line in waiting.items] == world.follow_ups()[2:4]
    assert history(world.office, None).number == len(world.facts())


def test_planned_lines_of_the_ledger_are_asked_for_by_state(world: World) -> None:
    lines = ledger_lines(world.office, "aachen", (OccurrenceState.PLANNED,))

    assert lines.number == len(world.entries())


def test_stranded_letters_are_listed_with_their_reader_and_reason(world: World) -> None:
    world.courier = FakeCourier([Receipt(Outcome.REFUSED, 550, text="550 unknown user")] * 9)
    world.days(START, START + timedelta(days=9))

    stranded = letters(world.office)

    assert stranded.number == len(world.deliveries(DeliveryState.FAILED)) > 0
    assert stranded.items[0].delivery.error_text == "550 unknown user"
    assert stranded.items[0].reader in {"AP", "D AP", "PM", "MO", "PL", "VS", "VZ"}
    assert needs_me(world.office, world.clock.now()).letters == {DeliveryState.FAILED: stranded.number}


def test_a_page_holds_no_value_that_is_missing(world: World) -> None:
    page = page_of(world)

    optional = {"silent_since"}
    assert not [f.name for f in fields(page) if getattr(page, f.name) is None and f.name not in optional]
    assert isinstance(page.today, date)
