"""What the tests give to the scribe: tasks, lines, letters, and the subject that each letter gets."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import etappe_dialog.offers
import etappe_entscheidungstraeger.offers
import etappe_selbstcheck.offers
import etappe_weltoffene_kommune.offers
import etappe_workshop.offers
from etappe.adapters.scribe import JinjaScribe
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

LETTERS = Path(__file__).parent / "letters"

SCRIBE = JinjaScribe()


def about(*tasks: TaskContent) -> LetterContent:
    """A letter to a town hall about some tasks."""
    return replace(LETTER, tasks=tasks)


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


def expected(name: str) -> str:
    """A whole letter as people get it, kept in a file beside the tests."""
    return (LETTERS / f"{name}.txt").read_text(encoding="utf-8")


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
