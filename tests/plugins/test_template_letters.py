"""What the five modules say to people: the advice of each task, and the passages of the letters."""

from __future__ import annotations

from importlib.resources import files

import pytest
from jinja2 import Environment, StrictUndefined

from etappe.plugin import LetterSpec, ModuleSpec, TaskSpec
from tests.plugins.modules import LETTERS, MODULES, NAMES, TASKS

DATES = {
    "start": "Montag, 12. Januar 2026",
    "auftakt": "Montag, 26. Januar 2026",
    "abgabe": "Montag, 9. März 2026",
    "workshop": "Mittwoch, 15. April 2026",
    "dialog": "Dienstag, 16. Juni 2026",
    "abschluss": "Dienstag, 14. Juli 2026",
}


def wording(letter: LetterSpec) -> str:
    """The template of a letter as it lies in its package."""
    return (files(letter.package) / "templates" / letter.template).read_text(encoding="utf-8")


def rendered(letter: LetterSpec, anchors: dict[str, str]) -> str:
    """The passage as people would read it for a sample task."""
    task = {
        "title": "Titel",
        "advice": "Bitte tun Sie das.",
        "effort": "etwa 30 Minuten",
        "due": DATES["workshop"],
    }
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    return environment.from_string(wording(letter)).render(
        task=task,
        kommune={"name": "Wilhelmshaven", "council": "Rat"},
        programme={"title": "Weltoffene Kommune"},
        anchors=anchors,
    )


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_task_says_what_is_to_be_done_and_how_long_it_takes(task: TaskSpec) -> None:
    assert len(task.advice) >= 40
    assert task.advice.endswith(".")
    assert task.effort


def test_no_advice_is_given_twice() -> None:
    assert len({task.advice for task in TASKS}) == len(TASKS)


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_the_folder_of_templates_holds_the_letters_and_nothing_else(module: ModuleSpec) -> None:
    lying = {file.name for file in (files(f"etappe_{module.key}") / "templates").iterdir()}

    assert lying == {letter.template for letter in module.letters}


@pytest.mark.parametrize("anchors", [DATES, {}], ids=["with all dates", "without any date"])
@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.key)
def test_a_passage_renders_with_and_without_dates(letter: LetterSpec, anchors: dict[str, str]) -> None:
    text = rendered(letter, anchors)

    assert len(text) > 80
    assert text.startswith("Bitte tun Sie das.")
    assert text.endswith(".")
    assert "  " not in text
    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.key)
def test_a_passage_leaves_greeting_and_deadline_to_the_frame(letter: LetterSpec) -> None:
    text = wording(letter)

    assert not any(word in text for word in ("Sehr geehrte", "Guten Tag", "Mit freundlichen", "task.due"))
