"""Every letter there is, looked at for its layout, and how long one takes to write."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from etappe.adapters.scribe import SUBJECT_LIMIT
from etappe.model.phrases import PHRASES
from etappe.model.spec import ModuleSpec, TaskSpec
from etappe.model.writing import LetterContent
from tests.unit.adapters.contents import (
    ANCHORS,
    LETTER,
    SCRIBE,
    SUBJECTS,
    TASKS,
    TODAY,
    about,
    content_of,
)


def assert_tidy(text: str) -> None:
    """No line is too long, none ends blank, no two are blank in a row, nothing is left unsaid."""
    assert max(len(line) for line in text.splitlines()) <= 76
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]\n", text)
    assert text.endswith("\nWeltoffene Kommune\n")
    assert not re.search(r"None|[{}]|\(\)", text)


@pytest.mark.parametrize("anchors", [ANCHORS, ()], ids=["with dates", "without dates"])
@pytest.mark.parametrize(("module", "task"), TASKS, ids=[task.key for _, task in TASKS])
def test_every_task_of_every_module_has_a_whole_letter(
    module: ModuleSpec, task: TaskSpec, anchors: tuple[tuple[str, date], ...]
) -> None:
    letter = SCRIBE.write(about(replace(content_of(module, task), anchors=anchors)))

    assert_tidy(letter.text)
    assert len(letter.subject) <= SUBJECT_LIMIT
    assert " ".join(task.advice.split()) in " ".join(letter.text.split())
    assert "()" not in letter.text


@pytest.mark.parametrize("language", PHRASES)
@pytest.mark.parametrize("staff", [False, True])
@pytest.mark.parametrize("content", [content for content, _ in SUBJECTS])
def test_every_letter_is_tidy(content: LetterContent, staff: bool, language: str) -> None:
    full = tuple(
        replace(task, late_since=TODAY, standing_in_for="Jan Meier", neutral_before=TODAY)
        for task in content.tasks
    )

    for tasks in (content.tasks, full, full[:1] + content.tasks[1:]):
        assert_tidy(SCRIBE.write(replace(content, tasks=tasks, staff=staff, language=language)).text)


def test_the_points_of_a_list_are_indented_when_they_wrap() -> None:
    text = SCRIBE.write(replace(LETTER, staff=True, requests=("anrufen und besprechen, " * 5,))).text

    assert re.search(r"^- anrufen.+\n  \S", text, re.MULTILINE)
