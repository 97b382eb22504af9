"""A new project in three fields and what its modules have to know; its plan is shown before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError, StartInThePast
from etappe.model.explanation import explain_anchor
from etappe.model.kommune import Kommune, place_of
from etappe.model.names import as_in_a_dictionary
from etappe.model.permissions import Action
from etappe.model.spec import ConditionSpec
from etappe.service.bulk import without_project
from etappe.service.kommunen import list_kommunen
from etappe.service.projects import Preview, Wish, preview, start_project
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/neu")
YES_OR_NO = {"ja": True, "nein": False}
Starting = Annotated[Visit, allowed(Action.START_PROJECT)]


@router.get("")
def ask(visit: Starting, kommune: str = "") -> HTMLResponse:
    """Which Kommune starts when, with which modules."""
    return _form(visit, Form({"kommune": kommune}))


@router.post("")
def start(visit: Starting, form: Posted) -> Response:
    """Show the plan; once it has been seen, start the project."""
    wish = _wish(visit, form)
    slug = form.text("kommune", visit.say("Bitte wählen Sie eine Kommune"))
    known = {k.slug: k for k in list_kommunen(visit.reading)}
    if slug and slug not in known:
        form.refuse("kommune", visit.say("Diese Kommune gibt es nicht"))
    if wish is None or not form.good:
        return _form(visit, form)
    try:
        _require_to_come(visit, slug, wish)
        if form.values.get("seen"):
            started = start_project(visit.office, slug, wish, visit.by, visit.now)
            return visit.onward(f"/projekte/{started.project.id}", "begonnen")
        return _plan(visit, form, known[slug], wish)
    except EtappeError as error:
        form.refuse("start", visit.why_not(error))
        return _form(visit, form)


def _wish(visit: Visit, form: Form) -> Wish | None:
    day = form.day("start", visit.say("Bitte als TT.MM.JJJJ"), visit.say("Bitte wählen Sie einen Tag"))
    modules = form.chosen("module", visit.reading.programme.optional)
    answers: dict[str, bool] = {}
    for question in _questions(visit, (*visit.reading.programme.mandatory, *modules)):
        field = f"condition-{question.key}"
        answer = form.text(field)
        if answer in YES_OR_NO:
            answers[question.key] = YES_OR_NO[answer]
        else:
            form.refuse(field, visit.say("Bitte beantworten Sie: {q}", q=question.question))
    return Wish(day, modules, answers) if day else None


def _questions(visit: Visit, modules: Iterable[str]) -> tuple[ConditionSpec, ...]:
    """The conditions of some modules for which nobody has said what is assumed."""
    known = visit.reading.programme.modules
    return tuple(c for key in modules for c in known[key].conditions if c.default is None)


def _require_to_come(visit: Visit, kommune: str, wish: Wish) -> None:
    """Refuse before it is shown what would be refused when it is saved; raises `StartInThePast`."""
    if wish.start < visit.today:
        days = {"start": f"{wish.start:%d.%m.%Y}", "today": f"{visit.today:%d.%m.%Y}"}
        raise StartInThePast(kommune=kommune, **days)


def _plan(visit: Visit, form: Form, kommune: Kommune, wish: Wish) -> HTMLResponse:
    with visit.reading.store.begin() as tx:
        days = tx.kommunen.days([kommune.slug]).get(kommune.slug, ())
    found: Preview = preview(visit.reading, place_of(kommune, days), wish)
    schedule = found.schedule
    anchors = [
        (schedule.plan.anchor[a.key].title, a.day, explain_anchor(schedule, a.key))
        for a in sorted(schedule.anchors.values(), key=lambda a: a.day)
    ]
    spans = [
        (schedule.plan.phase[s.phase].title, s.begins, s.ends)
        for s in sorted(schedule.spans.values(), key=lambda s: s.begins)
    ]
    return visit.page(
        "plan_preview.html",
        form=form,
        kommune=kommune,
        anchors=anchors,
        spans=spans,
        warnings=found.warnings,
        tasks=len(schedule.deadlines),
    )


def _form(visit: Visit, form: Form) -> HTMLResponse:
    programme = visit.reading.programme
    asked = {key: _questions(visit, [key]) for key in (*programme.mandatory, *programme.optional)}
    named = {f"condition-{question.key}" for questions in asked.values() for question in questions}
    form.named = frozenset({"kommune", "start", *named})
    free = set(without_project(visit.reading))
    kommunen = sorted(list_kommunen(visit.reading), key=lambda k: as_in_a_dictionary(k.name))
    return visit.page(
        "project_form.html",
        200 if form.good else 422,
        form=form,
        kommunen=[(k.slug, k.name) for k in kommunen if k.slug in free],
        others=[(k.slug, k.name) for k in kommunen if k.slug not in free],
        questions=[question for key in programme.mandatory for question in asked[key]],
        modules=[(programme.modules[key], asked[key]) for key in programme.optional],
    )
