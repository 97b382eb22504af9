"""Links in letters: beside each task, one to the own plan, and never broken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.adapters.scribe import laid_out
from etappe.model.writing import LetterContent, PlanLink
from tests.unit.adapters.contents import BOOK, INVITE, LETTER, LIST_LINE, OVERVIEW, SCRIBE, about, expected

HOST = "https://portal.weltoffene-kommunen.musterprogramm.example.org"
TASK, PLAN = f"{HOST}/a/{'t' * 43}", f"{HOST}/a/{'p' * 43}"
LINKED = replace(INVITE, link=TASK)
WITH_PLAN = replace(OVERVIEW, plans=(PlanLink("Wilhelmshaven", PLAN),))


def lines(content: LetterContent) -> list[str]:
    """The lines of a letter."""
    return SCRIBE.write(content).text.splitlines()


def test_a_letter_with_links_reads_like_this() -> None:
    letter = SCRIBE.write(replace(WITH_PLAN, tasks=(LINKED,), copies=()))

    assert letter.text == expected("links")


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_address_is_longer_than_a_line_and_stays_whole(language: str) -> None:
    written = lines(replace(WITH_PLAN, tasks=(LINKED,), language=language))

    assert len(TASK) > 72
    assert {TASK, PLAN} <= set(written)


def test_an_address_within_a_sentence_stays_whole_too() -> None:
    written = laid_out(f"Bitte öffnen Sie die Seite {TASK} noch in dieser Woche, wenn Sie Zeit haben.")

    assert TASK in written.split()


def test_every_task_has_its_own_link() -> None:
    written = lines(about(LINKED, replace(BOOK, link=PLAN)))

    assert (written.count(TASK), written.count(PLAN)) == (1, 1)
    assert any(line.startswith("Am schnellsten antworten Sie über die Links") for line in written)


@pytest.mark.parametrize(
    ("language", "words"), [("de", "auch einfach auf diesen Brief"), ("en", "simply answer this letter")]
)
def test_answering_the_letter_still_works(language: str, words: str) -> None:
    text = SCRIBE.write(replace(about(LINKED), language=language)).text

    assert words in " ".join(text.split())


def test_plans_of_several_kommunen_are_told_apart() -> None:
    other = replace(LIST_LINE, kommune="Zwickau")
    plans = (PlanLink("Wilhelmshaven", PLAN), PlanLink("Zwickau", TASK))

    written = lines(replace(OVERVIEW, lines=(LIST_LINE, other), plans=plans))

    assert written[written.index(TASK) - 1] == "Ihr Plan im Portal, Zwickau:"


def test_the_project_team_finds_project_and_portal() -> None:
    project = f"{HOST}/projekte/p1"
    content = replace(LETTER, staff=True, tasks=(replace(INVITE, link=project),), portal=HOST)

    written = lines(replace(content, requests=("anrufen",)))

    assert written[written.index(project) - 1] == "Das Projekt im Portal:"
    assert written[written.index(HOST) - 1] == "Alles im Portal:"
    assert not any("Am schnellsten" in line for line in written)
