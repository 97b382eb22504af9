"""Move an anchor or a deadline, let a project rest or go on, answer a condition: seen first, then saved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.errors import EtappeError
from etappe.model.permissions import Action
from etappe.model.proposals import Proposal
from etappe.service.changing import Change
from etappe.service.conditions import AnswerCondition
from etappe.service.deadlines import ExtendDeadline, FixDeadline, ReleaseDeadline
from etappe.service.page_values import AnchorLine, ProjectPage, TaskLine
from etappe.service.project_page import project_page
from etappe.service.proposing import propose
from etappe.service.replanning import MoveAnchor, ReleaseAnchor
from etappe.service.resting import HoldProject, Resume
from etappe_portal.confirming import see_or_apply
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/{project}")
Moving = Annotated[Visit, allowed(Action.MOVE_DATES)]
Holding = Annotated[Visit, allowed(Action.HOLD)]
Changing = Annotated[Visit, allowed(Action.CHANGE_PLAN)]


@router.get("/termine/{anchor}")
def ask_for_anchor(visit: Moving, project: str, anchor: str) -> Response:
    """Where an anchor could move, with the next good days."""
    return _anchor_form(visit, Form(), project, anchor)


@router.post("/termine/{anchor}")
def move_anchor(visit: Moving, form: Posted, project: str, anchor: str) -> Response:
    """Show what moving an anchor does, then do it."""
    title = visit.say("Termin verlegen")
    change: Change | None = ReleaseAnchor(anchor)
    if form.values.get("deed") != "release":
        day = form.day("day", visit.say("Bitte als TT.MM.JJJJ"), visit.say("Bitte wählen Sie einen Tag"))
        change = MoveAnchor(anchor, day, form.text("why", most=500)) if day else None
    if change is None or not form.good:
        return _anchor_form(visit, form, project, anchor)
    return see_or_apply(
        visit,
        form,
        project,
        change,
        title=title,
        field="day",
        again=lambda v, f, p: _anchor_form(v, f, p, anchor),
    )


@router.get("/aufgaben/{task}")
def ask_for_deadline(visit: Moving, project: str, task: str) -> Response:
    """When a task could be due instead."""
    return _deadline_form(visit, Form(), project, task)


@router.post("/fristen/{task}")
def move_deadline(visit: Moving, form: Posted, project: str, task: str) -> Response:
    """Show what another deadline does, then set it."""
    change = _deadline_change(visit, form, task)
    if change is None or not form.good:
        return _deadline_form(visit, form, project, task)
    return see_or_apply(
        visit,
        form,
        project,
        change,
        title=visit.say("Frist ändern"),
        field="day",
        again=lambda v, f, p: _deadline_form(v, f, p, task),
    )


@router.get("/ruht")
def ask_for_hold(visit: Holding, project: str) -> Response:
    """Until when a project is to rest."""
    return _hold_form(visit, Form(), project)


@router.post("/ruht")
def hold(visit: Holding, form: Posted, project: str) -> Response:
    """Show what a hold does, then let the project rest."""
    wrong = visit.say("Bitte als TT.MM.JJJJ")
    until = form.day("until", wrong, visit.say("Bitte wählen Sie einen Tag"))
    first = form.day("first", wrong)
    why = form.text(
        "reason", visit.say("Bitte nennen Sie den Grund; er steht im Brief zum Weitermachen."), 500
    )
    if until is None or not form.good:
        return _hold_form(visit, form, project)
    change = HoldProject(until, why, first)
    title = visit.say("Projekt ruhen lassen")
    return see_or_apply(visit, form, project, change, title=title, field="until", again=_hold_form)


@router.get("/weiter")
def ask_for_resumption(visit: Holding, project: str) -> Response:
    """When a project is to go on."""
    return _resume_form(visit, Form(), project)


@router.post("/weiter")
def resume(visit: Holding, form: Posted, project: str) -> Response:
    """Show what resuming does, then resume."""
    on = form.day("on", visit.say("Bitte als TT.MM.JJJJ"))
    if not form.good:
        return _resume_form(visit, form, project)
    title = visit.say("Projekt weitermachen")
    return see_or_apply(visit, form, project, Resume(on), title=title, field="on", again=_resume_form)


@router.post("/bedingung")
def answer(visit: Changing, form: Posted, project: str) -> Response:
    """Show what another answer to a condition does, then take it."""
    change = AnswerCondition(form.text("condition"), form.text("answer") == "ja")
    title = visit.say("Bedingung ändern")
    return see_or_apply(visit, form, project, change, title=title, field="answer", again=_refused)


def _refused(visit: Visit, form: Form, project: str) -> Response:
    text = next(iter(form.errors.values()), "")
    return visit.page("refusal.html", 409, title=visit.say("Das geht nicht"), text=text)


def _anchor_form(visit: Visit, form: Form, project: str, anchor: str) -> Response:
    page = project_page(visit.reading, project, visit.now)
    line = _line(page, anchor, visit)
    proposals: tuple[Proposal, ...] = ()
    none = ""
    try:
        proposals = propose(visit.reading, project, anchor, visit.now).proposals
    except EtappeError as error:
        none = visit.why_not(error)
    form.named = frozenset({"day", "why"})
    return visit.page(
        "anchor_form.html", _status(form), page=page, line=line, form=form, proposals=proposals, none=none
    )


def _line(page: ProjectPage, anchor: str, visit: Visit) -> AnchorLine:
    found = next((line for line in page.anchors if line.key == anchor), None)
    if found is None:
        raise NoSuchPage(path=visit.path)
    return found


def _task(page: ProjectPage, task: str, visit: Visit) -> TaskLine:
    found = next((line for part in page.phases for line in part.tasks if line.key == task), None)
    if found is None:
        raise NoSuchPage(path=visit.path)
    return found


def _deadline_change(visit: Visit, form: Form, task: str) -> Change | None:
    if form.values.get("deed") == "release":
        return ReleaseDeadline(task)
    day = form.day("day", visit.say("Bitte als TT.MM.JJJJ"), visit.say("Bitte wählen Sie einen Tag"))
    extends = form.values.get("deed") == "extend"
    why = form.text("why", visit.say("Bitte nennen Sie einen Grund.") if extends else "", 500)
    if day is None:
        return None
    return ExtendDeadline(task, day, why) if extends else FixDeadline(task, day, why)


def _deadline_form(visit: Visit, form: Form, project: str, task: str) -> Response:
    page = project_page(visit.reading, project, visit.now)
    form.named = frozenset({"day", "why"})
    line = _task(page, task, visit)
    return visit.page("deadline_form.html", _status(form), page=page, task=line, form=form)


def _hold_form(visit: Visit, form: Form, project: str) -> Response:
    page = project_page(visit.reading, project, visit.now)
    form.named = frozenset({"until", "first", "reason"})
    return visit.page("hold_form.html", _status(form), page=page, form=form)


def _resume_form(visit: Visit, form: Form, project: str) -> Response:
    page = project_page(visit.reading, project, visit.now)
    form.named = frozenset({"on"})
    return visit.page("resume_form.html", _status(form), page=page, form=form)


def _status(form: Form) -> int:
    return 200 if form.good else 422
