"""Open a stranger's workbook: bounded by what really comes out of it, and without what is not read anyway."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from etappe.adapters.workbook.inspecting import Inspector
from etappe.errors import EtappeError, FileUnreadable, NotAWorkbook, WorkbookTooLarge, WorkbookUnsound

MB = 1024 * 1024
LARGEST_FILE = 5 * MB
MOST_PARTS = 200
MOST_INFLATED = 50 * MB
HIGHEST_RATIO = 100
SMALL = MB
"""What inflates to less than this may do so as wildly as it likes."""
PIECE = 64 * 1024
ENCRYPTED = 1
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PASSWORD = "EncryptedPackage".encode("utf-16-le")
TYPES = "[Content_Types].xml"
NOT_NEEDED = (
    "customXml/",
    "docProps/",
    "xl/charts/",
    "xl/chartsheets/",
    "xl/drawings/",
    "xl/media/",
    "xl/theme/",
)


def opened(file: Path, content: bytes) -> BytesIO:
    """The parts of a workbook that are read, in an archive of their own; every byte of it was looked at.

    Raises `NotAWorkbook`, `WorkbookTooLarge`, `WorkbookUnsound`, which name the file.
    """
    if len(content) > LARGEST_FILE:
        raise WorkbookTooLarge(file=file, found=f"it has more than {LARGEST_FILE // MB} MB")
    _require_workbook(file, content)
    kept = BytesIO()
    with sound(file), ZipFile(BytesIO(content)) as archive, ZipFile(kept, "w", ZIP_STORED) as copy:
        _Unpacking(file, len(content)).copy(archive, copy)
    kept.seek(0)
    return kept


@contextmanager
def sound(file: Path) -> Generator[None]:
    """Let whatever goes wrong in here be the fault of a file; raises `WorkbookUnsound`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which are not read
            yield
    except EtappeError:
        raise
    except Exception as error:
        # nobody lists what a stranger's bytes make zipfile, expat and openpyxl raise
        cause = " ".join(str(error).split())[:120] or type(error).__name__
        raise WorkbookUnsound(file=file, cause=cause) from error


def content_of(file: Path) -> bytes:
    """What a file holds, no more than one byte beyond what is read; raises `FileUnreadable`."""
    try:
        with file.open("rb") as handle:
            return handle.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FileUnreadable(file=file, cause=error.strerror or type(error).__name__) from None


def _require_workbook(file: Path, content: bytes) -> None:
    """Refuse what is no .xlsx by its first bytes and its name; raises `NotAWorkbook`."""
    if file.suffix.lower() in {".xlsm", ".xltm"}:
        raise NotAWorkbook(file=file, found="a workbook with macros")
    if content.startswith(OLD_OFFICE):
        found = "protected by a password" if PASSWORD in content else "a workbook of an old Excel (.xls)"
        raise NotAWorkbook(file=file, found=found)
    if not content:
        raise NotAWorkbook(file=file, found="empty")
    if not content.startswith(ZIP):
        raise NotAWorkbook(file=file, found="no workbook")


class _Unpacking:
    """Inflates an archive, counts what comes out, and copies the parts that are read."""

    def __init__(self, file: Path, size: int) -> None:
        self._file = file
        self._size = size
        self._inflated = 0
        self._inspector = Inspector(self._refuse, self._declares)

    def copy(self, archive: ZipFile, to: ZipFile) -> None:
        """Copy the parts that are read."""
        parts = archive.infolist()
        self._require_few(parts)
        self._require_kind({part.filename.casefold() for part in parts}, archive)
        for part in parts:
            self._copy(archive, part, to)

    def _require_few(self, parts: list[ZipInfo]) -> None:
        if len(parts) > MOST_PARTS:
            self._refuse(f"it consists of {len(parts):,} parts, more than {MOST_PARTS}")
        names = {part.filename for part in parts}
        if len(names) < len(parts):
            raise WorkbookUnsound(file=self._file, cause="it has two parts of the same name")
        for part in parts:
            if part.flag_bits & ENCRYPTED:
                raise NotAWorkbook(file=self._file, found="protected by a password")
            if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                cause = f"'{part.filename}' is packed as no workbook is"
                raise WorkbookUnsound(file=self._file, cause=cause)

    def _require_kind(self, names: set[str], archive: ZipFile) -> None:
        if any(name.endswith("vbaproject.bin") for name in names):
            raise NotAWorkbook(file=self._file, found="a workbook with macros")
        if "xl/workbook.bin" in names:
            raise NotAWorkbook(file=self._file, found="a binary workbook (.xlsb)")
        if "mimetype" in names and "content.xml" in names:
            raise NotAWorkbook(file=self._file, found="an OpenDocument file")
        if TYPES.casefold() not in names:
            raise NotAWorkbook(file=self._file, found="an archive without a workbook")

    def _copy(self, archive: ZipFile, part: ZipInfo, to: ZipFile) -> None:
        if not _is_read(part.filename):
            with archive.open(part) as source:
                while piece := source.read(PIECE):
                    self._count(piece)
            return
        self._inspector.begin(part.filename)
        with archive.open(part) as source, to.open(part.filename, "w") as target:
            while piece := source.read(PIECE):
                self._count(piece)
                self._inspector.feed(piece)
                target.write(piece)
        self._inspector.finish()

    def _count(self, piece: bytes) -> None:
        self._inflated += len(piece)
        if self._inflated > MOST_INFLATED:
            self._refuse(f"it inflates to more than {MOST_INFLATED // MB} MB")
        if self._inflated > max(SMALL, HIGHEST_RATIO * self._size):
            self._refuse(f"it inflates to more than {HIGHEST_RATIO} times its size")

    def _refuse(self, found: str) -> NoReturn:
        raise WorkbookTooLarge(file=self._file, found=found)

    def _declares(self, part: str) -> NoReturn:
        raise WorkbookUnsound(file=self._file, cause=f"'{part}' declares entities, as no workbook does")


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(NOT_NEEDED)
