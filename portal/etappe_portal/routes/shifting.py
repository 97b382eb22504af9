"""Shift an event of many Kommunen at once: chosen by filters or one by one, seen, confirmed, told each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from etappe.errors import SelectionChanged
from etappe.model.permissions import Action
from etappe.service.bulk import apply_many, preview_many
from etappe.service.overview import last_page
from etappe.service.replanning import ShiftAnchor
from etappe.service.selecting import Matching, among, matching
from etappe_portal.filtering import Asked, Filtering, offered
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.shifts import Heard, moved_lines, sight_of
from etappe_portal.visit import Visit

router = APIRouter(prefix="/verschieben")
Shifting = Annotated[Visit, allowed(Action.BULK)]
MOST = 1000
"""Kommunen that are shifted from a browser at once; a thousand take half a minute."""
TICKED = 100
"""Kommunen that can be ticked one by one; whoever wants others filters."""
SHOWN = 40
"""Kommunen on a page of the preview."""
FARTHEST = 250
"""Working days: a year."""
ALL, EACH = "alle", "einzeln"
EARLIER = "frueher"
SAID = ("anchor", "days", "direction", "which")


@router.get("")
def ask(visit: Shifting, asked: Filtering) -> HTMLResponse:
    """Which Kommunen, which event, and by how many working days."""
    return _form(visit, Form({**asked.values, "which": ALL}), asked)


@router.post("")
def shift(visit: Shifting, form: Posted) -> HTMLResponse:
    """Show what a shift does; once that was seen, shift, and tell what became of each.

    The answer comes at once: the name of the order sees to it that a page loaded again shifts nobody twice.
    """
    asked = Asked.of(form.values)
    change, chosen = _change(visit, form), _chosen(visit, form, asked)
    if change is None or not form.good:
        return _form(visit, form, asked)
    if not form.values.get("fingerprint"):
        return _preview(visit, form, chosen, change)
    try:
        return _result(visit, form, chosen, change)
    except SelectionChanged as error:
        return _preview(visit, form, chosen, change, visit.why_not(error))


def _change(visit: Visit, form: Form) -> ShiftAnchor | None:
    anchor = form.text("anchor", visit.say("Bitte wählen Sie einen Termin"))
    if anchor and anchor not in _anchors(visit):
        form.refuse("anchor", visit.say("Bitte wählen Sie einen Termin"))
    wrong = visit.say("Bitte eine Zahl von 1 bis {most}", most=FARTHEST)
    typed = form.text("days", wrong)
    days = _number(typed)
    if typed and not 1 <= days <= FARTHEST:
        form.refuse("days", wrong)
    if not form.good:
        return None
    return ShiftAnchor(anchor, -days if form.values.get("direction") == EARLIER else days)


def _chosen(visit: Visit, form: Form, asked: Asked) -> Matching:
    if form.values.get("which") == EACH:
        found = among(visit.reading, form.many.get("projekt", ())[:TICKED], visit.now)
        if not found.number:
            form.refuse("which", visit.say("Bitte kreuzen Sie mindestens eine Kommune an"))
        return found
    found = matching(visit.reading, asked.filters, visit.now, MOST)
    if found.number > MOST:
        too_many = visit.say("Höchstens {most} Kommunen auf einmal; bitte filtern Sie enger", most=MOST)
        form.refuse("which", too_many)
    if not found.number:
        form.refuse("which", visit.say("Keine laufende Kommune passt zu dieser Auswahl"))
    return found


def _form(visit: Visit, form: Form, asked: Asked) -> HTMLResponse:
    form.named = frozenset({"anchor", "days", "which"})
    return visit.page(
        "shift_form.html",
        200 if form.good else 422,
        form=form,
        asked=asked,
        found=matching(visit.reading, asked.filters, visit.now, TICKED),
        ticked=frozenset(form.many.get("projekt", ())),
        anchors=list(_anchors(visit).items()),
        **offered(visit),
    )


def _preview(
    visit: Visit, form: Form, chosen: Matching, change: ShiftAnchor, meanwhile: str = ""
) -> HTMLResponse:
    heard, clock, order = Heard(), visit.portal.etappe.clock, _order(visit, form)
    ids = [c.project for c in chosen.candidates]
    seen = preview_many(visit.office, ids, change, visit.by, clock, heard, order=order)
    moved = moved_lines(chosen.candidates, seen, change)
    lines = [*heard.lines(chosen.candidates, visit.why_not), *moved]
    last = last_page(len(lines), SHOWN)
    page = min(max(_number(form.text("seite")), 1), last)
    asked = Asked.of(form.values)
    return visit.page(
        "shift_preview.html",
        409 if meanwhile else 200,
        title=_title(visit, change),
        days=change.working_days,
        meanwhile=meanwhile,
        kept={**asked.values, "order": order, **{name: form.text(name) for name in SAID}},
        ticked=ids if form.values.get("which") == EACH else [],
        fingerprint=seen.fingerprint,
        sight=sight_of(len(ids), moved, seen),
        lines=lines[(page - 1) * SHOWN : page * SHOWN],
        page=page,
        last=last,
        back=asked.at("/verschieben"),
    )


def _result(visit: Visit, form: Form, chosen: Matching, change: ShiftAnchor) -> HTMLResponse:
    heard, clock, seen = Heard(), visit.portal.etappe.clock, form.text("fingerprint")
    names = {c.project: c for c in chosen.candidates}
    order = _order(visit, form)
    report = apply_many(visit.office, tuple(names), change, seen, visit.by, clock, heard, order=order)
    return visit.page(
        "shift_result.html",
        title=_title(visit, change),
        done=[names[project] for project in report.done],
        unchanged=[names[project] for project in report.unchanged],
        refused=heard.lines(chosen.candidates, visit.why_not),
    )


def _order(visit: Visit, form: Form) -> str:
    """The name of this shift, given when it was first looked at."""
    return form.text("order", most=60) or f"{visit.now:%Y-%m-%d %H:%M:%S}"


def _anchors(visit: Visit) -> dict[str, str]:
    modules = visit.reading.programme.modules.values()
    return {a.key: a.title for module in modules for a in module.anchors if a.key != "start"}


def _title(visit: Visit, change: ShiftAnchor) -> str:
    return visit.say("{title} verschieben", title=_anchors(visit)[change.anchor])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
