"""Look through the XML of a workbook before a library builds anything of it."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers.expat import ParserCreate

MOST_ROWS = 20_000
"""Of one sheet."""
LAST_ROW = 1_048_576
"""The last row that Excel knows; a row that claims to be further down would be searched for."""
MOST_CELLS = 16_384
"""Of one row: the columns that Excel knows."""
MOST_ELEMENTS = 600_000
"""Of all parts together: openpyxl reads them in some seconds."""
DEEPEST = 64
LONGEST_TEXT = 32_767
"""Characters that Excel keeps in a cell."""
LONGEST_TAG = 1024 * 1024
"""Bytes."""

Refuse = Callable[[str], None]
"""What raises; it is told what was found."""


class Inspector:
    """Is fed the XML of a workbook, part by part, piece by piece, and refuses what would cost too much.

    It builds nothing. openpyxl reads sheets with a parser that expands entities: none may be declared.
    """

    def __init__(self, refuse: Refuse, entities: Callable[[str], None]) -> None:
        self._refuse = refuse
        self._entities = entities
        self._elements = 0
        self.begin("")

    def begin(self, part: str) -> None:
        """Say that the next bytes are those of another part."""
        self._part = part
        self._fed = self._rows = self._cells = self._depth = self._length = 0
        self._parser = ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._declares

    def feed(self, piece: bytes) -> None:
        """Look at the next bytes."""
        self._parser.Parse(piece)
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > LONGEST_TAG:
            self._refuse(f"'{self._part}' has a tag of more than 1 MB")

    def finish(self) -> None:
        """Say that there is no more."""
        self._parser.Parse(b"", True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._length = 0
        self._depth += 1
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            self._refuse(f"it has more than {MOST_ELEMENTS:,} cells and other elements")
        if self._depth > DEEPEST:
            self._refuse(f"'{self._part}' is nested more than {DEEPEST} deep")
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cells += 1
            if self._cells > MOST_CELLS:
                self._refuse(f"a row of '{self._part}' has more than {MOST_CELLS:,} cells")
        elif name == "row":
            self._begin_row(attributes.get("r", ""))

    def _begin_row(self, number: str) -> None:
        self._cells = 0
        self._rows += 1
        if self._rows > MOST_ROWS:
            self._refuse(f"'{self._part}' has more than {MOST_ROWS:,} rows")
        if _number(number) > LAST_ROW:
            self._refuse(f"'{self._part}' has a row {number[:20]}, more than {LAST_ROW:,}")

    def _end(self, _: str) -> None:
        self._depth -= 1
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            self._refuse(f"a text in '{self._part}' has more than {LONGEST_TEXT:,} characters")

    def _declares(self, *_: object) -> None:
        self._entities(self._part)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0
