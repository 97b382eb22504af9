"""The sentences about cells of a spreadsheet, in each language: what is wrong, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellWords:
    """One language's sentences about cells."""

    no_headings: str
    absent: str
    heading_twice: str
    left: str
    missing: str
    formula: str
    failed: str
    quoted: str
    no_text: str
    truth: str
    number: str
    moment: str
    no_day: str
    not_only_a_day: str
    unseen: str
    too_long: str
    no_kind: str
    bad_address: str
    same_row: str
    two_names: str
    stale: str
    no_project: str
    no_kommune: str
    more: str
    """How many keys there are beside those that were named."""
    nothing: str


ENGLISH = CellWords(
    no_headings="The sheet is empty; begin with a row of headings: {known}.",
    absent="The column '{heading}' is missing; add it, or export the sheet again.",
    heading_twice="The heading '{heading}' comes twice; rename one of them.",
    left="The cell is empty; what is stored stays as it is.",
    missing="The cell is empty; fill it in, or delete the row.",
    formula="'{text}' is a formula, whose value is not trusted; write the value itself.",
    failed="'{text}' is what became of a formula; write the value itself.",
    quoted="'{text}'",
    no_text="{text} is {kind}, no text; write it as text.",
    truth="a truth value",
    number="a number",
    moment="a date or time",
    no_day="{text} is no day; write it as 12.05.2027.",
    not_only_a_day="'{text}' holds a time as well; write the day alone, as 12.05.2027.",
    unseen="The cell holds characters that nobody sees; type it again.",
    too_long="{length} characters are too many; use {most} at most.",
    no_kind="'{text}' is no kind of day; write one of {known}.",
    bad_address="'{address}' is no mail address; write it like name@example.org.",
    same_row="Row {row} is about the same; delete one of them.",
    two_names="'{email}' belongs to '{other}' in {cell}; an address is one person, correct one of them.",
    stale=(
        "It was {before} when the sheet was exported and is {now} now: somebody has moved it meanwhile; "
        "export the sheet again."
    ),
    no_project="There is no project '{text}'; there are: {known}.",
    no_kommune="There is no Kommune '{text}'; there are: {known}.",
    more=" and {number} more",
    nothing="none",
)

GERMAN = CellWords(
    no_headings="Das Blatt ist leer. Bitte beginnen Sie mit einer Zeile aus Überschriften: {known}.",
    absent="Die Spalte „{heading}“ fehlt. Bitte ergänzen Sie sie, oder laden Sie die Mappe neu herunter.",
    heading_twice="Die Überschrift „{heading}“ kommt zweimal vor. Bitte benennen Sie eine um.",
    left="Die Zelle ist leer; was gespeichert ist, bleibt.",
    missing="Die Zelle ist leer. Bitte füllen Sie sie aus, oder löschen Sie die Zeile.",
    formula="„{text}“ ist eine Formel, deren Wert nicht zählt. Bitte schreiben Sie den Wert selbst.",
    failed="„{text}“ ist aus einer Formel geworden. Bitte schreiben Sie den Wert selbst.",
    quoted="„{text}“",
    no_text="{text} ist {kind} und kein Text. Bitte schreiben Sie es als Text.",
    truth="ein Wahrheitswert",
    number="eine Zahl",
    moment="ein Datum oder eine Uhrzeit",
    no_day="{text} ist kein Tag. Bitte schreiben Sie ihn wie 12.05.2027.",
    not_only_a_day="„{text}“ enthält eine Uhrzeit. Bitte schreiben Sie nur den Tag, wie 12.05.2027.",
    unseen="Die Zelle enthält unsichtbare Zeichen. Bitte tippen Sie sie neu.",
    too_long="{length} Zeichen sind zu viele. Bitte höchstens {most}.",
    no_kind="„{text}“ ist keine Art von Tag. Bitte schreiben Sie eine von: {known}.",
    bad_address="„{address}“ ist keine E-Mail-Adresse. Bitte schreiben Sie sie wie name@example.org.",
    same_row="In Zeile {row} geht es um dasselbe. Bitte löschen Sie eine der beiden.",
    two_names=(
        "„{email}“ gehört in {cell} zu „{other}“. Eine Adresse ist eine Person; bitte berichtigen Sie eine"
        " der beiden."
    ),
    stale=(
        "Beim Herunterladen war es der {before}, jetzt ist es der {now}: Jemand hat den Termin inzwischen"
        " verlegt. Bitte laden Sie die Mappe neu herunter."
    ),
    no_project="Ein Projekt „{text}“ gibt es nicht. Es gibt: {known}.",
    no_kommune="Eine Kommune „{text}“ gibt es nicht. Es gibt: {known}.",
    more=" und {number} weitere",
    nothing="keine",
)

CELL_WORDS: Mapping[str, CellWords] = {"de": GERMAN, "en": ENGLISH}
"""By language."""
