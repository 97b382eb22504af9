"""See, confirm, apply: a change is shown with all it touches, and saved only as it was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from starlette.responses import Response

from etappe.errors import EtappeError, PlanChanged
from etappe.model.diff import Diff, Kind
from etappe.service.changing import Change, apply_change, preview_change
from etappe.service.project_page import project_page
from etappe_portal.forms import Form
from etappe_portal.visit import Visit

FINGERPRINT = "fingerprint"
Asking = Callable[[Visit, Form, str], Response]
"""Shows the form of a change to a project, with what was typed into it."""


def see_or_apply(
    visit: Visit, form: Form, project: str, change: Change, *, title: str, field: str, again: Asking
) -> Response:
    """Show what a change does or, where the form holds its fingerprint, do it.

    What is refused stands beside ``field`` of the form, which ``again`` shows anew.
    """
    seen = form.values.get(FINGERPRINT, "")
    try:
        if seen:
            apply_change(visit.office, project, change, seen, visit.by, visit.now)
            return visit.onward(f"/projekte/{project}", "uebernommen")
        diff, meanwhile = preview_change(visit.office, project, change, visit.by, visit.now), ""
    except PlanChanged as error:
        diff, meanwhile = cast("Diff", error.facts["diff"]), str(error.facts["meanwhile"])
    except EtappeError as error:
        form.refuse(field, visit.why_not(error))
        return again(visit, form, project)
    if diff.empty:
        return visit.onward(f"/projekte/{project}", "unveraendert")
    return _shown(visit, form, project, diff, title, meanwhile)


def _shown(visit: Visit, form: Form, project: str, diff: Diff, title: str, meanwhile: str) -> Response:
    page = project_page(visit.reading, project, visit.now)
    kept: Mapping[str, str] = {
        name: value for name, value in form.values.items() if name not in {"csrf", FINGERPRINT}
    }
    return visit.page(
        "diff.html",
        409 if meanwhile else 200,
        diff=diff,
        title=title,
        meanwhile=meanwhile,
        kept=kept,
        page=page,
        action=visit.path,
        anchors=[d for d in diff.dates if d.kind is Kind.ANCHOR],
        tasks=[d for d in diff.dates if d.kind is Kind.TASK],
    )
