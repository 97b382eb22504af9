"""Answer from a letter: done, a new date, not me, and take it back; the own plan, absence and calendar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError, LinkInvalid
from etappe.model.link import LinkPurpose
from etappe.model.permissions import Action, LinkRole
from etappe.service.answer_pages import plan_page
from etappe.service.answering import Answered, decline_by_link, propose_by_link, report_done, undo_by_link
from etappe.service.deputies import name_deputy
from etappe.service.doorway import Doorway
from etappe.service.head_pages import head_page
from etappe.service.linking import mint_feed_link
from etappe.service.opening import Opened, open_again
from etappe.service.people import report_absence
from etappe_portal import link_sessions
from etappe_portal.answer_page import answer_page
from etappe_portal.forms import Form
from etappe_portal.guards import Posted
from etappe_portal.link_guards import allowed_by_link, role_of
from etappe_portal.module_offers import Offered, of_project
from etappe_portal.visit import Visit

router = APIRouter(prefix="/antwort")
AnsweringTasks = Annotated[Visit, allowed_by_link(Action.ANSWER_OWN_TASKS)]
EnteringAbsence = Annotated[Visit, allowed_by_link(Action.ENTER_OWN_ABSENCE)]
Following = Annotated[Visit, allowed_by_link(Action.FOLLOW_CALENDAR)]
Answering = Callable[[Doorway, str], Answered]
"""Answers by a link, of which the id is handed over."""


@router.get("")
def show(visit: AnsweringTasks) -> HTMLResponse:
    """What the link opens: one task, or the own plan."""
    if _opened(visit).link.purpose is LinkPurpose.TASK:
        return answer_page(visit, Form(), None)
    return _plan(visit, Form())


@router.get("/aufgaben/{task}")
def show_task(visit: AnsweringTasks, task: str) -> HTMLResponse:
    """One task of the own plan."""
    return answer_page(visit, Form(), task)


@router.post("/aufgaben/{task}/erledigt")
def done(visit: AnsweringTasks, form: Posted, task: str) -> Response:
    """Report that a task is done; it has to be said, not only sent."""
    if form.values.get("sure") != "ja":
        form.refuse("sure", visit.say("Bitte bestätigen Sie, dass es erledigt ist."))
    return _answered(
        visit, form, task, "sure", lambda door, link: report_done(visit.office, door, link, task, visit.now)
    )


@router.post("/aufgaben/{task}/termin")
def propose(visit: AnsweringTasks, form: Posted, task: str) -> Response:
    """Propose another day."""
    day = form.day("day", visit.say("Bitte als TT.MM.JJJJ"), visit.say("Bitte wählen Sie einen Tag"))
    return _answered(
        visit,
        form,
        task,
        "day",
        lambda door, link: propose_by_link(visit.office, door, link, task, day or visit.today, visit.now),
    )


@router.post("/aufgaben/{task}/nicht-zustaendig")
def decline(visit: AnsweringTasks, form: Posted, task: str) -> Response:
    """Say who is responsible instead."""
    instead = form.text("instead", visit.say("Bitte nennen Sie, wer zuständig ist."), 200)
    return _answered(
        visit,
        form,
        task,
        "instead",
        lambda door, link: decline_by_link(visit.office, door, link, task, instead, visit.now),
    )


@router.post("/aufgaben/{task}/zurueck")
def undo(visit: AnsweringTasks, form: Posted, task: str) -> Response:
    """Take back that a task is done."""
    return _answered(
        visit, form, task, "undo", lambda door, link: undo_by_link(visit.office, door, link, task, visit.now)
    )


@router.post("/abwesend")
def be_away(visit: EnteringAbsence, form: Posted) -> Response:
    """Enter an absence of one's own: letters go to the deputy meanwhile."""
    opened, wrong, missing = (
        _opened(visit),
        visit.say("Bitte als TT.MM.JJJJ"),
        visit.say("Bitte wählen Sie einen Tag"),
    )
    first, last = form.day("first", wrong, missing), form.day("last", wrong, missing)
    if first and last and form.good:
        try:
            by = f"person/{opened.person.id}"
            report_absence(visit.office, opened.person.email, first, last, by, visit.now)
            return visit.onward("/antwort", "abwesend")
        except EtappeError as error:
            form.refuse("last", visit.why_not(error))
    return _plan(visit, form)


@router.post("/vertretung")
def name_a_deputy(visit: EnteringAbsence, form: Posted) -> Response:
    """Name who steps in; project management enters it."""
    named = form.text("deputy", visit.say("Bitte nennen Sie, wer Sie vertritt."), 200)
    if not form.good:
        return _plan(visit, form)
    name_deputy(visit.office, visit.came.link_id, named, visit.now)
    return visit.onward("/antwort", "vertretung")


@router.post("/kalender")
def follow(visit: Following) -> HTMLResponse:
    """A calendar that follows the own dates; its address is shown once."""
    opened = _opened(visit)
    by = f"person/{opened.person.id}"
    minted = mint_feed_link(visit.office, visit.portal.door, opened.person.email, by, visit.now)
    return visit.page("feed_address.html", url=minted.url)


def _opened(visit: Visit) -> Opened:
    with visit.reading.store.begin() as tx:
        return open_again(tx, visit.came.link_id, visit.now)


def _plan(visit: Visit, form: Form) -> HTMLResponse:
    if role_of(visit) is LinkRole.HEAD:
        return visit.page("head_plan.html", page=head_page(visit.reading, visit.came.link_id, visit.now))
    form.named = frozenset({"first", "last", "deputy"})
    page = plan_page(visit.reading, visit.came.link_id, visit.now)
    status = 200 if form.good else 422
    contact = visit.reading.programme.spec.contact in _opened(visit).roles
    pages = [offered for offered in _module_pages(visit) if contact and offered.spec.contacts]
    return visit.page(
        "own_plan.html", status, page=page, form=form, module_pages=pages, zone=visit.portal.zone
    )


def _module_pages(visit: Visit) -> tuple[Offered, ...]:
    plan = _opened(visit).plan
    return of_project(visit.portal, (m.key for m in plan.modules) if plan else (), visit.language)


def _answered(visit: Visit, form: Form, task: str, field: str, answer: Answering) -> Response:
    """Take an answer whose form is filled in; what is refused stands beside ``field``."""
    if not form.good:
        return answer_page(visit, form, task)
    try:
        answered = answer(visit.portal.door, visit.came.link_id)
    except LinkInvalid:
        raise
    except EtappeError as error:
        form.refuse(field, visit.why_not(error))
        return answer_page(visit, form, task)
    done = "schon" if answered.already else f"antwort-{answered.deed.value}"
    onward = visit.onward(f"/antwort/aufgaben/{task}", done)
    onward.background = BackgroundTask(visit.portal.post)
    link_sessions.hand_out(visit.portal, onward, visit.came, visit.now)
    return onward
