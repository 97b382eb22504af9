"""Bring Kommunen into the programme, one by one or from a file, and keep their own calendars."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from etappe.errors import BadSlug, NameMissing, SlugTaken, UnknownRole
from etappe.model.audit import Fact
from etappe.model.kommune import Kommune
from etappe.model.kommune_csv import Problem, Sheet, SheetRow, differences, doubts, is_slug
from etappe.model.region import require_region
from etappe.service.filling import roles_of
from etappe.service.office import Office
from etappe.service.people import enter_contact
from etappe.service.ports import Transaction

OTHERWISE = (
    "There is a Kommune '{slug}' already, with something else in: {columns}; "
    "make the row agree, delete it, or give it a slug of its own."
)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with any problem, nothing was saved."""

    added: tuple[str, ...]
    """The slugs of the Kommunen that are new."""
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    dry_run: bool


def add_kommune(office: Office, kommune: Kommune, by: str, now: datetime) -> tuple[str, ...]:
    """Add a Kommune and say what is doubtful about it.

    Raises `NameMissing`, `BadSlug`, `UnknownLand` or `SlugTaken`.
    """
    if not kommune.name.strip():
        raise NameMissing(subject=kommune.slug)
    if not is_slug(kommune.slug):
        raise BadSlug(slug=kommune.slug)
    require_region(kommune.land, office.programme.spec.regions)
    with office.store.begin() as tx:
        if tx.kommunen.get(kommune.slug) is not None:
            raise SlugTaken(slug=kommune.slug, name=kommune.name)
        tx.kommunen.add(kommune)
        tx.audit.record([_added(kommune, by)], now)
    return doubts(kommune)


def import_kommunen(
    office: Office, sheet: Sheet, by: str, now: datetime, *, dry_run: bool = False
) -> ImportReport:
    """Add the Kommunen of a file with their contacts, all or none; those that are there already stay."""
    with office.store.begin() as tx:
        known, clashes = _compare(tx, sheet)
        problems = (*sheet.problems, *_unknown_roles(office, sheet), *clashes)
        new = [] if problems else [row for row in sheet.rows if row.kommune.slug not in known]
        if not dry_run:
            tx.audit.record([fact for row in new for fact in _enter(tx, row, by)], now)
    return ImportReport(
        added=tuple(row.kommune.slug for row in new),
        unchanged=tuple(row.kommune.slug for row in sheet.rows if row.kommune.slug in known),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        warnings=sheet.warnings,
        dry_run=dry_run,
    )


def list_kommunen(office: Office) -> tuple[Kommune, ...]:
    """All Kommunen of the programme, by slug."""
    with office.store.begin() as tx:
        return tx.kommunen.all()


def _compare(tx: Transaction, sheet: Sheet) -> tuple[set[str], list[Problem]]:
    """The Kommunen that are there just as the file says, and the rows that say otherwise."""
    stored = {k.slug: k for k in tx.kommunen.all()}
    contacts = tx.people.contacts([r.kommune.slug for r in sheet.rows if r.kommune.slug in stored])
    same: set[str] = set()
    clashes: list[Problem] = []
    for row in sheet.rows:
        slug = row.kommune.slug
        if slug in stored:
            columns = differences(row, stored[slug], contacts[slug])
            if columns:
                text = OTHERWISE.format(slug=slug, columns=", ".join(columns))
                clashes.append(Problem(row.line, columns[0], text))
            else:
                same.add(slug)
    return same, clashes


def _unknown_roles(office: Office, sheet: Sheet) -> list[Problem]:
    roles = roles_of(office)
    known = ", ".join(roles) or "none"
    return [
        Problem(row.line, contact.column, str(UnknownRole(role=contact.role, known=known)))
        for row in sheet.rows
        for contact in row.contacts
        if contact.role not in roles
    ]


def _enter(tx: Transaction, row: SheetRow, by: str) -> list[Fact]:
    slug = row.kommune.slug
    tx.kommunen.add(row.kommune)
    facts = [_added(row.kommune, by)]
    for contact in row.contacts:
        facts += enter_contact(tx, slug, contact.role, (contact.name, contact.email), contact.deputy, by)[1]
    return facts


def _added(kommune: Kommune, by: str) -> Fact:
    return Fact(by, "kommune added", kommune.slug, asdict(kommune))
