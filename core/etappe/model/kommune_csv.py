"""Read Kommunen and their contacts from CSV text; every fault is told with line, column and remedy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import StringIO

from etappe.errors import BadAddress, BadSlug, UnknownLand
from etappe.model.kommune import Kommune, doubt_about_ags, slug_of
from etappe.model.people import Contact, is_address
from etappe.model.place import HolidayCategory, Land
from etappe.model.roster import Roster

REQUIRED = ("name", "land")
COLUMN_OF = {
    "name": "name",
    "land": "land",
    "kind": "art",
    "legal_status": "rechtsstellung",
    "forum": "forum",
    "inhabitants": "einwohner",
    "ags": "ags",
    "category": "feiertage",
    "council": "vertretung",
    "slug": "slug",
}
"""The column of each field of a Kommune."""
ADDRESS_OF = {
    "ansprechperson": "email",
    "stellvertretung": "stellvertretung_email",
    "spitze": "spitze_email",
}
"""The column of the address that belongs to each column of names."""
COLUMNS = (*COLUMN_OF.values(), *(column for pair in ADDRESS_OF.items() for column in pair))
DEPUTY = "stellvertretung"
WITHOUT_A_WORD = Roster()
CATEGORIES = {category.value for category in HolidayCategory}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80
INHABITANTS = re.compile(r"[0-9]{1,9}")

EMPTY = "The file is empty; begin with a line that names the columns: " + ",".join(COLUMNS) + "."
NO_ROWS = "There is no Kommune below the names of the columns; write one on each line."
BROKEN = "A quotation mark is not closed or stands inside a cell; close it, or double it within the cell."
NAMELESS = "Column {number} has no name; name it or delete it."
UNKNOWN = "Unknown column '{column}'; delete it, or use one of {known}."
ABSENT = "The column '{column}' is missing; add it, with commas or semicolons between the columns."
TWICE = "The column '{column}' comes twice; delete one of them."
RAGGED = "The row has {cells} cells instead of {columns}; a cell that holds a {sign} needs quotation marks."
UNSEEN = "The cell holds characters that nobody sees; type it again."
NO_NAME = "The name is missing; add it, or delete the line."
NO_SLUG = "No slug can be made of '{name}'; write one into the column 'slug', like kempten-allgaeu."
NO_NUMBER = "'{cell}' is no number of inhabitants; write digits only, like 260454."
NO_CATEGORY = "'{cell}' is no category of holidays; write katholisch or augsburg, or leave the cell empty."
NOT_IN_BAVARIA = "The holidays of Augsburg belong to BY, not to {land}; leave the cell empty."
NO_EMAIL = "Missing e-mail of '{name}'; add it, or leave the column '{column}' empty."
NO_PERSON = "Missing name of the person behind '{email}'; add it, or leave the column '{column}' empty."
DEPUTY_OF_NOBODY = "A deputy needs somebody to stand in for; fill the column 'ansprechperson'."
SAME_SLUG = (
    "'{name}' has the slug '{slug}', like '{other}' on line {line}; "
    "give one of them its own in the column 'slug'."
)
TWO_NAMES = "'{email}' belongs to '{other}' on line {line}; an address is one person, correct one of them."
DOUBTFUL = "{doubt}; it is kept as it stands, correct it where it is wrong."


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or doubtful, where it stands, and what to do about it."""

    line: int
    column: str
    """Empty where it is the whole line."""
    text: str

    def __str__(self) -> str:
        column = f", column '{self.column}'" if self.column else ""
        return f"Line {self.line}{column}: {self.text}"


@dataclass(frozen=True, slots=True)
class SheetContact:
    """Who fills a role, as a row says."""

    column: str
    role: str
    name: str
    email: str
    deputy: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A Kommune and its contacts, with the line on which they begin."""

    line: int
    kommune: Kommune
    contacts: tuple[SheetContact, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The good rows of a file, what is wrong with the others, and what is doubtful."""

    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]


