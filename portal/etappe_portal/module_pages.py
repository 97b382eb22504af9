"""Pages that modules bring: found by who may see them, framed as any other page, their forms carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError, PageReachesOut
from etappe.model.page import PageAbout, PageSpec, PageVisit, Refused
from etappe.model.views import ProjectView
from etappe.service.module_pages import Portion, save
from etappe_portal import module_templates
from etappe_portal.errors import NoSuchPage
from etappe_portal.forms import Form
from etappe_portal.module_offers import title_of
from etappe_portal.visit import Visit


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of a module that somebody may see, and where it stands."""

    owner: str
    """The plugin that brings it."""
    spec: PageSpec
    path: str
    crumbs: tuple[tuple[str, str], ...]
    """Path and title of the pages above it."""


def found(visit: Visit, key: str, about: PageAbout) -> tuple[str, PageSpec]:
    """The plugin behind a page, and the page; raises `NoSuchPage`."""
    for owner, spec in visit.portal.pages.offered():
        if spec.key == key and spec.about is about:
            return owner, spec
    raise NoSuchPage(path=visit.path)


def require_part(visit: Visit, owner: str, project: ProjectView) -> None:
    """Refuse a page about a project that did not choose its module; raises `NoSuchPage`."""
    if not visit.portal.pages.modules(owner) & set(project.modules):
        raise NoSuchPage(path=visit.path)


def show(visit: Visit, opened: Opened, asked: PageVisit, portion: Portion | None = None) -> HTMLResponse:
    """The page as it is looked at."""
    return _page(visit, opened, asked, None, portion)


def act(
    visit: Visit, opened: Opened, asked: PageVisit, form: Form, portion: Portion | None = None
) -> Response:
    """Take the form of a page; what is refused is shown beside what was typed."""
    if opened.spec.acts is None:
        raise NoSuchPage(path=visit.path)
    answer = visit.portal.pages.act(opened.spec, asked)
    if isinstance(answer, Refused):
        form.errors.update(answer.errors)
        return _page(visit, opened, asked, form, portion)
    projects = [project.id for project in asked.projects]
    try:
        save(visit.office, opened.owner, opened.spec, projects, answer.intentions, asked.by, visit.now)
    except PageReachesOut:
        raise
    except EtappeError as error:
        form.refuse("", visit.why_not(error))
        return _page(visit, opened, asked, form, portion)
    return visit.onward(opened.path, "uebernommen")


def _page(
    visit: Visit, opened: Opened, asked: PageVisit, form: Form | None, portion: Portion | None
) -> HTMLResponse:
    pages, spec = visit.portal.pages, opened.spec
    said = pages.show(spec, asked)
    filled = form or Form(values=said.values)
    filled.named = frozenset({*said.values, *filled.named} - {"", "csrf"})
    facts: Mapping[str, object] = {
        **said.facts,
        "visit": asked,
        "form": filled,
        "frame": visit.frame(),
        "path": opened.path,
    }
    content = pages.guarded(
        spec, partial(module_templates.render, spec.package, said.template, visit.language, facts)
    )
    return visit.page(
        "module_page.html",
        200 if filled.good else 422,
        title=title_of(spec, visit.language),
        content=content,
        form=filled,
        opened=opened,
        portion=portion,
        kommune="" if portion else asked.project.kommune_name,
    )
