"""Spreadsheets are headed in every language."""

from __future__ import annotations

from dataclasses import fields

import pytest

from etappe.model.captions import ENGLISH, GERMAN, Captions, SheetWords
from etappe.model.kommune import DayKind
from etappe.model.light import Light
from etappe.model.speech import SPEECHES, speech_in

CAPTIONS = [speech.captions for speech in SPEECHES.values()]


def sheets(captions: Captions) -> dict[str, SheetWords]:
    """The words of each sheet."""
    said = {field.name: getattr(captions, field.name) for field in fields(captions)}
    return {name: words for name, words in said.items() if isinstance(words, SheetWords)}


def test_every_language_heads_the_same_fields_in_the_same_order() -> None:
    english = {name: list(words.headings) for name, words in sheets(ENGLISH).items()}

    assert {name: list(words.headings) for name, words in sheets(GERMAN).items()} == english


@pytest.mark.parametrize("captions", CAPTIONS)
def test_a_heading_stands_for_one_field(captions: Captions) -> None:
    for words in sheets(captions).values():
        assert len({h.casefold() for h in words.headings.values()}) == len(words.headings)
    assert len({words.title for words in sheets(captions).values()}) == len(sheets(captions))


@pytest.mark.parametrize("captions", CAPTIONS)
def test_every_light_and_every_kind_of_day_has_a_word(captions: Captions) -> None:
    assert set(captions.lights) == set(Light)
    assert set(captions.kinds) == set(DayKind)
    assert len(set(captions.kinds.values())) == len(DayKind)


def test_a_programme_speaks_its_own_language_in_sheets() -> None:
    assert speech_in("de").captions.dates.title == "Termine"
    assert speech_in("en").captions.dates.title == "Dates"
