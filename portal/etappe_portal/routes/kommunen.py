"""Kommunen: all of them, one with its people and its calendar, a new one, corrections."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.kommune import Kommune, slug_of
from etappe.model.permissions import Action
from etappe.model.place import HolidayCategory, Land
from etappe.service.kommune_data import change_kommune
from etappe.service.kommune_page import kommune_lines, kommune_page
from etappe.service.kommunen import add_kommune
from etappe.service.overview import PAGE, last_page
from etappe_portal.effects import see_or_save
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/kommunen")
Editing = Annotated[Visit, allowed(Action.EDIT_KOMMUNEN)]
Seeing = Annotated[Visit, allowed(Action.SEE_CONTACTS)]
CATEGORIES = {
    HolidayCategory.LAND: _("die des Landes"),
    HolidayCategory.CATHOLIC: _("auch die katholischen (Mariä Himmelfahrt, Fronleichnam)"),
    HolidayCategory.AUGSBURG: _("die von Augsburg"),
}
WORDS = ("kind", "legal_status", "forum", "council")
FIELDS = ("name", "slug", "land", "category", *WORDS, "inhabitants", "ags")


@router.get("")
def show_all(
    visit: Editing,
    q: Annotated[str, Query(max_length=100)] = "",
    seite: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """All Kommunen by name, page by page, with those that have no project yet."""
    number, lines = kommune_lines(visit.reading, q, seite)
    return visit.page(
        "kommunen.html",
        number=number,
        lines=lines,
        form=Form({"q": q}),
        page=seite,
        last=last_page(number, PAGE),
        laender=_laender(visit),
    )


@router.get("/neu")
def ask_for_new(visit: Editing) -> HTMLResponse:
    """What is to be known of a new Kommune."""
    return _form(visit, Form())


@router.post("/neu")
def add(visit: Editing, form: Posted) -> Response:
    """Add a Kommune; then its people are entered."""
    kommune = _kommune(visit, form, form.text("slug", most=80) or slug_of(form.text("name")))
    if kommune is None:
        return _form(visit, form)
    try:
        add_kommune(visit.office, kommune, visit.by, visit.now)
    except EtappeError as error:
        form.refuse("slug", visit.why_not(error))
        return _form(visit, form)
    return visit.onward(f"/kommunen/{kommune.slug}", "kommune")


@router.get("/{kommune}")
def show(visit: Seeing, kommune: str) -> HTMLResponse:
    """A Kommune: who is who, who is away, which days its town hall is closed."""
    return visit.page("kommune.html", **kommune_facts(visit, kommune, Form()))


@router.get("/{kommune}/daten")
def ask_for_data(visit: Editing, kommune: str) -> HTMLResponse:
    """What is known of a Kommune, to be corrected."""
    known = kommune_page(visit.reading, kommune, visit.now).kommune
    said = {name: str(getattr(known, name) or "") for name in FIELDS}
    return _form(visit, Form(said), known)


@router.post("/{kommune}/daten")
def change(visit: Editing, form: Posted, kommune: str) -> Response:
    """Correct it; where dates move with its holidays, they are shown first."""
    known = kommune_page(visit.reading, kommune, visit.now).kommune
    changed = _kommune(visit, form, kommune)
    if changed is None:
        return _form(visit, form, known)

    def refused(error: EtappeError) -> Response:
        form.refuse("land", visit.why_not(error))
        return _form(visit, form, known)

    work = partial(change_kommune, visit.office, changed, visit.by, visit.now)
    return see_or_save(visit, form, kommune, work, visit.say("Angaben ändern"), refused)


def kommune_facts(visit: Visit, kommune: str, form: Form) -> dict[str, object]:
    """What the page of a Kommune is made of."""
    page = kommune_page(visit.reading, kommune, visit.now)
    return {"page": page, "form": form, "laender": _laender(visit), "zone": visit.portal.zone}


def _kommune(visit: Visit, form: Form, slug: str) -> Kommune | None:
    """What the form says; None where something is wrong with it."""
    name = form.text("name", visit.say("Bitte nennen Sie einen Namen."), 200)
    land, category = form.text("land"), form.text("category")
    if land not in _laender(visit):
        form.refuse("land", visit.say("Bitte wählen Sie ein Land"))
    if category not in set(HolidayCategory):
        form.refuse("category", visit.say("Bitte wählen Sie, welche Feiertage gelten"))
    if category == HolidayCategory.AUGSBURG and land != Land.BY:
        form.refuse("category", visit.say("Die Feiertage von Augsburg gelten nur in Bayern"))
    people = form.text("inhabitants", most=9).replace(".", "")
    if people and not (people.isascii() and people.isdigit()):
        form.refuse("inhabitants", visit.say("Bitte nur Ziffern, zum Beispiel 260454"))
    if name and not slug:
        form.refuse("slug", visit.say("Bitte nennen Sie ein Kürzel"))
    kind, legal_status, forum, council = (form.text(word, most=200) for word in WORDS)
    number, ags = int(people) if people.isdigit() else None, form.text("ags", most=20) or None
    if not form.good:
        return None
    holidays = HolidayCategory(category)
    return Kommune(slug, name, land, holidays, kind, legal_status, forum, number, ags, council)


def _form(visit: Visit, form: Form, known: Kommune | None = None) -> HTMLResponse:
    form.named = frozenset(FIELDS)
    return visit.page(
        "kommune_form.html",
        200 if form.good else 422,
        form=form,
        known=known,
        laender=sorted(_laender(visit).items(), key=lambda pair: pair[1]),
        categories=[(category.value, visit.say(title)) for category, title in CATEGORIES.items()],
    )


def _laender(visit: Visit) -> dict[str, str]:
    return {region.key: region.title for region in visit.reading.programme.spec.regions}
