"""The own calendar of a Kommune: closing days, elections, committee dates; open dates follow, seen first."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.errors import EtappeError
from etappe.model.fitting import days_from
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.permissions import Action
from etappe.service.day_entry import enter_days, take_back_days
from etappe_portal.effects import Work, see_or_save
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.routes.kommunen import kommune_facts
from etappe_portal.visit import Visit

router = APIRouter(prefix="/kommunen/{kommune}/tage")
Editing = Annotated[Visit, allowed(Action.EDIT_KOMMUNEN)]
LONGEST = 366
"""Days in a row."""


@router.post("")
def enter(visit: Editing, form: Posted, kommune: str) -> Response:
    """Enter days; where dates move, they are shown first."""
    kind = form.text("kind")
    if kind not in set(DayKind):
        form.refuse("kind", visit.say("Bitte wählen Sie, was für ein Tag es ist"))
    wrong = visit.say("Bitte als TT.MM.JJJJ")
    first = form.day("first", wrong, visit.say("Bitte wählen Sie einen Tag"))
    last = form.day("last", wrong)
    name = form.text("name", most=200)
    if first and last:
        _check_span(visit, form, first, last, kind)
    if first is None or not form.good:
        return _again(visit, form, kommune)
    called = name or visit.reading.speech.remarks.day_names[DayKind(kind)]
    days = [NamedDay(DayKind(kind), day, called) for day in days_from(first, last or first)]
    work = partial(enter_days, visit.office, kommune, days, visit.by, visit.now)
    return _see_or_save(visit, form, kommune, work, visit.say("Tage eintragen"))


@router.post("/weg")
def take_back(visit: Editing, form: Posted, kommune: str) -> Response:
    """Take a day back; where dates move, they are shown first."""
    day, kind = form.day("day", visit.say("Bitte als TT.MM.JJJJ")), form.text("kind")
    if day is None or kind not in set(DayKind):
        return visit.onward(f"/kommunen/{kommune}")
    work = partial(take_back_days, visit.office, kommune, DayKind(kind), [day], visit.by, visit.now)
    return _see_or_save(visit, form, kommune, work, visit.say("Tag zurücknehmen"))


def _check_span(visit: Visit, form: Form, first: date, last: date, kind: str) -> None:
    if last < first:
        form.refuse("last", visit.say("Der letzte Tag liegt vor dem ersten"))
    elif (last - first).days >= LONGEST:
        form.refuse("last", visit.say("Das ist mehr als ein Jahr; bitte prüfen Sie den letzten Tag"))
    elif last > first and kind != DayKind.CLOSED:
        form.refuse("last", visit.say("Nur Schließtage können mehrere Tage dauern"))


def _see_or_save(visit: Visit, form: Form, kommune: str, work: Work, title: str) -> Response:
    def refused(error: EtappeError) -> Response:
        form.refuse("first", visit.why_not(error))
        return _again(visit, form, kommune)

    return see_or_save(visit, form, kommune, work, title, refused)


def _again(visit: Visit, form: Form, kommune: str) -> Response:
    form.named = frozenset({"kind", "first", "last", "name"})
    return visit.page("kommune.html", 422, **kommune_facts(visit, kommune, form))
