"""What cells of a spreadsheet hold, and how a text is kept from being anything but a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST = 32_000
"""Characters; Excel keeps 32,767 of them in a cell."""
UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Marks that turn the direction of what follows, and what no XML may hold."""
RISKY = re.compile(r"[\s']*[=+\-@＝＋－＠]")
"""Programs take what begins like this for a formula; the apostrophe keeps the way back unambiguous."""
MARK = "'"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell; its value is not trusted."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """What stands in a cell that could not be computed, like #REF!."""

    text: str


Raw = str | int | float | bool | date | datetime | time | timedelta | Formula | CellError | None
"""What a workbook has in a cell."""
Cell = str | int | date | None
"""What etappe writes into one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet that is written; its width is in characters."""

    heading: str
    width: int = 16
    choices: tuple[str, ...] = ()
    """What can be chosen in its cells, where not everything goes."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that is written, with a heading above each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that was read, with the number that people see beside it."""

    number: int
    cells: tuple[Raw, ...]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet that was read; rows without any content are left out."""

    title: str
    rows: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong or noteworthy about a cell."""

    sheet: str
    cell: str
    """Its place as spreadsheets write it, like E7."""
    text: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}: {self.text}"


def in_reading_order(problem: CellProblem) -> tuple[str, int, int, str]:
    """What problems are sorted by: their sheet, then row by row."""
    letters = problem.cell.rstrip("0123456789")
    return problem.sheet, int(problem.cell[len(letters) :] or 0), len(letters), letters


def plain(text: str) -> str:
    """A text in one line, without what nobody sees."""
    visible = (c for c in UNSEEN.sub("", text) if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    return " ".join("".join(visible).split())


def harmless(text: str) -> str:
    """A text for a cell, with a mark before what would be taken for a formula."""
    text = plain(text)[:LONGEST]
    return MARK + text if RISKY.match(text) else text


def without_mark(text: str) -> str:
    """What a cell's text was before `harmless` marked it."""
    return text[1:] if text.startswith(MARK) and RISKY.match(text[1:]) else text


def letters_of(number: int) -> str:
    """The name of a column, counted from 1: A to Z, then AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
