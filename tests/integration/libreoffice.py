"""A spreadsheet program that we did not write: it opens our workbooks, and saves ones that we open."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.databases import REQUIRED

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Commas, UTF-8, cells as they are shown, and one file for each sheet."""


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """The program, with a profile and a folder of its own."""

    program: str
    folder: Path

    def shown(self, workbook: Path) -> dict[str, list[list[str]]]:
        """What people see in each sheet, by its title."""
        self._convert(workbook, EVERY_SHEET)
        files = self.folder.glob("*.csv")
        return {file.stem.removeprefix(f"{workbook.stem}-"): _rows(file) for file in files}

    def saved(self, workbook: Path) -> Path:
        """The workbook as the program saves it."""
        self._convert(workbook, "xlsx:Calc MS Excel 2007 XML")
        return self.folder / workbook.name

    def flat(self, workbook: Path) -> str:
        """The workbook as one text of XML, formulas and types included."""
        self._convert(workbook, "fods")
        return (self.folder / f"{workbook.stem}.fods").read_text("utf-8")

    def _convert(self, workbook: Path, to: str) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        words: list[str | Path] = [
            self.program,
            profile,
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            self.folder,
            workbook,
        ]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}
        subprocess.run(words, env=environment, check=True, capture_output=True, timeout=300)


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def libreoffice_in(folder: Path) -> LibreOffice:
    """The program, if it is installed; else the test is skipped, or fails where it is required."""
    program = shutil.which("soffice")
    if program is None:
        reason = "no LibreOffice: soffice is not on the PATH; install libreoffice-calc"
        if "libreoffice" in REQUIRED:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    (folder / "libreoffice").mkdir()
    return LibreOffice(program, folder / "libreoffice")
