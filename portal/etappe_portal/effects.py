"""What another calendar of a Kommune does to its projects: seen, confirmed, saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from starlette.responses import Response

from etappe.errors import EtappeError, SelectionChanged
from etappe.model.diff import Diff
from etappe.service.effects import effect_of
from etappe.service.kommune_page import kommune_page
from etappe_portal.forms import Form
from etappe_portal.visit import Visit


class Work(Protocol):
    """Changes something about a Kommune, and tells what that does to its projects."""

    def __call__(self, *, dry_run: bool = False, seen: str | None = None) -> dict[str, Diff]:
        """Do it as it was seen, or only look."""
        ...


def see_or_save(
    visit: Visit,
    form: Form,
    kommune: str,
    work: Work,
    title: str,
    refused: Callable[[EtappeError], Response],
) -> Response:
    """Show which dates move and, where the form holds what was seen or none moves, save it."""
    seen, meanwhile = form.values.get("fingerprint", ""), ""
    try:
        diffs = {} if seen else work(dry_run=True)
        if seen or not diffs:
            work(seen=seen or effect_of(diffs))
            return visit.onward(f"/kommunen/{kommune}", "uebernommen")
    except SelectionChanged as error:
        meanwhile, diffs = visit.why_not(error), work(dry_run=True)
    except EtappeError as error:
        return refused(error)
    return visit.page(
        "effect.html",
        409 if meanwhile else 200,
        title=title,
        kommune=kommune_page(visit.reading, kommune, visit.now).kommune,
        meanwhile=meanwhile,
        diffs=list(diffs.values()),
        fingerprint=effect_of(diffs),
        kept={name: value for name, value in form.values.items() if name not in {"csrf", "fingerprint"}},
        action=visit.path,
    )
