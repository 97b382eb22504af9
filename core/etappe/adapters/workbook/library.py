"""The few words of openpyxl that are spoken here, with types; it brings none itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import BinaryIO, Protocol, cast


class ReadCell(Protocol):
    """A cell that was read."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...


class ReadSheet(Protocol):
    """A sheet that is read row by row."""

    @property
    def title(self) -> str: ...
    def reset_dimensions(self) -> None: ...
    def iter_rows(self) -> Iterable[Sequence[ReadCell]]: ...


class ReadBook(Protocol):
    """A workbook that is read."""

    @property
    def worksheets(self) -> Sequence[ReadSheet]: ...
    def close(self) -> None: ...


class Font(Protocol):
    """How letters look."""


class WrittenCell(Protocol):
    """A cell that is written."""

    value: object
    data_type: str
    number_format: str
    font: Font


class ColumnLook(Protocol):
    """How a column looks."""

    width: float


class AutoFilter(Protocol):
    """The buttons in the headings that filter."""

    ref: str


class Choices(Protocol):
    """What can be chosen in cells."""

    def add(self, cells: str) -> None: ...


class WrittenSheet(Protocol):
    """A sheet that is written."""

    freeze_panes: str
    auto_filter: AutoFilter
    column_dimensions: dict[str, ColumnLook]

    def cell(self, row: int, column: int) -> WrittenCell: ...
    def add_data_validation(self, choices: Choices) -> None: ...


class Properties(Protocol):
    """Who made a workbook."""

    creator: str


class WrittenBook(Protocol):
    """A workbook that is written."""

    properties: Properties
    active: object

    def remove(self, sheet: object) -> None: ...
    def create_sheet(self, title: str) -> WrittenSheet: ...
    def save(self, file: BinaryIO) -> None: ...


def load(content: BinaryIO) -> ReadBook:
    """A workbook to read row by row, its formulas as they are written."""
    # keep_links: what other workbooks say is none of ours
    load_workbook = import_module("openpyxl").load_workbook
    return cast(ReadBook, load_workbook(content, read_only=True, keep_links=False))


def new_book() -> WrittenBook:
    """A workbook without any sheet."""
    book = cast(WrittenBook, import_module("openpyxl").Workbook())
    book.remove(book.active)
    return book


def bold() -> Font:
    """Letters of headings."""
    return cast(Font, import_module("openpyxl.styles").Font(bold=True))


def choices_of(words: Sequence[str]) -> Choices:
    """One of some words, or nothing; another one is refused by the program that shows the sheet."""
    validation = import_module("openpyxl.worksheet.datavalidation").DataValidation
    listed = f'"{",".join(words)}"'
    return cast(
        Choices,
        validation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True, errorStyle="stop"),
    )
