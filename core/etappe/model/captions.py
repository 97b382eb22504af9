"""Titles and headings of spreadsheets, and the words in their cells: German, with an English catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etappe.model.kommune import DayKind


@dataclass(frozen=True, slots=True)
class SheetWords:
    """What one sheet is called, and the heading of each of its fields, in their order."""

    title: str
    headings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Captions:
    """One language's spreadsheets."""

    projects: SheetWords
    dates: SheetWords
    contacts: SheetWords
    days: SheetWords
    anchors: SheetWords
    tasks: SheetWords
    phases: SheetWords
    lights: Mapping[str, str]
    kinds: Mapping[DayKind, str]
    yes: str
    no: str
    open: str
    overdue: str
    day_format: str
    """How Excel shows a day."""


GERMAN = Captions(
    projects=SheetWords(
        "Projekte",
        {
            "kommune": "Kommune",
            "project": "Projekt",
            "land": "Land",
            "ags": "AGS",
            "phase": "Phase",
            "light": "Ampel",
            "reason": "Grund",
            "done": "Erledigt",
            "tasks": "Aufgaben",
            "overdue": "Überfällig",
            "next_due": "Nächste Frist",
            "next_task": "Nächste Aufgabe",
            "last_letter_on": "Letzter Brief",
            "last_letter": "Betreff",
        },
    ),
    dates=SheetWords(
        "Termine",
        {
            "kommune": "Kommune",
            "project": "Projekt",
            "anchor": "Schlüssel",
            "title": "Termin",
            "day": "Tag",
            "before": "Bisher",
            "fixed": "Von Hand",
        },
    ),
    contacts=SheetWords(
        "Kontakte",
        {
            "kommune": "Kommune",
            "role": "Rolle",
            "name": "Name",
            "email": "E-Mail",
            "deputy": "Stellvertretung",
            "deputy_email": "E-Mail der Stellvertretung",
        },
    ),
    days=SheetWords("Freie Tage", {"kommune": "Kommune", "kind": "Art", "day": "Tag", "name": "Name"}),
    anchors=SheetWords(
        "Anker",
        {
            "anchor": "Schlüssel",
            "title": "Termin",
            "day": "Tag",
            "fixed": "Von Hand",
            "why": "Warum dieser Tag",
        },
    ),
    tasks=SheetWords(
        "Aufgaben",
        {
            "task": "Schlüssel",
            "phase": "Phase",
            "title": "Aufgabe",
            "role": "Rolle",
            "due": "Fällig",
            "state": "Stand",
            "why": "Warum dieser Tag",
        },
    ),
    phases=SheetWords("Phasen", {"phase": "Schlüssel", "title": "Phase", "begins": "Beginn", "ends": "Ende"}),
    lights={"green": "grün", "amber": "gelb", "red": "rot"},
    kinds={DayKind.CLOSED: "geschlossen", DayKind.ELECTION: "Wahl", DayKind.COMMITTEE: "Gremium"},
    yes="ja",
    no="nein",
    open="offen",
    overdue="überfällig",
    day_format="dd.mm.yyyy",
)

ENGLISH = Captions(
    projects=SheetWords(
        "Projects",
        {
            "kommune": "Municipality",
            "project": "Project",
            "land": "Region",
            "ags": "AGS",
            "phase": "Phase",
            "light": "Light",
            "reason": "Reason",
            "done": "Settled",
            "tasks": "Tasks",
            "overdue": "Overdue",
            "next_due": "Next deadline",
            "next_task": "Next task",
            "last_letter_on": "Last letter",
            "last_letter": "Subject",
        },
    ),
    dates=SheetWords(
        "Dates",
        {
            "kommune": "Municipality",
            "project": "Project",
            "anchor": "Key",
            "title": "Date",
            "day": "Day",
            "before": "So far",
            "fixed": "By hand",
        },
    ),
    contacts=SheetWords(
        "Contacts",
        {
            "kommune": "Municipality",
            "role": "Role",
            "name": "Name",
            "email": "E-mail",
            "deputy": "Deputy",
            "deputy_email": "E-mail of the deputy",
        },
    ),
    days=SheetWords("Days off", {"kommune": "Municipality", "kind": "Kind", "day": "Day", "name": "Name"}),
    anchors=SheetWords(
        "Anchors",
        {"anchor": "Key", "title": "Date", "day": "Day", "fixed": "By hand", "why": "Why this day"},
    ),
    tasks=SheetWords(
        "Tasks",
        {
            "task": "Key",
            "phase": "Phase",
            "title": "Task",
            "role": "Role",
            "due": "Due",
            "state": "State",
            "why": "Why this day",
        },
    ),
    phases=SheetWords("Phases", {"phase": "Key", "title": "Phase", "begins": "Begins", "ends": "Ends"}),
    lights={"green": "green", "amber": "amber", "red": "red"},
    kinds={DayKind.CLOSED: "closed", DayKind.ELECTION: "election", DayKind.COMMITTEE: "committee"},
    yes="yes",
    no="no",
    open="open",
    overdue="overdue",
    day_format="dd mmm yyyy",
)
