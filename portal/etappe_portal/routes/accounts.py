"""Who may sign in: added, changed, invited anew, deactivated."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from etappe.errors import EtappeError
from etappe.model.accounts import StaffRole
from etappe.model.permissions import Action
from etappe.service.accounts import (
    Invited,
    add_account,
    change_account,
    deactivate_account,
    list_accounts,
    reset_account,
)
from etappe.service.external_identities import linked_identities, unlink_account
from etappe.service.invitations import PATH
from etappe_portal.external import hosts_of
from etappe_portal.forms import Form
from etappe_portal.guards import Posted, allowed
from etappe_portal.visit import Visit
from etappe_portal.wording import _

router = APIRouter(prefix="/zugaenge")
Managing = Annotated[Visit, allowed(Action.MANAGE_USERS)]
ROLES = {
    StaffRole.ADMIN: _("Programmleitung"),
    StaffRole.MANAGEMENT: _("Projektmanagement"),
    StaffRole.FACILITATOR: _("Moderation"),
    StaffRole.FUNDER: _("Fördernde (nur lesen)"),
}


@router.get("")
def show(visit: Managing) -> HTMLResponse:
    """All accounts."""
    return _page(visit, Form())


@router.post("")
def add(visit: Managing, form: Posted) -> HTMLResponse:
    """Give somebody an account; the address of the invitation is shown this once."""
    name = form.text("name", visit.say("Bitte nennen Sie einen Namen."), 200)
    email = form.text("email", visit.say("Bitte nennen Sie eine E-Mail-Adresse."), 254)
    role = form.text("role")
    if role not in set(StaffRole):
        form.refuse("role", visit.say("Bitte wählen Sie eine Rolle."))
    if not form.good:
        return _page(visit, form)
    try:
        invited = add_account(
            visit.office, visit.portal.gate, name, email, StaffRole(role), visit.by, visit.now
        )
    except EtappeError as error:
        form.refuse("email", visit.why_not(error))
        return _page(visit, form)
    return _shown(visit, invited)


@router.post("/{account}")
def change(visit: Managing, form: Posted, account: str) -> Response:
    """Give somebody another role, invite them anew, let a provider or anything else let them in no more."""
    email = {a.id: a.email for a in list_accounts(visit.reading)}.get(account, account)
    deed, role = form.values.get("deed"), form.values.get("role", "")
    try:
        if deed == "reset":
            return _shown(visit, reset_account(visit.office, visit.portal.gate, email, visit.by, visit.now))
        if deed == "deactivate":
            deactivate_account(visit.office, email, visit.by, visit.now)
            return visit.onward("/zugaenge", "gesperrt")
        if deed == "unlink":
            unlink_account(visit.office, email, visit.by, visit.now)
            return visit.onward("/zugaenge", "geloest")
        if role in set(StaffRole):
            change_account(visit.office, email, visit.by, visit.now, role=StaffRole(role))
    except EtappeError as error:
        form.refuse("account", visit.why_not(error))
        return _page(visit, form)
    return visit.onward("/zugaenge", "uebernommen")


def _shown(visit: Visit, invited: Invited) -> HTMLResponse:
    url = f"{visit.portal.address.base}{PATH}{invited.token}"
    return visit.page("invited.html", account=invited.account, url=url)


def _page(visit: Visit, form: Form) -> HTMLResponse:
    form.named = frozenset({"name", "email", "role"})
    roles = [(role.value, visit.say(title)) for role, title in ROLES.items()]
    status = 200 if form.good else 422
    accounts = list_accounts(visit.reading)
    hosts = {account: hosts_of(linked) for account, linked in linked_identities(visit.reading).items()}
    return visit.page(
        "accounts.html",
        status,
        form=form,
        accounts=accounts,
        roles=roles,
        hosts=hosts,
        zone=visit.portal.zone,
    )
