"""Overviews: one whole as text, what their lines say, and what the project team has to decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.adapters.contents import (
    LETTER,
    LIST_LINE,
    OVERVIEW,
    ROOM_LINE,
    SCRIBE,
    expected,
    text_of,
)


def test_an_overview_reads_like_this() -> None:
    letter = SCRIBE.write(OVERVIEW)

    assert letter.subject == "Wochenübersicht vom 20.11.2026: 1 Aufgabe jetzt, 2 demnächst"
    assert letter.text == expected("overview")


def test_lines_of_several_kommunen_name_them() -> None:
    zwickau = replace(LIST_LINE, kommune="Zwickau")

    text = SCRIBE.write(replace(OVERVIEW, lines=(ROOM_LINE, zwickau))).text

    assert "18.11.2026  Wilhelmshaven: Raum buchen\n" in text
    assert "01.12.2026  Zwickau: Teilnehmendenliste erstellen\n" in text


def test_after_an_absence_the_overview_welcomes_back() -> None:
    text = text_of(replace(OVERVIEW, returned=True))

    assert "schön, dass Sie wieder da sind. Das ist der Stand:" in text


def test_the_project_team_sees_what_to_decide() -> None:
    text = SCRIBE.write(replace(LETTER, staff=True, requests=("Zwickau: anrufen", "Aachen: prüfen"))).text

    assert "auf Sie warten 2 Entscheidungen:" in text
    assert "Für Sie zu entscheiden\n======================\n- Zwickau: anrufen\n- Aachen: prüfen\n" in text


def test_one_decision_waits_alone() -> None:
    assert "auf Sie wartet 1 Entscheidung:" in text_of(replace(LETTER, staff=True, requests=("anrufen",)))


def test_an_overview_of_copies_alone_asks_for_nothing() -> None:
    assert "ntworten" not in text_of(replace(OVERVIEW, lines=()))


@pytest.mark.parametrize(
    ("name", "email", "words"),
    [
        ("Jana Petersen", "", "\n\nBei Fragen: Jana Petersen\n\n"),
        ("", "team@place.de", "\n\nBei Fragen: team@place.de\n\n"),
    ],
)
def test_whoever_can_be_asked_is_named(name: str, email: str, words: str) -> None:
    assert words in text_of(replace(OVERVIEW, ask_name=name, ask_email=email))


def test_nobody_to_ask_is_not_mentioned() -> None:
    assert "Fragen" not in text_of(replace(OVERVIEW, ask_name="", ask_email=""))
