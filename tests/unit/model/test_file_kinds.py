"""A file is what its ending and its content both say, or it is not taken."""

from __future__ import annotations

import pytest

from etappe.errors import FileNotTaken
from etappe.model.file_kinds import ENDINGS, FileKind, require_kind
from tests.files import CSV, EVERY_KIND, JPG, PDF, PNG, WORKBOOK, XLSX, archive


@pytest.mark.parametrize(("name", "content"), EVERY_KIND.items())
def test_each_kind_is_known_by_ending_and_content(name: str, content: bytes) -> None:
    assert require_kind(name, content) is ENDINGS[name.rpartition(".")[2].lower()]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("name", "content"), EVERY_KIND.items())
def test_a_file_under_the_ending_of_another_kind_is_refused(ending: str, name: str, content: bytes) -> None:
    if require_kind(name, content) is ENDINGS[ending]:
        return

    with pytest.raises(FileNotTaken):
        require_kind(f"anders.{ending}", content)


POLYGLOTS = {
    "a PDF that is an archive": ("a.pdf", PDF + archive(["Evil.class"])),
    "a picture that is an archive": ("a.png", PNG + archive(["Evil.class"])),
    "a photo that is an archive": ("a.jpg", JPG + archive(["Evil.class"])),
    "a table that is an archive": ("a.csv", CSV + archive(["Evil.class"])),
    "a PDF with a page before it": ("a.pdf", b"<script>alert(1)</script>" + PDF),
    "a workbook with a program before it": ("a.xlsx", b"MZ" + XLSX),
    "a workbook behind another archive": ("a.xlsx", archive(["evil.exe"]) + XLSX),
    "a workbook with macros": ("a.xlsx", archive([*WORKBOOK, "xl/vbaProject.bin"])),
    "a text document": ("a.xlsx", archive(["[Content_Types].xml", "word/document.xml"])),
    "an empty archive": ("a.xlsx", b"PK\x05\x06" + bytes(18)),
    "half a workbook": ("a.xlsx", XLSX[: len(XLSX) // 2]),
    "a workbook with a thousand parts": ("a.xlsx", archive([*WORKBOOK, *map(str, range(1000))])),
    "a page": ("a.csv", b"\xef\xbb\xbf \n<html><script>alert(1)</script>"),
    "a drawing with a script": ("a.csv", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a script": ("a.csv", b"#!/bin/sh\nrm -rf /\n"),
    "a text with NUL": ("a.csv", b"Name;Amt\x00"),
    "UTF-16": ("a.csv", "Name;Amt".encode("utf-16")),
    "a picture of another kind": ("a.png", b"GIF89a" + bytes(40)),
    "a page named like a picture": ("a.png.html", PNG),
    "a drawing": ("a.svg", b"<svg/>"),
    "a program": ("a.exe", b"MZ"),
    "no ending": ("pdf", PDF),
    "an ending and nothing before it, cleaned": ("", PDF),
}


@pytest.mark.parametrize(("name", "content"), POLYGLOTS.values(), ids=list(POLYGLOTS))
def test_what_is_several_things_or_another_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileNotTaken):
        require_kind(name, content)


@pytest.mark.parametrize("content", [CSV, "Straße;Zürich".encode("cp1252"), b"\xef\xbb\xbf" + CSV])
def test_a_table_is_taken_in_the_encodings_of_excel(content: bytes) -> None:
    assert require_kind("liste.csv", content) is FileKind.CSV