def read_sheet(text: str, roster: Roster = WITHOUT_A_WORD) -> Sheet:
    """The Kommunen of a CSV text, separated by commas or semicolons; all faults are found in one go."""
    text = text.removeprefix("\ufeff")
    sign = _separator(text)
    lines, problems = _lines(text, sign)
    if not lines:
        return Sheet((), problems or (Problem(1, "", EMPTY),))
    header = _Line(lines[0].number, tuple(cell.lower() for cell in lines[0].cells))
    problems = (*_faults_of_header(header), *problems)
    if not set(REQUIRED) <= set(header.cells):
        return Sheet((), problems)
    if len(lines) == 1 and not problems:
        return Sheet((), (Problem(header.number, "", NO_ROWS),))
    return _sheet([_row(line, header.cells, sign, roster) for line in lines[1:]], problems)


def is_slug(text: str) -> bool:
    """Whether a text can be the key of a Kommune."""
    return SLUG.fullmatch(text) is not None and len(text) <= LONGEST_SLUG


def doubts(kommune: Kommune) -> tuple[str, ...]:
    """What is odd about a Kommune, in whole sentences; it is kept all the same."""
    doubt = None if kommune.ags is None else doubt_about_ags(kommune.ags, kommune.land)
    return () if doubt is None else (DOUBTFUL.format(doubt=doubt[0].upper() + doubt[1:]),)


def differences(row: SheetRow, kommune: Kommune, contacts: Mapping[str, Contact]) -> tuple[str, ...]:
    """The columns in which a row contradicts what is known; a contact that it leaves out is none."""
    said: Mapping[str, object] = asdict(row.kommune)
    known: Mapping[str, object] = asdict(kommune)
    fields = (column for field, column in COLUMN_OF.items() if said[field] != known[field])
    people = (c.column for c in row.contacts if not _agrees(c, contacts.get(c.role)))
    return (*fields, *people)


def _agrees(said: SheetContact, known: Contact | None) -> bool:
    if known is None or (said.name, said.email) != (known.person.name, known.person.email):
        return False
    deputy = known.deputy and (known.deputy.name, known.deputy.email)
    return said.deputy is None or said.deputy == deputy


