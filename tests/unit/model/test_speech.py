"""All that the engine says by itself is said in every language."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from string import Formatter

import pytest

from etappe.model.delivery import DeliveryState
from etappe.model.kommune import DayKind
from etappe.model.ledger import LedgerState
from etappe.model.project import TaskState
from etappe.model.speech import SPEECHES, Speech, speech_in

GERMAN, ENGLISH = SPEECHES["de"], SPEECHES["en"]
PARTS = ("reasons", "remarks", "replies", "feeds", "happenings")


def sentences(speech: Speech) -> dict[str, str]:
    """Every sentence by its place."""
    found: dict[str, str] = {}
    for part in PARTS:
        catalogue = getattr(speech, part)
        for field in fields(catalogue):
            said: str | dict[str, str] = getattr(catalogue, field.name)
            entries = {"": said} if isinstance(said, str) else said
            found.update({f"{part}.{field.name}.{key}": text for key, text in entries.items()})
    return found


def facts(text: str) -> set[str]:
    """What a sentence is told."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("speech", SPEECHES.values(), ids=SPEECHES)
def test_every_language_has_all_the_sentences(speech: Speech) -> None:
    assert [place for place, text in sentences(speech).items() if not text] == []
    assert set(speech.replies.letters) == set(DeliveryState)
    assert set(speech.replies.outcomes) == set(LedgerState)
    assert set(speech.replies.states) == set(TaskState) - {TaskState.OPEN}
    assert set(speech.remarks.day_names) == set(DayKind)


@pytest.mark.parametrize("place", sentences(GERMAN))
def test_a_sentence_tells_the_same_facts_in_every_language(place: str) -> None:
    assert facts(sentences(ENGLISH)[place]) == facts(sentences(GERMAN)[place])


def test_days_and_moments_are_written_as_the_language_does() -> None:
    assert (GERMAN.day(date(2026, 3, 4)), ENGLISH.day(date(2026, 3, 4))) == ("04.03.2026", "04 Mar 2026")
    assert GERMAN.moment(datetime(2026, 3, 4, 8, 5)) == "04.03.2026 08:05"  # noqa: DTZ001 - a local time
    assert ENGLISH.moment(datetime(2026, 3, 4, 8, 5)) == "04 Mar 2026 08:05"  # noqa: DTZ001 - a local time


def test_an_unknown_language_is_answered_in_german() -> None:
    assert speech_in("fr") is GERMAN
