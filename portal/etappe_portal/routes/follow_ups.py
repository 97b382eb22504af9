"""What waits for project management, answered where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUpKind
from etappe.model.permissions import Action
from etappe.service.follow_ups import answer_follow_up, outcomes_of
from etappe.service.lists import follow_ups
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/wiedervorlagen")
Deciding = Annotated[Visit, allowed(Action.DECIDE_FOLLOW_UPS)]
Text = Annotated[str, Query(max_length=100)]
OUTCOMES = {
    "done": _("Erledigt"),
    "released": _("Brief freigeben"),
    "confirmed": _("Bestätigen"),
    "accepted": _("Annehmen"),
    "rejected": _("Ablehnen"),
    "declined": _("Ablehnen"),
    "dropped": _("Nicht freigeben"),
}
"""What the button for each outcome says."""
KINDS = {
    FollowUpKind.ESCALATION: _("nachfassen"),
    FollowUpKind.RELEASE: _("Brief an die Spitze freigeben"),
    FollowUpKind.PRESS: _("Pressearbeit vor einer Wahl"),
    FollowUpKind.PROPOSAL: _("Termin vorgeschlagen"),
    FollowUpKind.CONTACT: _("Zuständigkeit klären"),
    FollowUpKind.DEAD_LETTER: _("Brief nicht zugestellt"),
    FollowUpKind.NOTE: _("zur Kenntnis"),
}
"""What each kind is called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    wanted: Wanted
    values: dict[str, str]
    """The same as it was said."""

    @property
    def query(self) -> str:
        """What leads to the same follow-ups again."""
        return urlencode(self.values)


def asked(art: Text = "", q: Text = "", person: Text = "", projekt: Text = "") -> Asked:
    """The filters in an address."""
    kind = FollowUpKind(art) if art in set(FollowUpKind) else None
    said = {"art": art, "q": q, "person": person, "projekt": projekt}
    return Asked(Wanted(kind, projekt, q, person), {name: value for name, value in said.items() if value})


Asking = Annotated[Asked, Depends(asked)]


@router.get("")
def show(visit: Deciding, asked: Asking, seite: Annotated[int, Query(ge=1, le=100_000)] = 1) -> HTMLResponse:
    """What is open and matches, the oldest first."""
    return _page(visit, asked, seite)


@router.post("/{follow_up}")
def answer(visit: Deciding, form: Posted, asked: Asking, follow_up: str) -> Response:
    """Answer one, and do what follows from it; then come back to those that matched."""
    try:
        answer_follow_up(visit.office, follow_up, form.text("outcome"), visit.by, visit.now)
    except EtappeError as error:
        return _page(visit, asked, 1, visit.why_not(error))
    return visit.onward(f"/wiedervorlagen{'?' if asked.query else ''}{asked.query}", "beantwortet")


def _page(visit: Visit, asked: Asked, number: int, refused: str = "") -> HTMLResponse:
    found = follow_ups(visit.reading, asked.wanted, number)
    return visit.page(
        "follow_ups.html",
        409 if refused else 200,
        found=found,
        everything=follow_ups(visit.reading, size=1).number if asked.wanted.any else found.number,
        form=Form(asked.values),
        query=asked.query,
        kinds=[(kind.value, visit.say(name)) for kind, name in KINDS.items()],
        kind_names={kind: visit.say(name) for kind, name in KINDS.items()},
        offered={
            line.follow_up.id: [(o, visit.say(OUTCOMES[o])) for o in outcomes_of(line.follow_up)]
            for line in found.items
        },
        refused=refused,
        zone=visit.portal.zone,
    )
