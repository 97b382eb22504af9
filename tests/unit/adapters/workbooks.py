"""Workbooks for tests, good ones and bad ones: each is really built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from etappe.adapters.workbook.writing import workbook_of
from etappe.model.cells import Cell, Column, Table

DAY = date(2027, 5, 12)
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BEGIN, END = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), b"</sheetData></worksheet>"
MB = 1024 * 1024


def table(*rows: tuple[Cell, ...], title: str = "Termine", headings: tuple[str, ...] = ("A", "B")) -> Table:
    """A table to write."""
    return Table(title, tuple(Column(heading) for heading in headings), rows)


def workbook(*rows: tuple[Cell, ...]) -> bytes:
    """A workbook with one sheet called Termine."""
    return workbook_of([table(*rows)], "dd.mm.yyyy")


def with_parts(
    parts: Mapping[str, bytes | Iterable[bytes]], content: bytes | None = None, level: int = 9
) -> bytes:
    """A workbook in which some parts are others, as they come."""
    written = BytesIO()
    with (
        ZipFile(BytesIO(content or workbook(("a", "b")))) as good,
        ZipFile(written, "w", ZIP_DEFLATED, compresslevel=level) as bad,
    ):
        for name in good.namelist():
            if name not in parts:
                bad.writestr(name, good.read(name))
        for name, pieces in parts.items():
            with bad.open(name, "w", force_zip64=True) as part:
                for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                    part.write(piece)
    return written.getvalue()


def with_sheet(rows: bytes | Iterable[bytes]) -> bytes:
    """A workbook whose sheet has some rows as they come."""
    pieces = [rows] if isinstance(rows, bytes) else rows
    return with_parts({SHEET: (piece for part in ([BEGIN], pieces, [END]) for piece in part)})


def part_of(content: bytes, name: str) -> str:
    """The text of one part of a workbook."""
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def stored(folder: Path, content: bytes, name: str = "book.xlsx") -> Path:
    """A file with some content."""
    file = folder / name
    file.write_bytes(content)
    return file


def bomb() -> bytes:
    """A workbook of nearly 2 MB that inflates to 400."""
    return with_parts({"xl/media/image1.bin": (bytes(4 * MB) for _ in range(100))}, level=1)


def million_rows() -> bytes:
    """A workbook with a million rows, which say nothing of their numbers."""
    row = b"<row><c><v>1</v></c></row>"
    return with_sheet(row * 10_000 for _ in range(100))
