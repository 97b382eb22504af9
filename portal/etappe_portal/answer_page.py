"""The page on which a task is answered: what is asked, the ways to answer, and the files that were added."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from etappe.model.attachment import LARGEST_FILE, MB
from etappe.model.file_kinds import ENDINGS
from etappe.model.link import LinkPurpose
from etappe.model.permissions import LinkRole
from etappe.service.answer_pages import task_page
from etappe.service.attaching import own_files, takes_files
from etappe.service.opening import open_again
from etappe_portal.forms import Form
from etappe_portal.link_guards import role_of
from etappe_portal.module_offers import of_project
from etappe_portal.visit import Visit

FIELDS = frozenset({"sure", "day", "instead", "file"})
ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


def answer_page(visit: Visit, form: Form, task: str | None) -> HTMLResponse:
    """A task that the visitor's link opens; raises `LinkInvalid`."""
    reading, link_id = visit.reading, visit.came.link_id
    page = task_page(reading, visit.portal.door, link_id, task, visit.now)
    with reading.store.begin() as tx:
        opened = open_again(tx, link_id, visit.now)
    form.named = FIELDS
    status, single = 200 if form.good else 422, opened.link.purpose is LinkPurpose.TASK
    if role_of(visit) is LinkRole.HEAD:
        return visit.page(
            "head_task.html", status, page=page, form=form, zone=visit.portal.zone, single=single
        )
    modules = (module.key for module in opened.plan.modules) if opened.plan else ()
    offered = of_project(visit.portal, modules, visit.language)
    return visit.page(
        "answer.html",
        status,
        page=page,
        form=form,
        single=single,
        module_pages=[one for one in offered if page.task in one.spec.tasks],
        zone=visit.portal.zone,
        files=own_files(reading, link_id, task, visit.now),
        adding=takes_files(reading, page.state),
        accept=ACCEPT,
        most=LARGEST_FILE // MB,
    )
