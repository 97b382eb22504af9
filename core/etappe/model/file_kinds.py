"""Which files are taken: told by the ending and by the content, which have to agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from io import BytesIO
from struct import error as StructError
from zipfile import BadZipFile, ZipFile, is_zipfile

from etappe.errors import FileNotTaken
from etappe.model.file_names import ending_of


class FileKind(StrEnum):
    """A kind of file, by its media type."""

    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"
    PDF = "application/pdf"
    PNG = "image/png"
    JPG = "image/jpeg"


ENDINGS: Mapping[str, FileKind] = {
    "xlsx": FileKind.XLSX,
    "csv": FileKind.CSV,
    "pdf": FileKind.PDF,
    "png": FileKind.PNG,
    "jpg": FileKind.JPG,
    "jpeg": FileKind.JPG,
}
ZIP, PDF, JPG = b"PK\x03\x04", b"%PDF-", b"\xff\xd8\xff"
PNG, PNG_HEAD = b"\x89PNG\r\n\x1a\n", b"IHDR"
MOST_PARTS = 1_000
WORKBOOK_PARTS = frozenset({"[content_types].xml", "xl/workbook.xml"})
MACROS = "vbaproject.bin"
OTHER_THAN_TEXT = ("<", "%PDF-", "{\\rtf", "#!")
"""What a program would take for a page, a document or a script."""
LINES = frozenset("\t\r\n")


def require_kind(name: str, content: bytes) -> FileKind:
    """The kind of a file, where its ending and its content agree on one; raises `FileNotTaken`."""
    kind = ENDINGS.get(ending_of(name))
    if kind is None or not _LOOKS[kind](content):
        raise FileNotTaken(name=name)
    return kind


def _is_workbook(content: bytes) -> bool:
    """Whether it is an archive with the parts of a workbook and nothing before it; nothing is unpacked."""
    if not content.startswith(ZIP):
        return False
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (BadZipFile, StructError, ValueError, OverflowError, OSError, NotImplementedError):
        return False
    names = {part.filename.casefold() for part in parts}
    whole = len(parts) <= MOST_PARTS and min(part.header_offset for part in parts) == 0 if parts else False
    return whole and names >= WORKBOOK_PARTS and not any(name.endswith(MACROS) for name in names)


def _is_text(content: bytes) -> bool:
    """Whether it is a text that programs take for nothing else; Excel writes UTF-8 or Windows-1252."""
    text = _decoded(content)
    if text is None or text.lstrip().startswith(OTHER_THAN_TEXT):
        return False
    return all(c in LINES or (c >= " " and c != "\x7f") for c in text) and not is_zipfile(BytesIO(content))


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _beginning(*starts: tuple[int, bytes]) -> Callable[[bytes], bool]:
    """What looks for bytes at their places, and refuses a file that is an archive as well."""

    def looks(content: bytes) -> bool:
        return all(content.startswith(start, at) for at, start in starts) and not is_zipfile(BytesIO(content))

    return looks


_LOOKS: Mapping[FileKind, Callable[[bytes], bool]] = {
    FileKind.XLSX: _is_workbook,
    FileKind.CSV: _is_text,
    FileKind.PDF: _beginning((0, PDF)),
    FileKind.PNG: _beginning((0, PNG), (12, PNG_HEAD)),
    FileKind.JPG: _beginning((0, JPG)),
}
