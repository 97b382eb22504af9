"""Read one row of a spreadsheet: what is wrong with a cell is noted with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from etappe.model.cell_words import CellWords
from etappe.model.cells import CellError, CellProblem, Formula, Raw, RawRow, letters_of, plain, without_mark
from etappe.model.days import day_in

LONGEST_TEXT = 200
SHOWN = 60
"""Characters of a cell that a sentence quotes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, and in which column each of its fields."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    """By field, counted from 1."""

    def cell(self, field: str) -> str:
        """The cell of a field, like E7; the row alone where the sheet lacks its column."""
        return f"{letters_of(self.columns.get(field, 0))}{self.row}"

    def problem(self, field: str, text: str) -> CellProblem:
        """What is wrong with the cell of a field."""
        return CellProblem(self.sheet, self.cell(field), text)


@dataclass(slots=True)
class RowReader:
    """Reads the fields of one row and notes what is wrong with them."""

    place: Place
    row: RawRow
    problems: list[CellProblem]
    words: CellWords

    def text(self, field: str) -> str:
        """A text without the mark of an export; empty where there is none, or none that can be read."""
        value = self._value(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._note(field, self.words.no_text.format(text=self._quoted(value), kind=self._kind(value)))
            return ""
        text = " ".join(without_mark(value.strip()).split())
        fault = self._fault(text)
        if fault:
            self._note(field, fault)
        return "" if fault else text

    def required(self, field: str) -> str:
        """A text that has to be there."""
        before = len(self.problems)
        text = self.text(field)
        if not text and len(self.problems) == before:
            self._note(field, self.words.missing)
        return text

    def day(self, field: str) -> date | None:
        """A day; None where there is none, or none that can be read."""
        value = self._value(field)
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            if value.time() == time.min:
                return value.date()
            self._note(field, self.words.not_only_a_day.format(text=f"{value:%d.%m.%Y %H:%M}"))
            return None
        day = day_in(value) if isinstance(value, str) else value
        if type(day) is date:
            return day
        self._note(field, self.words.no_day.format(text=self._quoted(value)))
        return None

    def _value(self, field: str) -> Raw:
        number = self.place.columns.get(field, 0)
        value = self.row.cells[number - 1] if 0 < number <= len(self.row.cells) else None
        if isinstance(value, Formula | CellError):
            sentence = self.words.formula if isinstance(value, Formula) else self.words.failed
            self._note(field, sentence.format(text=plain(value.text)[:SHOWN]))
            return None
        return value.strip() if isinstance(value, str) else value

    def _fault(self, text: str) -> str | None:
        if not text.isprintable():
            return self.words.unseen
        too_long = len(text) > LONGEST_TEXT
        return self.words.too_long.format(length=len(text), most=LONGEST_TEXT) if too_long else None

    def _kind(self, value: Raw) -> str:
        if isinstance(value, bool):
            return self.words.truth
        return self.words.number if isinstance(value, int | float) else self.words.moment

    def _quoted(self, value: Raw) -> str:
        if isinstance(value, bool):
            return str(value).upper()
        text = f"{value:%d.%m.%Y}" if isinstance(value, date) else plain(str(value))[:SHOWN]
        return self.words.quoted.format(text=text)

    def _note(self, field: str, text: str) -> None:
        self.problems.append(self.place.problem(field, text))