def _separator(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") > header.count(",") else ","


def _lines(text: str, sign: str) -> tuple[list[_Line], tuple[Problem, ...]]:
    """Rows that hold anything, each with the line on which it begins; a cell may reach over several."""
    lines: list[_Line] = []
    number = 1
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(_Line(number, tuple(" ".join(cell.split()) for cell in cells)))
            number = reader.line_num + 1
    except csv.Error:
        return lines, (Problem(number, "", BROKEN),)
    return lines, ()


def _faults_of_header(header: _Line) -> Iterator[Problem]:
    for place, column in enumerate(header.cells):
        if not column:
            yield Problem(header.number, "", NAMELESS.format(number=place + 1))
        elif column not in COLUMNS:
            yield Problem(header.number, column, UNKNOWN.format(column=column, known=", ".join(COLUMNS)))
        elif column in header.cells[:place]:
            yield Problem(header.number, column, TWICE.format(column=column))
    for column in REQUIRED:
        if column not in header.cells:
            yield Problem(header.number, column, ABSENT.format(column=column))


def _row(line: _Line, columns: tuple[str, ...], sign: str, roster: Roster) -> SheetRow | tuple[Problem, ...]:
    if len(line.cells) != len(columns):
        name = "comma" if sign == "," else "semicolon"
        text = RAGGED.format(cells=len(line.cells), columns=len(columns), sign=name)
        return (Problem(line.number, "", text),)
    cells = {**dict.fromkeys(COLUMNS, ""), **dict(zip(columns, line.cells, strict=True))}
    faults = (*_faults_of_kommune(cells, roster), *_faults_of_people(cells))
    if faults:
        return tuple(Problem(line.number, column, text) for column, text in faults)
    return SheetRow(line.number, _kommune(cells), tuple(_contacts(cells, roster)))


def _faults_of_kommune(cells: Mapping[str, str], roster: Roster) -> Iterator[tuple[str, str]]:
    yield from ((column, UNSEEN) for column, cell in cells.items() if not cell.isprintable())
    land, category, slug = cells["land"].upper(), cells["feiertage"].lower(), _slug(cells)
    if not cells["name"]:
        yield "name", NO_NAME
    elif not is_slug(slug):
        yield "slug", str(BadSlug(slug=slug)) if cells["slug"] else NO_SLUG.format(name=cells["name"])
    if land not in roster.regions:
        yield "land", str(UnknownLand(land=cells["land"], known=", ".join(roster.regions)))
    elif category == HolidayCategory.AUGSBURG and land != Land.BY:
        yield "feiertage", NOT_IN_BAVARIA.format(land=land)
    if category not in CATEGORIES:
        yield "feiertage", NO_CATEGORY.format(cell=cells["feiertage"])
    if cells["einwohner"] and not INHABITANTS.fullmatch(cells["einwohner"]):
        yield "einwohner", NO_NUMBER.format(cell=cells["einwohner"])


def _faults_of_people(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for column, its_address in ADDRESS_OF.items():
        name, email = cells[column], cells[its_address]
        if name and not email:
            yield its_address, NO_EMAIL.format(name=name, column=column)
        if email and not name:
            yield column, NO_PERSON.format(email=email, column=its_address)
        if email and not is_address(email):
            yield its_address, str(BadAddress(address=email))
    if cells[DEPUTY] and not cells["ansprechperson"]:
        yield DEPUTY, DEPUTY_OF_NOBODY


def _slug(cells: Mapping[str, str]) -> str:
    return cells["slug"] or slug_of(cells["name"])


def _kommune(cells: Mapping[str, str]) -> Kommune:
    return Kommune(
        slug=_slug(cells),
        name=cells["name"],
        land=cells["land"].upper(),
        category=HolidayCategory(cells["feiertage"].lower()),
        kind=cells["art"],
        legal_status=cells["rechtsstellung"],
        forum=cells["forum"],
        inhabitants=int(cells["einwohner"]) if cells["einwohner"] else None,
        ags=cells["ags"] or None,
        council=cells["vertretung"],
    )


def _contacts(cells: Mapping[str, str], roster: Roster) -> Iterator[SheetContact]:
    for column, role in (("ansprechperson", roster.contact), ("spitze", roster.head)):
        if cells[column]:
            deputy = _who(cells, DEPUTY) if column == "ansprechperson" and cells[DEPUTY] else None
            yield SheetContact(column, role, *_who(cells, column), deputy)


def _who(cells: Mapping[str, str], column: str) -> tuple[str, str]:
    return cells[column], cells[ADDRESS_OF[column]].lower()


def _sheet(read: Sequence[SheetRow | tuple[Problem, ...]], problems: tuple[Problem, ...]) -> Sheet:
    rows = tuple(row for row in read if isinstance(row, SheetRow))
    faults = [fault for row in read if not isinstance(row, SheetRow) for fault in row]
    found = (*problems, *faults, *_same_slugs(rows), *_two_names(rows))
    warnings = (Problem(row.line, "ags", text) for row in rows for text in doubts(row.kommune))
    return Sheet(rows, tuple(sorted(found, key=lambda problem: problem.line)), tuple(warnings))


def _same_slugs(rows: Iterable[SheetRow]) -> Iterator[Problem]:
    first: dict[str, SheetRow] = {}
    for row in rows:
        name, slug = row.kommune.name, row.kommune.slug
        other = first.setdefault(slug, row)
        if other is not row:
            text = SAME_SLUG.format(name=name, slug=slug, other=other.kommune.name, line=other.line)
            yield Problem(row.line, "slug", text)


def _two_names(rows: Iterable[SheetRow]) -> Iterator[Problem]:
    first: dict[str, tuple[str, int]] = {}
    for row, column, name, email in _everybody(rows):
        other, line = first.setdefault(email, (name, row.line))
        if other != name:
            text = TWO_NAMES.format(email=email, other=other, line=line)
            yield Problem(row.line, column, text)


def _everybody(rows: Iterable[SheetRow]) -> Iterator[tuple[SheetRow, str, str, str]]:
    for row in rows:
        for contact in row.contacts:
            yield row, contact.column, contact.name, contact.email
            if contact.deputy:
                yield row, DEPUTY, *contact.deputy
