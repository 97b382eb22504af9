"""Pages of modules: about a project, about the programme, and for contact persons about their own project."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from etappe.errors import LinkInvalid
from etappe.model.link import LinkPurpose
from etappe.model.page import PageAbout, PageSpec, PageVisit
from etappe.model.permissions import Action
from etappe.model.views import ProjectView
from etappe.service.module_pages import Portion, portion_shown, project_shown
from etappe.service.opening import open_again
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed, require
from etappe_portal.link_guards import allowed_by_link
from etappe_portal.module_pages import Opened, act, found, require_part, show
from etappe_portal.visit import Visit

router = APIRouter()
Seeing = Annotated[Visit, allowed(Action.SEE_PROJECT)]
Overseeing = Annotated[Visit, allowed(Action.SEE_OVERVIEW)]
Coming = Annotated[Visit, allowed_by_link(Action.SEE_PROGRESS)]
Answering = Annotated[Visit, allowed_by_link(Action.ANSWER_OWN_TASKS)]
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("/projekte/{project}/bausteine/{module_page}")
def show_project(visit: Seeing, project: str, module_page: str) -> HTMLResponse:
    """A page about a project."""
    opened, view = _about_project(visit, project, module_page)
    return show(visit, opened, _asked(visit, visit.by, (view,)))


@router.post("/projekte/{project}/bausteine/{module_page}")
def act_on_project(visit: Seeing, form: Posted, project: str, module_page: str) -> Response:
    """The form on it."""
    opened, view = _about_project(visit, project, module_page)
    require(visit, opened.spec.does)
    return act(visit, opened, _asked(visit, visit.by, (view,), form), form)


@router.get("/bausteine/{module_page}")
def show_programme(visit: Overseeing, module_page: str, seite: Number = 1) -> HTMLResponse:
    """A page about the programme."""
    opened, portion = _about_programme(visit, module_page, seite)
    return show(visit, opened, _asked(visit, visit.by, portion.projects), portion)


@router.post("/bausteine/{module_page}")
def act_on_programme(visit: Overseeing, form: Posted, module_page: str, seite: Number = 1) -> Response:
    """The form on it."""
    opened, portion = _about_programme(visit, module_page, seite)
    require(visit, opened.spec.does)
    return act(visit, opened, _asked(visit, visit.by, portion.projects, form), form, portion)


@router.get("/antwort/bausteine/{module_page}")
def show_contact(visit: Coming, module_page: str) -> HTMLResponse:
    """A page about the own project."""
    opened, view, by = _by_link(visit, module_page)
    return show(visit, opened, _asked(visit, by, (view,)))


@router.post("/antwort/bausteine/{module_page}")
def act_as_contact(visit: Answering, form: Posted, module_page: str) -> Response:
    """The form on it."""
    opened, view, by = _by_link(visit, module_page)
    return act(visit, opened, _asked(visit, by, (view,), form), form)


def _about_project(visit: Visit, project: str, key: str) -> tuple[Opened, ProjectView]:
    owner, spec = found(visit, key, PageAbout.PROJECT)
    require(visit, spec.sees)
    view = project_shown(visit.reading, owner, project, visit.now)
    require_part(visit, owner, view)
    above = (("/", visit.say("Übersicht")), (f"/projekte/{project}", view.kommune_name))
    return Opened(owner, spec, f"/projekte/{project}/bausteine/{key}", above), view


def _about_programme(visit: Visit, key: str, number: int) -> tuple[Opened, Portion]:
    owner, spec = found(visit, key, PageAbout.PROGRAMME)
    require(visit, spec.sees)
    portion = portion_shown(visit.reading, owner, number, visit.now)
    return Opened(owner, spec, f"/bausteine/{key}", ()), portion


def _by_link(visit: Visit, key: str) -> tuple[Opened, ProjectView, str]:
    """A page that somebody without an account may see; raises `NoSuchPage`, or `LinkInvalid`."""
    owner, spec = found(visit, key, PageAbout.PROJECT)
    with visit.reading.store.begin() as tx:
        link = open_again(tx, visit.came.link_id, visit.now)
    if link.project is None:
        raise LinkInvalid
    contact = visit.reading.programme.spec.contact in link.roles
    if not _opens(spec, link.link.purpose, link.link.task_key, contact=contact):
        raise NoSuchPage(path=visit.path)
    view = project_shown(visit.reading, owner, link.project.id, visit.now)
    require_part(visit, owner, view)
    above = ("/antwort", link.task_title or visit.say("Ihr Plan"))
    return Opened(owner, spec, f"/antwort/bausteine/{key}", (above,)), view, f"person/{link.person.id}"


def _opens(spec: PageSpec, purpose: LinkPurpose, task: str | None, *, contact: bool) -> bool:
    """Whether a link leads to a page: to one task, if it helps to answer it; to the own plan, to any."""
    if purpose is LinkPurpose.TASK:
        return task in spec.tasks
    return spec.contacts and contact


def _asked(visit: Visit, by: str, projects: tuple[ProjectView, ...], form: Form | None = None) -> PageVisit:
    typed = {name: value for name, value in form.values.items() if name != "csrf"} if form else {}
    return PageVisit(visit.now, visit.today, visit.language, by, projects, typed)
