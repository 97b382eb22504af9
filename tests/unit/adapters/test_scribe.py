"""What people read: whole letters as text, then every way in which they vary."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import etappe_dialog.offers
import etappe_entscheidungstraeger.offers
import etappe_selbstcheck.offers
import etappe_weltoffene_kommune.offers
import etappe_workshop.offers
from etappe.adapters.scribe import SUBJECT_LIMIT, JinjaScribe
from etappe.errors import PassageBroken
from etappe.model.phrases import PHRASES
from etappe.model.spec import LetterSpec, ModuleSpec, TaskSpec
from etappe.model.writing import LetterContent, OverviewLine, TaskContent, Tone

TODAY = date(2026, 11, 20)
MODULES = (
    etappe_weltoffene_kommune.offers.MODULE,
    etappe_selbstcheck.offers.MODULE,
    etappe_workshop.offers.MODULE,
    etappe_dialog.offers.MODULE,
    etappe_entscheidungstraeger.offers.MODULE,
)
TASKS = [(module, task) for module in MODULES for task in module.tasks]
ANCHORS = tuple((key, date(2027, 1, 6)) for key in ("auftakt", "abgabe", "workshop", "dialog", "abschluss"))

INVITE = TaskContent(
    project="p1",
    kommune="Wilhelmshaven",
    council="Rat",
    phase="Selbstcheck-Workshop",
    key="workshop.einladung",
    title="Einladungen versenden",
    advice="Bitte versenden Sie die gezeichneten Einladungen an alle auf der Liste.",
    effort="etwa anderthalb Stunden",
    due=date(2026, 11, 27),
    why="25 Arbeitstage vor dem Selbstcheck-Workshop am 06.01.2027; verschoben wegen Neujahr (01.01.2027)",
    tone=Tone.REMINDER,
    working_days_left=5,
    role_title="Ansprechperson",
    package=None,
    template=None,
    anchors=ANCHORS,
)
BOOK = replace(INVITE, key="workshop.raum", title="Raum buchen", advice="Bitte buchen Sie einen Raum.")
LATE = replace(BOOK, tone=Tone.OVERDUE, due=date(2026, 11, 17), working_days_left=-3)
WORKSHOP = replace(
    BOOK,
    title="Workshop durchführen",
    tone=Tone.TODAY,
    due=TODAY,
    working_days_left=0,
    role_title="Moderation",
)
IN_ZWICKAU = replace(WORKSHOP, kommune="Zwickau")

ROOM_LINE = OverviewLine("Wilhelmshaven", "Raum buchen", date(2026, 11, 18), overdue=True)
COMMITTEE_LINE = OverviewLine(
    "Wilhelmshaven", "Ergebnisse im Fachausschuss vorstellen", date(2026, 11, 30), False, True
)
LIST_LINE = OverviewLine("Wilhelmshaven", "Teilnehmendenliste erstellen", date(2026, 12, 1), overdue=False)
SIGN_LINE = OverviewLine("Wilhelmshaven", "Einladung zeichnen", date(2026, 11, 25), overdue=False)

LETTER = LetterContent(
    programme="Weltoffene Kommune",
    language="de",
    recipient="Anke Behrens",
    today=TODAY,
    staff=False,
    tasks=(),
    overview=False,
    lines=(),
    copies=(),
    requests=(),
    returned=False,
    ask_name="Jana Petersen",
    ask_email="projekt@weltoffen.example",
)
OVERVIEW = replace(LETTER, overview=True, lines=(ROOM_LINE, COMMITTEE_LINE, LIST_LINE), copies=(SIGN_LINE,))

SCRIBE = JinjaScribe()


def about(*tasks: TaskContent) -> LetterContent:
    """A letter to a town hall about some tasks."""
    return replace(LETTER, tasks=tasks)


def subject_of(content: LetterContent) -> str:
    """The subject that a letter gets."""
    return SCRIBE.write(content).subject


def text_of(content: LetterContent) -> str:
    """The text of a letter as one paragraph after the other, each on one line."""
    text = SCRIBE.write(content).text
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def passage_of(module: ModuleSpec, task: TaskSpec) -> LetterSpec:
    """The passage of a task; without one of its own the module's first letter speaks."""
    letters = {letter.key: letter for letter in module.letters}
    return letters[task.letter] if task.letter else module.letters[0]


def content_of(module: ModuleSpec, task: TaskSpec) -> TaskContent:
    """A task of a module as a letter speaks of it."""
    passage = passage_of(module, task)
    return replace(
        INVITE,
        key=task.key,
        title=task.title,
        advice=task.advice,
        effort=task.effort,
        package=passage.package,
        template=passage.template,
    )


