"""The sentences in which a project's history is told, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Happenings:
    """One language's sentences about facts of the audit."""

    said: Mapping[str, str]
    """By action: {what} it is about, what was {before} and is {after}, and {why}."""
    otherwise: str
    """Where an action has no sentence of its own."""
    because: str
    moved: Mapping[bool, str]
    """How many other dates moved; True for one alone."""
    answers: Mapping[bool, str]
    nothing: str


GERMAN = Happenings(
    said={
        "project started": "Projekt begonnen; es startet am {start}.",
        "phase reached": "Neue Phase: {after} (vorher: {before}).",
        "phase not known": "Die Termine des Projekts lassen sich nicht berechnen{why}.",
        "task done": "Erledigt: {what}.",
        "task waived": "Entfällt: {what}{why}.",
        "task reopened": "Wieder offen: {what}.",
        "task opened": "Neue Aufgabe: {what}, fällig am {due}{why}.",
        "deadline moved": "Frist verlegt: {what}, {after} statt {before}{why}{moved}.",
        "deadline released": "Frist wird wieder berechnet: {what} (war fest am {before}){moved}.",
        "anchor fixed": "Termin festgelegt: {what}, {after} statt {before}{why}{moved}.",
        "anchor released": "Termin wird wieder berechnet: {what}, {after} statt {before}{moved}.",
        "calendar changed": "Der Kalender der Kommune hat sich geändert{moved}.",
        "condition answered": "Beantwortet: {what} – {after}{why}.",
        "held": "Ruht vom {first} bis {until}{phase}{why}{moved}.",
        "hold changed": "Die Ruhezeit ist geändert: vom {first} bis {until}{phase}{why}{moved}.",
        "hold called off": "Die Ruhezeit entfällt{moved}.",
        "module chosen": "Ein Modul ist hinzugekommen{moved}.",
        "module dropped": "Ein Modul ist entfallen{moved}.",
        "plan upgraded": "Das Projekt folgt einer neueren Fassung des Plans{moved}.",
        "plan upgrade undone": "Das Projekt folgt wieder der früheren Fassung des Plans{moved}.",
        "not responsible": "„Nicht zuständig“ geantwortet: {what}.",
        "follow-up opened": "Wiedervorlage: {request}",
        "follow-up closed": "Wiedervorlage geschlossen: {request}",
        "follow-up done": "Wiedervorlage erledigt: {request}",
        "follow-up accepted": "Angenommen: {request}",
        "follow-up rejected": "Abgelehnt: {request}",
        "follow-up declined": "Abgelehnt: {request}",
        "follow-up released": "Freigegeben: {request}",
        "follow-up confirmed": "Bestätigt: {request}",
        "follow-up dropped": "Nicht freigegeben: {request}",
        "file added": "Datei hinzugefügt: {what}.",
        "file taken back": "Datei zurückgenommen: {what}.",
        "file deleted": "Datei gelöscht: {what}.",
        "role filled": "Rolle neu besetzt: {what}.",
        "hand-over planned": "Übergabe geplant: {what}.",
        "kommune added": "Kommune angelegt.",
        "kommune changed": "Angaben zur Kommune geändert.",
        "day entered": "Tag in den Kalender der Kommune eingetragen: {day}, {after}.",
        "day taken back": "Tag aus dem Kalender der Kommune genommen: {day}, {before}.",
        "rungs held": "Erinnerung zurückgehalten: {what}.",
        "record kept": "Ein Modul hat etwas zum Projekt festgehalten.",
        "record dropped": "Ein Modul hat etwas zum Projekt gelöscht.",
        "record upgraded": "Ein Modul hat seine Angaben zum Projekt auf den neuen Stand gebracht.",
    },
    otherwise="{action}: {what}.",
    because=" – {why}",
    moved={True: "; 1 weiterer Termin verschoben", False: "; {number} weitere Termine verschoben"},
    answers={True: "ja", False: "nein"},
    nothing="–",
)

ENGLISH = Happenings(
    said={
        "project started": "Project begun; it starts on {start}.",
        "phase reached": "New phase: {after} (before: {before}).",
        "phase not known": "The dates of the project cannot be computed{why}.",
        "task done": "Done: {what}.",
        "task waived": "Waived: {what}{why}.",
        "task reopened": "Open again: {what}.",
        "task opened": "New task: {what}, due on {due}{why}.",
        "deadline moved": "Deadline moved: {what}, {after} instead of {before}{why}{moved}.",
        "deadline released": "Deadline computed again: {what} (was fixed on {before}){moved}.",
        "anchor fixed": "Date fixed: {what}, {after} instead of {before}{why}{moved}.",
        "anchor released": "Date computed again: {what}, {after} instead of {before}{moved}.",
        "calendar changed": "The calendar of the municipality has changed{moved}.",
        "condition answered": "Answered: {what} – {after}{why}.",
        "held": "Rests from {first} until {until}{phase}{why}{moved}.",
        "hold changed": "The rest has changed: from {first} until {until}{phase}{why}{moved}.",
        "hold called off": "The rest is called off{moved}.",
        "module chosen": "A module has come in{moved}.",
        "module dropped": "A module has been dropped{moved}.",
        "plan upgraded": "The project follows a newer version of the plan{moved}.",
        "plan upgrade undone": "The project follows the former version of the plan again{moved}.",
        "not responsible": "“Not responsible” was the answer: {what}.",
        "follow-up opened": "Follow-up: {request}",
        "follow-up closed": "Follow-up closed: {request}",
        "follow-up done": "Follow-up done: {request}",
        "follow-up accepted": "Accepted: {request}",
        "follow-up rejected": "Rejected: {request}",
        "follow-up declined": "Declined: {request}",
        "follow-up released": "Released: {request}",
        "follow-up confirmed": "Confirmed: {request}",
        "follow-up dropped": "Not released: {request}",
        "file added": "File added: {what}.",
        "file taken back": "File taken back: {what}.",
        "file deleted": "File deleted: {what}.",
        "role filled": "Role filled anew: {what}.",
        "hand-over planned": "Hand-over planned: {what}.",
        "kommune added": "Municipality entered.",
        "kommune changed": "The data of the municipality have changed.",
        "day entered": "Day entered into the calendar of the municipality: {day}, {after}.",
        "day taken back": "Day taken out of the calendar of the municipality: {day}, {before}.",
        "rungs held": "Reminder held back: {what}.",
        "record kept": "A module has kept something about the project.",
        "record dropped": "A module has deleted something about the project.",
        "record upgraded": "A module has brought what it keeps about the project up to date.",
    },
    otherwise="{action}: {what}.",
    because=" – {why}",
    moved={True: "; 1 other date moved", False: "; {number} other dates moved"},
    answers={True: "yes", False: "no"},
    nothing="–",
)
