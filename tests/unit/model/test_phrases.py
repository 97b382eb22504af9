"""The sentences in which dates explain themselves."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest

from etappe.model.phrases import ENGLISH, GERMAN, PHRASES, Phrases


def test_a_day_in_numbers() -> None:
    assert GERMAN.day(date(2026, 3, 4)) == "04.03.2026"


def test_a_day_as_people_write_it() -> None:
    assert GERMAN.long(date(2026, 3, 4)) == "Mittwoch, 4. März 2026"
    assert ENGLISH.long(date(2026, 3, 4)) == "Wednesday, 4 March 2026"


@pytest.mark.parametrize("phrases", PHRASES.values(), ids=PHRASES)
def test_every_language_has_all_the_words(phrases: Phrases) -> None:
    assert all(getattr(phrases, field.name) for field in fields(phrases))
    assert (len(phrases.weekdays), len(phrases.months)) == (7, 12)
