"""The page of one project, its next letters, and its tasks settled or taken up again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.adapters.scribe import JinjaScribe
from etappe.bootstrap import watchdog_of
from etappe.errors import EtappeError
from etappe.model.permissions import Action
from etappe.model.speech import speech_in
from etappe.service.ahead import next_letter
from etappe.service.files import project_files
from etappe.service.project_page import project_page
from etappe.service.tasks import complete_task, reopen_task
from etappe_portal.guards import Posted, allowed
from etappe_portal.module_offers import of_project
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/{project}")
RECENT = 12
"""Lines of the history and of the ledger on the page."""
Seeing = Annotated[Visit, allowed(Action.SEE_PROJECT)]
Settling = Annotated[Visit, allowed(Action.SETTLE_TASKS)]
Reading = Annotated[Visit, allowed(Action.SEE_LETTERS)]


@router.get("")
def show(visit: Seeing, project: str) -> HTMLResponse:
    """Everything about a project."""
    page = project_page(visit.reading, project, visit.now, RECENT)
    spec = visit.reading.programme.spec
    regions = {region.key: region.title for region in spec.regions}
    tasks = [task for part in page.phases for task in part.tasks] + list(page.gone)
    module_pages = of_project(visit.portal, (module.key for module in page.modules), visit.language)
    return visit.page(
        "project.html",
        page=page,
        module_pages=[offered for offered in module_pages if visit.may(offered.spec.sees)],
        land=regions.get(page.kommune.land, page.kommune.land),
        zone=visit.portal.zone,
        titles={task.key: task.title for task in tasks},
        outcomes=speech_in(visit.language).replies.outcomes,
        files=project_files(visit.reading, project) if visit.may(Action.SEE_FILES) else (),
        adding=visit.reading.cabinet.open,
    )


@router.post("/aufgaben/{task}")
def settle(visit: Settling, form: Posted, project: str, task: str) -> Response:
    """Note that a task is done, or that it is not."""
    page, undo = f"/projekte/{project}", form.values.get("deed") == "undo"
    try:
        if undo:
            reopen_task(visit.office, project, task, visit.by, visit.now)
        else:
            complete_task(visit.office, project, task, visit.by, visit.now, called=visit.called)
    except EtappeError as error:
        title = visit.say("Das geht nicht")
        text = visit.why_not(error)
        return visit.page("refusal.html", 409, title=title, text=text)
    return visit.onward(page, "offen" if undo else "erledigt")


@router.post("/brief")
def preview_letter(visit: Reading, form: Posted, project: str) -> HTMLResponse:
    """The next letter to somebody, as it would be written on its day; nothing is sent."""
    scribe = JinjaScribe(watchdog_of(visit.portal.etappe.settings).render)
    found = next_letter(visit.office, scribe, project, form.text("person"), visit.now)
    page = project_page(visit.reading, project, visit.now)
    return visit.page("letter_preview.html", found=found, page=page, zone=visit.portal.zone)