def module_with(folder: Path, monkeypatch: pytest.MonkeyPatch, passage: str) -> TaskContent:
    """A task whose passage lies in a package made for the test."""
    name = f"made_for_{folder.name}"
    (folder / name / "templates").mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / name / "templates" / "passage.txt").write_text(passage, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    return replace(INVITE, package=name, template="passage.txt")


def test_a_letter_about_one_task_reads_like_this() -> None:
    module = etappe_workshop.offers.MODULE
    (invite,) = (task for task in module.tasks if task.key == "workshop.einladung")

    letter = SCRIBE.write(about(content_of(module, invite)))

    assert letter.subject == "Bis Fr, 27.11.2026: Einladungen versenden (Wilhelmshaven)"
    assert letter.language == "de"
    assert letter.text == (
        """\
Guten Tag Anke Behrens,

bitte erledigen Sie diese Aufgabe:

Einladungen versenden
---------------------
Bis wann: Freitag, 27. November 2026 (in 5 Arbeitstagen)
Warum dieser Tag: 25 Arbeitstage vor dem Selbstcheck-Workshop am
06.01.2027; verschoben wegen Neujahr (01.01.2027)
Wofür: Selbstcheck-Workshop, Wilhelmshaven
Wie lange: etwa anderthalb Stunden

Bitte versenden Sie die gezeichneten Einladungen an alle auf der Liste,
mit Rückmeldefrist und einer Adresse für Fragen. Notieren Sie den
Versandtag, denn danach richtet sich das Nachfassen.

Eingeladen werden vier Gruppen: Verwaltung (etwa Personal,
Ausländerbehörde, Stadt- oder Kreisentwicklung, Gesundheit), Politik
(Rat, mit allen Fraktionen), Zivilgesellschaft (Wohlfahrtsverbände,
Migrantenorganisationen, Beiräte) und Wirtschaft (Betriebe, Kammern,
Jobcenter). Unterzeichnet wird von der Verwaltungsspitze, auf dem
Briefkopf Ihrer Kommune. Legen Sie eine halbe Seite zum Programm
„Weltoffene Kommune“, den Ablauf und ein Antwortblatt bei, auf dem man
Unterstützungsbedarf angeben kann. Die Auswertung selbst wird noch nicht
mitgeschickt; die Kurzfassung folgt mit den Unterlagen. Als
Rückmeldefrist eignen sich zehn Arbeitstage vor dem Workshop am
Mittwoch, 6. Januar 2027.

Antworten Sie einfach auf diesen Brief: »erledigt«, »neuer Termin:
TT.MM.JJJJ« oder »nicht zuständig: Name der zuständigen Person«.

Bei Fragen: Jana Petersen, projekt@weltoffen.example

Mit freundlichen Grüßen
Weltoffene Kommune
"""
    )


def test_an_overview_reads_like_this() -> None:
    letter = SCRIBE.write(OVERVIEW)

    assert letter.subject == "Wochenübersicht vom 20.11.2026: 1 Aufgabe jetzt, 2 demnächst"
    assert letter.text == (
        """\
Guten Tag Anke Behrens,

das ist Ihre Wochenübersicht.

Überfällig
==========
18.11.2026  Raum buchen

Demnächst fällig
================
30.11.2026  Ergebnisse im Fachausschuss vorstellen (bitte
            Sitzungstermine mitteilen)
01.12.2026  Teilnehmendenliste erstellen

Zur Kenntnis
============
Seit der letzten Übersicht ging an die Verwaltungsspitze:
25.11.2026  Einladung zeichnen

Ist etwas davon schon erledigt, oder passt ein Termin nicht? Dann
antworten Sie bitte kurz auf diesen Brief.

Bei Fragen: Jana Petersen, projekt@weltoffen.example

Mit freundlichen Grüßen
Weltoffene Kommune
"""
    )


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
    assert letter.text == (
        """\
Guten Tag Anke Behrens,

in 2 Kommunen stehen 2 Aufgaben an:

Wilhelmshaven
=============

Raum buchen
-----------
Bis wann: war am Dienstag, 17. November 2026, fällig (vor 3
Arbeitstagen)
Warum dieser Tag: 25 Arbeitstage vor dem Selbstcheck-Workshop am
06.01.2027; verschoben wegen Neujahr (01.01.2027)
Wofür: Selbstcheck-Workshop
Zuständig: Ansprechperson
Wie lange: etwa anderthalb Stunden

Dazu liegt noch keine Rückmeldung vor. Der Auftrag lautet:

Bitte buchen Sie einen Raum.

Zwickau
=======

Workshop durchführen
--------------------
Wann: heute, Freitag, 20. November 2026
Warum dieser Tag: 25 Arbeitstage vor dem Selbstcheck-Workshop am
06.01.2027; verschoben wegen Neujahr (01.01.2027)
Wofür: Selbstcheck-Workshop
Zuständig: Moderation
Wie lange: etwa anderthalb Stunden

Bitte buchen Sie einen Raum.

Für Sie zu entscheiden
======================
- Wilhelmshaven, Raum buchen: anrufen und den Verlauf besprechen

Demnächst fällig
================
01.12.2026  Wilhelmshaven: Teilnehmendenliste erstellen

Bei Fragen: Jana Petersen, projekt@weltoffen.example

Mit freundlichen Grüßen
Weltoffene Kommune
"""
    )


SUBJECTS = [
    (about(INVITE), "Bis Fr, 27.11.2026: Einladungen versenden (Wilhelmshaven)"),
    (about(WORKSHOP), "Heute: Workshop durchführen (Wilhelmshaven)"),
    (about(replace(BOOK, due=TODAY)), "Heute fällig: Raum buchen (Wilhelmshaven)"),
    (about(LATE), "War fällig am 17.11.2026: Raum buchen (Wilhelmshaven)"),
    (about(replace(INVITE, copy_for="Dr. Wolff")), "Zur Kenntnis: Einladungen versenden (Wilhelmshaven)"),
    (about(*2 * (replace(INVITE, copy_for="Dr. Wolff"),)), "Zur Kenntnis: 2 Aufgaben (Wilhelmshaven)"),
    (about(INVITE, BOOK, INVITE), "Weltoffene Kommune: 3 Aufgaben bis Fr, 27.11.2026"),
    (
        about(INVITE, replace(BOOK, due=date(2026, 11, 30))),
        "Weltoffene Kommune: 2 Aufgaben, die erste bis Fr, 27.11.2026",
    ),
    (about(INVITE, WORKSHOP), "Weltoffene Kommune: 2 Aufgaben, die erste heute"),
    (about(WORKSHOP, WORKSHOP), "Weltoffene Kommune: 2 Aufgaben heute"),
    (about(INVITE, LATE), "Weltoffene Kommune: 2 Aufgaben, davon 1 überfällig"),
    (about(LATE, LATE), "Weltoffene Kommune: 2 Aufgaben überfällig"),
    (about(WORKSHOP, IN_ZWICKAU), "Weltoffene Kommune: 2 Aufgaben in 2 Kommunen heute"),
    (
        replace(about(INVITE, BOOK), staff=True),
        "Weltoffene Kommune: 2 Aufgaben in 1 Kommune bis Fr, 27.11.2026",
    ),
    (replace(LETTER, staff=True, requests=("anrufen",)), "Weltoffene Kommune: 1 Entscheidung"),
    (replace(LETTER, staff=True, requests=("anrufen", "prüfen")), "Weltoffene Kommune: 2 Entscheidungen"),
    (replace(LETTER, copies=(SIGN_LINE,)), "Weltoffene Kommune: zur Kenntnis"),
    (replace(LETTER, overview=True), "Wochenübersicht vom 20.11.2026: nichts offen"),
    (replace(OVERVIEW, lines=()), "Wochenübersicht vom 20.11.2026: zur Kenntnis"),
    (replace(OVERVIEW, lines=(LIST_LINE,)), "Wochenübersicht vom 20.11.2026: 1 Aufgabe demnächst"),
    (replace(OVERVIEW, lines=2 * (LIST_LINE,)), "Wochenübersicht vom 20.11.2026: 2 Aufgaben demnächst"),
    (replace(OVERVIEW, lines=(ROOM_LINE,)), "Wochenübersicht vom 20.11.2026: 1 Aufgabe jetzt"),
    (replace(OVERVIEW, tasks=(INVITE,)), "Wochenübersicht vom 20.11.2026: 2 Aufgaben jetzt, 2 demnächst"),
    (
        replace(OVERVIEW, returned=True),
        "Übersicht nach Ihrer Abwesenheit vom 20.11.2026: 1 Aufgabe jetzt, 2 demnächst",
    ),
]


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


def test_an_english_letter_frames_the_passage_of_the_module() -> None:
    letter = SCRIBE.write(replace(about(INVITE), language="en"))

    assert letter.subject == "By Fri, 27 Nov 2026: Einladungen versenden (Wilhelmshaven)"
    assert letter.language == "en"
    assert letter.text == (
        """\
Dear Anke Behrens,

Please complete this task:

Einladungen versenden
---------------------
By when: Friday, 27 November 2026 (in 5 working days)
Why this day: 25 Arbeitstage vor dem Selbstcheck-Workshop am 06.01.2027;
verschoben wegen Neujahr (01.01.2027)
What for: Selbstcheck-Workshop, Wilhelmshaven
How long: etwa anderthalb Stunden

Bitte versenden Sie die gezeichneten Einladungen an alle auf der Liste.

Simply answer this letter: “done”, “new date: DD.MM.YYYY” or “not
responsible: name of the responsible person”.

Questions: Jana Petersen, projekt@weltoffen.example

Kind regards
Weltoffene Kommune
"""
    )


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


def test_a_task_without_a_passage_says_its_advice() -> None:
    assert f"\n\n{INVITE.advice}\n\n" in text_of(about(INVITE))


def test_a_passage_knows_task_kommune_programme_and_anchors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = (
        "{{ task.title }}|{{ task.effort }}|{{ task.due }}|{{ kommune.name }}|{{ kommune.council }}|"
        "{{ programme.title }}|{{ anchors.workshop }}|{{ anchors.fehlt }}|{{ anchors['x.y'] }}"
    )
    task = module_with(tmp_path, monkeypatch, passage)

    text = text_of(about(task))

    assert (
        "Einladungen versenden|etwa anderthalb Stunden|Freitag, 27. November 2026|Wilhelmshaven|Rat|"
        "Weltoffene Kommune|Mittwoch, 6. Januar 2027||" in text
    )


def test_a_kommune_that_does_not_name_its_council_has_one_all_the_same() -> None:
    module = etappe_weltoffene_kommune.offers.MODULE
    (task,) = (task for task in module.tasks if task.key == "vereinbarung.sperrzeiten")

    text = text_of(about(replace(content_of(module, task), council="")))

    assert "Sitzungen Ihrer Vertretung (Rat oder Kreistag)" in text


@pytest.mark.parametrize(
    ("passage", "cause"),
    [
        ("{{ task.nobody }}", "UndefinedError"),
        ("{{ nothing }}", "UndefinedError"),
        ("{% if %}", "TemplateSyntaxError"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_broken_passage_is_named(
    passage: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = module_with(tmp_path, monkeypatch, passage)

    with pytest.raises(PassageBroken, match=f"'passage.txt' of the package '{task.package}'.*: {cause}: "):
        SCRIBE.write(about(task))


@pytest.mark.parametrize(
    ("package", "template", "cause"),
    [
        ("etappe_nowhere", "aufgabe.txt", "ModuleNotFoundError"),
        ("etappe_workshop", "nowhere.txt", "TemplateNotFound"),
        ("etappe.model", "aufgabe.txt", "ValueError"),
    ],
)
def test_a_passage_that_is_missing_is_named(package: str, template: str, cause: str) -> None:
    with pytest.raises(PassageBroken, match=f"'{template}' of the package '{package}'.*{cause}"):
        SCRIBE.write(about(replace(INVITE, package=package, template=template)))


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


def assert_tidy(text: str) -> None:
    """No line is too long, none ends blank, no two are blank in a row, nothing is left unsaid."""
    assert max(len(line) for line in text.splitlines()) <= 76
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]\n", text)
    assert text.endswith("\nWeltoffene Kommune\n")
    assert not re.search(r"None|[{}]|\(\)", text)


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


def test_blank_lines_of_a_passage_are_drawn_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = module_with(tmp_path, monkeypatch, "\n\nEins.  \n \n\n\nZwei.\n\n\n")

    text = SCRIBE.write(about(task)).text

    assert "Stunden\n\nEins.\n\nZwei.\n\nAntworten" in text


def test_a_letter_is_written_in_a_fraction_of_a_millisecond() -> None:
    module, task = next((m, t) for m, t in TASKS if t.key == "workshop.einladung")
    content = about(content_of(module, task))

    best = min(seconds_for(content) for _ in range(200))

    assert best < 0.002  # about 0.0003 here; the rest is for busy machines


def seconds_for(content: LetterContent) -> float:
    """How long one letter takes to write."""
    start = time.perf_counter()
    SCRIBE.write(content)
    return time.perf_counter() - start
