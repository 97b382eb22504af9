"""Look around in the demo without a password: everybody in it is fictional."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from etappe.model.accounts import StaffRole
from etappe.model.sessions import Stage
from etappe.service.accounts import add_account, list_accounts
from etappe.service.staff_sessions import begin_session
from etappe_portal import sessions
from etappe_portal.errors import NoSuchPage
from etappe_portal.guards import Anybody, Posted
from etappe_portal.visit import Visit

router = APIRouter(prefix="/demo")
PEOPLE = {
    StaffRole.ADMIN: ("Matthis Oberlind", "programmleitung@etappe-demo.example"),
    StaffRole.MANAGEMENT: ("Jule Sommerfelden", "projektmanagement@etappe-demo.example"),
    StaffRole.FACILITATOR: ("Nele Windhagen", "moderation@etappe-demo.example"),
    StaffRole.FUNDER: ("Pia Lichtenrade", "foerderung@etappe-demo.example"),
}


@router.post("/anmelden")
def sign_in_as(visit: Anybody, form: Posted) -> Response:
    """Go on as somebody of the demo."""
    role = form.text("role")
    if not visit.portal.demo or role not in set(StaffRole):
        raise NoSuchPage(path=visit.path)
    onward = visit.onward("/" if role != StaffRole.FACILITATOR else "/termine")
    _begin(visit, onward, StaffRole(role))
    return onward


def _begin(visit: Visit, onward: Response, role: StaffRole) -> None:
    name, email = PEOPLE[role]
    known = {account.email: account for account in list_accounts(visit.reading)}
    gate = visit.portal.gate
    if email not in known:
        known[email] = add_account(visit.office, gate, name, email, role, "demo", visit.now).account
    with visit.office.store.begin() as tx:
        opened = begin_session(tx, gate, known[email], Stage.FULL, visit.now)
    sessions.hand_out(visit.portal, onward, opened)
