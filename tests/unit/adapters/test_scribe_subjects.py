"""The subject of a letter: what, until when and where, on one short line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.adapters.scribe import SUBJECT_LIMIT
from etappe.model.writing import LetterContent
from tests.unit.adapters.contents import (
    INVITE,
    SUBJECTS,
    about,
    subject_of,
)


@pytest.mark.parametrize(("content", "subject"), SUBJECTS, ids=[subject for _, subject in SUBJECTS])
def test_the_subject_says_what_and_until_when(content: LetterContent, subject: str) -> None:
    assert subject_of(content) == subject


def test_a_long_title_is_shortened_until_the_subject_fits() -> None:
    subject = subject_of(about(replace(INVITE, title="Einladungen versenden und " * 9)))

    assert len(subject) <= SUBJECT_LIMIT
    assert subject.startswith("Bis Fr, 27.11.2026: Einladungen versenden und ")
    assert subject.endswith("… (Wilhelmshaven)")


def test_a_subject_stays_short_even_if_the_kommune_has_an_endless_name() -> None:
    assert len(subject_of(about(replace(INVITE, kommune="Verbandsgemeinde " * 20)))) == SUBJECT_LIMIT


def test_a_subject_is_one_line() -> None:
    assert "\n" not in subject_of(about(replace(INVITE, title="Einladungen\nBcc: alle@place.de")))
