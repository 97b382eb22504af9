"""Read a workbook in: all that is wrong is told cell by cell, all that would change is seen before."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.adapters.workbook.apart import entries_apart
from etappe.errors import EtappeError
from etappe.model.cell_words import CELL_WORDS
from etappe.model.permissions import Action
from etappe.model.sheets import Entries
from etappe.model.throttle import UPLOAD
from etappe.service.sheets.anchors import changed
from etappe.service.sheets.importing import import_sheets
from etappe.service.sheets.run import SheetReport
from etappe.service.throttling import try_once
from etappe_portal.carrying import packed, unpacked
from etappe_portal.confirming import FINGERPRINT
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.uploads import Upload, Uploaded
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/einlesen")
Importing = Annotated[Visit, allowed(Action.IMPORT_SHEETS)]
HERE, SEALED = "/projekte/einlesen", "mappe"


@router.get("")
def ask(visit: Importing) -> HTMLResponse:
    """Which workbook to read in."""
    return _form(visit, Form())


@router.post("")
def bring(visit: Importing, form: Posted, upload: Uploaded) -> Response:
    """Show what a workbook does; once that has been seen, do it."""
    try:
        if form.values.get(SEALED):
            return _confirmed(visit, form)
        if upload is None:
            form.refuse("file", visit.say("Bitte wählen Sie eine Excel-Mappe."))
            return _form(visit, form)
        return _looked_at(visit, form, upload)
    except EtappeError as error:
        form.refuse("file", visit.why_not(error))
        return _form(visit, form)


def _looked_at(visit: Visit, form: Form, upload: Upload) -> Response:
    """Read a workbook and try what it asks for."""
    try_once(visit.office, visit.portal.gate, UPLOAD, visit.by, visit.now)
    language = visit.reading.programme.spec.language
    entries = entries_apart(upload.name, upload.content, language, visit.language)
    report = _brought(visit, entries, dry_run=True)
    if report.problems:
        return _form(visit, form, report)
    if report.empty:
        return visit.onward(HERE, "unveraendert")
    return _preview(visit, entries, report)


def _confirmed(visit: Visit, form: Form) -> Response:
    """Save what was seen; where it would do something else by now, show that."""
    entries = unpacked(visit.portal.door.safe, form.values[SEALED], visit.by, visit.now)
    seen = form.values.get(FINGERPRINT, "")
    report = _brought(visit, entries, seen=seen)
    if report.problems:
        return _form(visit, form, report)
    if report.fingerprint != seen:
        return visit.onward(HERE, "unveraendert") if report.empty else _preview(visit, entries, report, 409)
    return visit.onward(HERE, "eingelesen")


def _brought(
    visit: Visit, entries: Entries, *, dry_run: bool = False, seen: str | None = None
) -> SheetReport:
    return import_sheets(
        visit.office,
        entries,
        visit.by,
        visit.now,
        dry_run=dry_run,
        seen=seen,
        words=CELL_WORDS[visit.language],
        why=visit.why_not,
    )


def _preview(visit: Visit, entries: Entries, report: SheetReport, status: int = 200) -> HTMLResponse:
    asked = replace(entries, anchors=changed(entries.anchors))  # the others can do nothing
    return visit.page(
        "sheets_preview.html",
        status,
        report=report,
        sealed=packed(visit.portal.door.safe, asked, visit.by, visit.now),
        titles=visit.titles,
        kinds=visit.reading.speech.captions.kinds,
        here=HERE,
    )


def _form(visit: Visit, form: Form, report: SheetReport | None = None) -> HTMLResponse:
    form.named = frozenset({"file"})
    status = 200 if form.good and report is None else 422
    return visit.page("sheets.html", status, form=form, report=report, here=HERE)
