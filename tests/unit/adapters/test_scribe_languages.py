"""Letters in English, and in languages that have no letters."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from etappe.model.phrases import PHRASES
from etappe.model.writing import LetterContent
from tests.unit.adapters.contents import (
    INVITE,
    OVERVIEW,
    SCRIBE,
    SUBJECTS,
    about,
    expected,
)


def test_an_english_letter_frames_the_passage_of_the_module() -> None:
    letter = SCRIBE.write(replace(about(INVITE), language="en"))

    assert letter.subject == "By Fri, 27 Nov 2026: Einladungen versenden (Wilhelmshaven)"
    assert letter.language == "en"
    assert letter.text == expected("english")


def test_an_english_overview_has_english_sections() -> None:
    letter = SCRIBE.write(replace(OVERVIEW, language="en", requests=("call",)))

    assert letter.subject == "Weekly overview of 20 Nov 2026: 1 task now, 2 soon, 1 decision"
    assert re.findall(r"^(.+)\n=+$", letter.text, re.MULTILINE) == [
        "For you to decide",
        "Overdue",
        "Due soon",
        "For your information",
    ]


@pytest.mark.parametrize("content", [content for content, _ in SUBJECTS])
def test_an_english_letter_can_say_all_that_a_german_one_can(content: LetterContent) -> None:
    german, english = SCRIBE.write(content), SCRIBE.write(replace(content, language="en"))

    assert german.subject != english.subject
    assert german.text.count("\n\n") == english.text.count("\n\n")
    assert not re.search(r"Guten Tag|Aufgabe|Bis wann|fällig am|Fragen", english.text + english.subject)


@pytest.mark.parametrize("language", PHRASES)
def test_every_language_of_the_phrases_has_its_letters(language: str) -> None:
    assert SCRIBE.write(replace(OVERVIEW, language=language)).language == language


def test_a_language_without_letters_is_answered_in_german() -> None:
    assert SCRIBE.write(replace(OVERVIEW, language="fr")) == SCRIBE.write(OVERVIEW)
