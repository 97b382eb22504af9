"""The overview: all Kommunen on one time axis, and what needs project management today."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from etappe.model.filters import Filters
from etappe.model.permissions import Action
from etappe.model.standing import State
from etappe.service.needs import needs_me
from etappe.service.overview import overview
from etappe_portal.forms import Form
from etappe_portal.guards import allowed
from etappe_portal.timeline import Axis, height
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter()
Seeing = Annotated[Visit, allowed(Action.SEE_OVERVIEW)]
Text = Annotated[str, Query(max_length=100)]
STATES = {
    State.OVERDUE: _("überfällig"),
    State.SOON: _("bald fällig"),
    State.ON_TRACK: _("im Plan"),
    State.PLANNED: _("geplant"),
    State.RESTING: _("ruht"),
    State.DONE: _("abgeschlossen"),
}


@router.get("/")
def show(
    visit: Seeing,
    q: Text = "",
    stand: Text = "",
    phase: Text = "",
    land: Text = "",
    forum: Text = "",
    person: Text = "",
    still: bool = False,
    seite: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """One page of the Kommunen that match, the most urgent first."""
    state = State(stand) if stand in set(State) else None
    filters = Filters(q.strip(), state, phase, land, forum.strip(), person.strip(), still)
    found = overview(visit.reading, filters, visit.now, seite)
    asked = {"q": q, "stand": stand, "phase": phase, "land": land, "forum": forum, "person": person}
    chosen = {name: value for name, value in asked.items() if value} | ({"still": "1"} if still else {})
    facts = {
        "found": found,
        "axis": Axis.around(found.today),
        "height": height,
        "form": Form(asked),
        "query": f"/?{urlencode(chosen)}&" if chosen else "/?",
        "zone": visit.portal.zone,
        "laender": _laender(visit),
    }
    if visit.partial:
        return visit.page("overview_table.html", 200, **facts)
    spec = visit.reading.programme
    phases = [(p.key, p.title) for module in spec.modules.values() for p in module.phases]
    needs = needs_me(visit.reading, visit.now) if visit.may(Action.DECIDE_FOLLOW_UPS) else None
    return visit.page("overview.html", 200, **facts, phases=phases, needs=needs, state_names=_states(visit))


def _laender(visit: Visit) -> dict[str, str]:
    return {region.key: region.title for region in visit.reading.programme.spec.regions}


def _states(visit: Visit) -> list[tuple[str, str]]:
    return [(state.value, visit.say(name)) for state, name in STATES.items()]
