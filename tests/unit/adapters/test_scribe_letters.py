"""Letters about tasks: two whole ones as text, then every way in which they vary."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

import etappe_workshop.offers
from etappe.model.writing import LetterContent, TaskContent, Tone
from tests.unit.adapters.contents import (
    BOOK,
    IN_ZWICKAU,
    INVITE,
    LATE,
    LETTER,
    LIST_LINE,
    OVERVIEW,
    SCRIBE,
    TODAY,
    WORKSHOP,
    about,
    content_of,
    expected,
    text_of,
)


def test_a_letter_about_one_task_reads_like_this() -> None:
    module = etappe_workshop.offers.MODULE
    (invite,) = (task for task in module.tasks if task.key == "workshop.einladung")

    letter = SCRIBE.write(about(content_of(module, invite)))

    assert letter.subject == "Bis Fr, 27.11.2026: Einladungen versenden (Wilhelmshaven)"
    assert letter.language == "de"
    assert letter.text == expected("one_task")


def test_a_letter_to_the_project_team_reads_like_this() -> None:
    letter = SCRIBE.write(
        replace(
            LETTER,
            staff=True,
            overview=True,
            tasks=(replace(LATE, tone=Tone.ESCALATION), IN_ZWICKAU),
            lines=(LIST_LINE,),
            requests=("Wilhelmshaven, Raum buchen: anrufen und den Verlauf besprechen",),
        )
    )

    assert letter.subject == (
        "Wochenübersicht vom 20.11.2026: 2 Kommunen, 2 Aufgaben jetzt, 1 demnächst, 1 Entscheidung"
    )
    assert letter.text == expected("project_team")


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (INVITE, "Bis wann: Freitag, 27. November 2026 (in 5 Arbeitstagen)"),
        (replace(INVITE, working_days_left=1), "Freitag, 27. November 2026 (in einem Arbeitstag)"),
        (replace(INVITE, working_days_left=0), "Bis wann: Freitag, 27. November 2026 Warum"),
        (replace(INVITE, due=TODAY, working_days_left=0), "Bis wann: heute, Freitag, 20. November 2026"),
        (WORKSHOP, "Wann: heute, Freitag, 20. November 2026"),
        (LATE, "war am Dienstag, 17. November 2026, fällig (vor 3 Arbeitstagen)"),
        (replace(LATE, working_days_left=-1), "fällig (vor einem Arbeitstag)"),
    ],
)
def test_the_deadline_is_told_as_people_say_it(task: TaskContent, words: str) -> None:
    assert words in text_of(about(task))


def test_a_task_without_a_reason_or_an_effort_leaves_these_lines_out() -> None:
    text = text_of(about(replace(INVITE, why="", effort="")))

    assert "Warum" not in text
    assert "Wie lange" not in text


@pytest.mark.parametrize(
    ("task", "opening"),
    [
        (INVITE, "bitte erledigen Sie diese Aufgabe:"),
        (WORKSHOP, "heute ist es so weit:"),
        (LATE, "zu dieser Aufgabe liegt uns noch keine Rückmeldung vor. Bitte holen Sie das nach, oder"),
        (replace(INVITE, copy_for="Dr. Wolff"), "diese Nachricht bekommen Sie zur Kenntnis"),
    ],
)
def test_a_letter_begins_with_its_one_request(task: TaskContent, opening: str) -> None:
    assert text_of(about(task)).startswith(f"Guten Tag Anke Behrens,\n\n{opening}")


def test_several_tasks_are_asked_for_together() -> None:
    assert "bitte erledigen Sie diese 2 Aufgaben:" in text_of(about(INVITE, BOOK))


def test_a_letter_that_comes_late_says_so() -> None:
    text = text_of(about(replace(INVITE, late_since=date(2026, 11, 18))))

    assert "\n\nDieser Brief kommt spät: Er hätte am 18.11.2026 kommen sollen. Bitte entschuldigen" in text


def test_somebody_who_stands_in_learns_why() -> None:
    text = text_of(about(replace(INVITE, standing_in_for="Jan Meier")))

    assert (
        "bitte erledigen Sie diese Aufgabe.\n\nSie bekommen diesen Brief, weil Jan Meier zurzeit "
        "abwesend ist und Sie als Stellvertretung "
        "eingetragen sind.\n\nEinladungen versenden" in text
    )


def test_a_deputy_who_is_told_by_an_escalation_hears_of_no_absence() -> None:
    text = text_of(about(replace(LATE, tone=Tone.ESCALATION, standing_in_for="Jan Meier")))

    assert "Sie bekommen diesen Brief als eingetragene Stellvertretung von Jan Meier.\n\n" in text
    assert "abwesend" not in text


def test_one_reason_to_stand_in_is_told_once() -> None:
    both = about(replace(INVITE, standing_in_for="Jan Meier"), replace(BOOK, standing_in_for="Jan Meier"))

    assert text_of(both).count("Stellvertretung") == 1


def test_standing_in_for_one_task_only_is_told_with_that_task() -> None:
    text = text_of(about(INVITE, replace(BOOK, standing_in_for="Jan Meier")))

    assert text.index("Raum buchen") < text.index("Sie bekommen diesen Brief, weil Jan Meier")


def test_a_copy_names_whom_it_was_written_to_and_asks_for_no_answer() -> None:
    text = text_of(about(replace(INVITE, copy_for="Dr. Petra Wolff")))

    assert "Zur Kenntnis: Der folgende Auftrag richtet sich an Dr. Petra Wolff.\n\nBitte versenden" in text
    assert "Antworten Sie" not in text


def test_before_an_election_the_letter_asks_for_neutral_words() -> None:
    text = text_of(about(replace(INVITE, neutral_before=date(2026, 12, 13))))

    assert "Am Sonntag, 13. Dezember 2026, wird gewählt. Bitte formulieren Sie Einladungen" in text


def test_the_project_team_reads_who_is_responsible() -> None:
    assert "Zuständig: Ansprechperson" in text_of(replace(about(INVITE), staff=True))


def test_a_deputy_is_not_told_twice_that_nobody_answered() -> None:
    task = replace(LATE, tone=Tone.ESCALATION, standing_in_for="Jan Meier")

    assert text_of(about(task)).count("keine Rückmeldung") == 1
    assert text_of(replace(about(task), staff=True)).count("keine Rückmeldung") == 1


def test_tasks_of_several_kommunen_are_grouped_by_kommune() -> None:
    text = SCRIBE.write(replace(about(INVITE, IN_ZWICKAU, BOOK), staff=True)).text

    headings = re.findall(r"^(.+)\n[-=]{4,}$", text, re.MULTILINE)
    assert headings == [
        "Wilhelmshaven",
        "Einladungen versenden",
        "Raum buchen",
        "Zwickau",
        "Workshop durchführen",
    ]


def test_a_town_hall_is_told_its_three_answers() -> None:
    text = text_of(about(INVITE))

    assert (
        "Antworten Sie einfach auf diesen Brief: »erledigt«, »neuer Termin: TT.MM.JJJJ« oder "
        "»nicht zuständig: Name der zuständigen Person«.\n" in text
    )


@pytest.mark.parametrize("content", [about(INVITE, BOOK), replace(OVERVIEW, tasks=(INVITE,))])
def test_with_more_than_one_task_the_answer_has_to_name_its_own(content: LetterContent) -> None:
    assert "Person«. Bitte nennen Sie die Aufgabe dazu." in text_of(content)


@pytest.mark.parametrize("content", [about(INVITE), OVERVIEW])
def test_the_project_team_is_not_told_how_to_answer(content: LetterContent) -> None:
    assert "ntworten" not in text_of(replace(content, staff=True))
