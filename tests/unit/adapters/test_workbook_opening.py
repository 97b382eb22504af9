"""What a stranger's workbook may hold before anybody parses it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_LZMA, ZipFile

import pytest

from etappe.adapters.workbook.inspecting import LAST_ROW, MOST_CELLS, MOST_ELEMENTS, MOST_ROWS
from etappe.adapters.workbook.opening import content_of, opened
from etappe.errors import FileUnreadable, NotAWorkbook, WorkbookTooLarge, WorkbookUnsound
from tests.unit.adapters.workbooks import (
    BEGIN,
    END,
    MB,
    SHEET,
    bomb,
    million_rows,
    stored,
    with_parts,
    with_sheet,
    workbook,
)

GOOD = workbook(("a", "b"))


def looked_at(file: Path) -> BytesIO:
    """What a file holds, opened."""
    return opened(file, content_of(file))


def too_large(folder: Path, content: bytes) -> str:
    """What of a workbook is too much."""
    with pytest.raises(WorkbookTooLarge) as refused:
        looked_at(stored(folder, content))
    return str(refused.value).partition("book.xlsx' is too large to be read: ")[2].partition(";")[0]


def no_workbook(folder: Path, content: bytes, name: str = "book.xlsx") -> str:
    """What a file is instead of a workbook."""
    with pytest.raises(NotAWorkbook) as refused:
        looked_at(stored(folder, content, name))
    return str(refused.value).partition(f"{name}' is ")[2].partition(";")[0]


def unsound(folder: Path, content: bytes) -> str:
    """Why a workbook cannot be read."""
    with pytest.raises(WorkbookUnsound) as refused:
        looked_at(stored(folder, content))
    return str(refused.value).partition("book.xlsx' cannot be read: ")[2].partition(";")[0]


def test_only_parts_that_are_read_are_handed_on(tmp_path: Path) -> None:
    parts = {"customXml/item1.xml": b"no xml", "xl/media/a.png": b"\x89PNG", "docProps/core.xml": b"<a/>"}

    with ZipFile(looked_at(stored(tmp_path, with_parts(parts)))) as kept:
        names = set(kept.namelist())

    assert SHEET in names
    assert not names & set(parts)


def test_a_bomb_is_refused_by_what_comes_out_of_it(tmp_path: Path) -> None:
    content = bomb()

    assert MB < len(content) < 5 * MB
    assert too_large(tmp_path, content) == "it inflates to more than 50 MB"


def test_a_small_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    content = with_parts({"xl/media/image1.bin": (bytes(MB) for _ in range(8))})

    assert too_large(tmp_path, content) == "it inflates to more than 100 times its size"


def test_what_a_header_claims_is_not_believed(tmp_path: Path) -> None:
    content = with_parts({SHEET: BEGIN + b"<row/>" * 3000 + END})
    claimed = len(BEGIN + b"<row/>" * 3000 + END).to_bytes(4, "little")
    assert content.count(claimed) == 2

    assert unsound(tmp_path, content.replace(claimed, (100).to_bytes(4, "little"))) != ""


def test_a_million_rows_are_refused(tmp_path: Path) -> None:
    assert too_large(tmp_path, million_rows()) == f"'{SHEET}' has more than 20,000 rows"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([b"<row/>"] * (MOST_ROWS + 1), "has more than 20,000 rows"),
        ([b"<row>", b"<c/>" * (MOST_CELLS + 1), b"</row>"], "has more than 16,384 cells"),
        ([b"<row r='%d'/>" % (LAST_ROW + 1)], "has a row 1048577, more than 1,048,576"),
        ([b"<row r='1e9'/>"], "has a row 1e9, more than 1,048,576"),
        ([b"<a>" * 70, b"</a>" * 70], "is nested more than 64 deep"),
        ([b"<row><c><is><t>", b"x" * 32_768, b"</t></is></c></row>"], "has more than 32,767 characters"),
        ([b"<row a='", b"x" * 3 * MB, b"'/>"], "has a tag of more than 1 MB"),
        ([b"<row>" + b"<c/>" * 16_000 + b"</row>"] * 40, f"more than {MOST_ELEMENTS:,} cells"),
    ],
)
def test_what_would_cost_too_much_is_refused(tmp_path: Path, rows: Iterable[bytes], found: str) -> None:
    content = with_parts({"xl/media/noise.bin": _noise(), SHEET: [BEGIN, *rows, END]})

    assert found in too_large(tmp_path, content)


def test_as_many_rows_as_may_be_are_read(tmp_path: Path) -> None:
    content = with_sheet([b"<row><c><v>1</v></c></row>"] * MOST_ROWS)

    assert looked_at(stored(tmp_path, content)).readable()


def test_a_large_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    assert too_large(tmp_path, bytes(5 * MB + 1)) == "it has more than 5 MB"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    content = with_parts({f"xl/media/{n}.png": b"" for n in range(200)})

    assert "parts, more than 200" in too_large(tmp_path, content)


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a SYSTEM "http://evil.example/a.dtd">',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_declared_entities_are_refused(tmp_path: Path, declared: bytes, part: str) -> None:
    assert unsound(tmp_path, with_parts({part: declared + b"<a/>"})) == (
        f"'{part}' declares entities, as no workbook does"
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (b"Kommune;Tag\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook of an old Excel (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (with_parts({"xl/vbaProject.bin": b"x"}), "a workbook with macros"),
        (with_parts({"xl/workbook.bin": b"x"}), "a binary workbook (.xlsb)"),
        (with_parts({"mimetype": b"x", "content.xml": b"<a/>"}), "an OpenDocument file"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(tmp_path: Path, content: bytes, found: str) -> None:
    assert no_workbook(tmp_path, content) == found


def test_an_archive_of_something_else_is_no_workbook(tmp_path: Path) -> None:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("letter.txt", "Hello")

    assert no_workbook(tmp_path, written.getvalue()) == "an archive without a workbook"


def test_a_workbook_with_macros_is_refused_by_its_name_too(tmp_path: Path) -> None:
    assert no_workbook(tmp_path, GOOD, "book.xlsm") == "a workbook with macros"


def test_a_part_with_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(GOOD)
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1

    assert no_workbook(tmp_path, bytes(content)) == "protected by a password"


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    content = with_parts({"xl/worksheets/sheet2.xml": b"<a/>"})

    doubled = content.replace(b"xl/worksheets/sheet2.xml", SHEET.encode())

    assert unsound(tmp_path, doubled) == "it has two parts of the same name"


def test_another_packing_is_refused(tmp_path: Path) -> None:
    written = BytesIO(GOOD)
    with ZipFile(written, "a", ZIP_LZMA) as archive:
        archive.writestr("xl/other.xml", "<a/>")

    assert unsound(tmp_path, written.getvalue()) == "'xl/other.xml' is packed as no workbook is"


@pytest.mark.parametrize("end", [10, 200, -30])
def test_half_a_workbook_is_refused(tmp_path: Path, end: int) -> None:
    assert unsound(tmp_path, GOOD[:end]) != ""


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="No such file"):
        looked_at(tmp_path / "none.xlsx")


def _noise() -> bytes:
    """What nothing shortens, so that the ratio is no reason."""
    seed, noise = 1, bytearray()
    for _ in range(MB // 4):
        seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
        noise += seed.to_bytes(4, "little")
    return bytes(noise)
