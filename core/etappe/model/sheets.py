"""What a workbook asks for: days of anchors, contacts, and days of Kommunen's own calendars."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from etappe.model.captions import Captions, SheetWords
from etappe.model.cell_reading import Place, RowReader
from etappe.model.cell_words import ENGLISH, CellWords
from etappe.model.cells import CellProblem, Raw, RawRow, RawSheet, letters_of, plain
from etappe.model.kommune import DayKind
from etappe.model.people import is_address

T = TypeVar("T", bound="AnchorRow | ContactRow | DayRow")


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """The day that a row wants an anchor to have."""

    place: Place
    project: str
    anchor: str
    day: date
    before: date | None = None
    """Its day when the sheet was exported."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who a row says fills a role; what is empty stays as it is."""

    place: Place
    kommune: str
    role: str
    name: str
    email: str
    deputy: str = ""
    deputy_email: str = ""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that a row enters; without a name it keeps its own, or gets that of its kind."""

    place: Place
    kommune: str
    kind: DayKind
    day: date
    name: str = ""


@dataclass(slots=True)
class Entries:
    """The good rows of a workbook, what is wrong with the others, and the cells that are left as they are."""

    anchors: list[AnchorRow] = field(default_factory=list[AnchorRow])
    contacts: list[ContactRow] = field(default_factory=list[ContactRow])
    days: list[DayRow] = field(default_factory=list[DayRow])
    problems: list[CellProblem] = field(default_factory=list[CellProblem])
    left: list[CellProblem] = field(default_factory=list[CellProblem])


@dataclass(frozen=True, slots=True)
class _Layout:
    """A sheet that is read: the fields that it has to have, and those that it may lack."""

    words: SheetWords
    required: tuple[str, ...]
    optional: tuple[str, ...]


def titles_read(captions: Captions) -> tuple[str, ...]:
    """The titles of the sheets that are read."""
    return captions.dates.title, captions.contacts.title, captions.days.title


def read_entries(sheets: Iterable[RawSheet], captions: Captions, words: CellWords = ENGLISH) -> Entries:
    """What the sheets of a workbook ask for; all faults are found in one go, and told in some words."""
    found = Entries()
    by_title = {sheet.title.strip().casefold(): sheet for sheet in sheets}
    dates = _Layout(captions.dates, ("project", "anchor", "day"), ("before",))
    if sheet := by_title.get(dates.words.title.casefold()):
        found.anchors += _rows(sheet, dates, found, words, _anchor, lambda r: (r.project, r.anchor))
    people = ("name", "email", "deputy", "deputy_email")
    contacts = _Layout(captions.contacts, ("kommune", "role", "name", "email"), people[2:])
    if sheet := by_title.get(contacts.words.title.casefold()):
        found.contacts += _rows(sheet, contacts, found, words, _contact, lambda r: (r.kommune, r.role))
    days = _Layout(captions.days, ("kommune", "kind", "day"), ("name",))
    if sheet := by_title.get(days.words.title.casefold()):
        read = _day_reader(captions.kinds)
        found.days += _rows(sheet, days, found, words, read, lambda r: (r.kommune, r.kind, r.day))
    found.problems += _two_names(found.contacts, words)
    return found


def _rows(
    sheet: RawSheet,
    layout: _Layout,
    found: Entries,
    words: CellWords,
    read: Callable[[RowReader, Entries], T | None],
    about: Callable[[T], Hashable],
) -> Iterable[T]:
    """The good rows of a sheet; two about the same are one too many."""
    columns = _columns(sheet, layout, found.problems, words)
    seen: dict[Hashable, int] = {}
    for raw in sheet.rows[1:] if columns else ():
        place, before = Place(sheet.title, raw.number, columns), len(found.problems)
        reader = RowReader(place, raw, found.problems, words)
        row = read(reader, found) if _says_anything(raw, columns) else None
        if row is None or len(found.problems) > before:
            continue
        first = seen.setdefault(about(row), raw.number)
        if first == raw.number:
            yield row
        else:
            found.problems.append(place.problem(layout.required[1], words.same_row.format(row=first)))


def _columns(
    sheet: RawSheet, layout: _Layout, problems: list[CellProblem], words: CellWords
) -> Mapping[str, int]:
    """The column of each field that is read, by the headings; none where they are at fault."""
    headings = {f: layout.words.headings[f] for f in (*layout.required, *layout.optional)}
    if not sheet.rows:
        problems.append(
            CellProblem(sheet.title, "A1", words.no_headings.format(known=", ".join(headings.values())))
        )
        return {}
    row, found, faults = sheet.rows[0], dict[str, int](), list[CellProblem]()
    wanted = {heading.casefold(): f for f, heading in headings.items()}
    for number, cell in enumerate(row.cells, 1):
        key = wanted.get(_heading(cell))
        if key in found:
            text = words.heading_twice.format(heading=headings[key])
            faults.append(CellProblem(sheet.title, f"{letters_of(number)}{row.number}", text))
        elif key:
            found[key] = number
    for key in layout.required:
        if key not in found:
            text = words.absent.format(heading=headings[key])
            faults.append(CellProblem(sheet.title, str(row.number), text))
    problems += faults
    return {} if faults else found


def _heading(cell: Raw) -> str:
    return plain(cell).casefold() if isinstance(cell, str) else ""


def _says_anything(raw: RawRow, columns: Mapping[str, int]) -> bool:
    cells = (raw.cells[n - 1] for n in columns.values() if n <= len(raw.cells))
    return any(cell is not None and cell != "" for cell in cells)


def _anchor(row: RowReader, found: Entries) -> AnchorRow | None:
    project, anchor = row.required("project"), row.required("anchor")
    before, faults = row.day("before"), len(row.problems)
    day = row.day("day")
    if day is None:
        if len(row.problems) == faults:
            found.left.append(row.place.problem("day", row.words.left))
        return None
    return AnchorRow(row.place, project, anchor, day, before)


def _contact(row: RowReader, _: Entries) -> ContactRow:
    fields = ("name", "email", "deputy", "deputy_email")
    said = {key: row.text(key) for key in fields}
    for key in ("email", "deputy_email"):
        if said[key] and not is_address(said[key]):
            row.problems.append(row.place.problem(key, row.words.bad_address.format(address=said[key])))
    return ContactRow(row.place, row.required("kommune"), row.required("role"), **said)


def _day_reader(kinds: Mapping[DayKind, str]) -> Callable[[RowReader, Entries], DayRow | None]:
    known = {word.casefold(): kind for kind, word in kinds.items()}

    def read(row: RowReader, found: Entries) -> DayRow | None:
        kommune, kind, name = row.required("kommune"), row.required("kind"), row.text("name")
        if kind and kind.casefold() not in known:
            text = row.words.no_kind.format(text=kind, known=", ".join(kinds.values()))
            row.problems.append(row.place.problem("kind", text))
        faults = len(row.problems)
        day = row.day("day")
        if day is None and len(row.problems) == faults:
            found.left.append(row.place.problem("day", row.words.left))
        if day is None or kind.casefold() not in known:
            return None
        return DayRow(row.place, kommune, known[kind.casefold()], day, name)

    return read


def _two_names(rows: Sequence[ContactRow], words: CellWords) -> Iterable[CellProblem]:
    """Addresses that belong to people of different names."""
    first: dict[str, tuple[str, str]] = {}
    for row in rows:
        people = ((row.name, row.email, "name"), (row.deputy, row.deputy_email, "deputy"))
        for name, email, key in people:
            if not name or not email:
                continue
            other, cell = first.setdefault(email.lower(), (name, row.place.cell(key)))
            if other != name:
                text = words.two_names.format(email=email, other=other, cell=cell)
                yield row.place.problem(key, text)
