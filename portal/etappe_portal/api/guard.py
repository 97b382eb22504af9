"""Who may call the API: whoever sends a token that works, for what its role allows; never by a cookie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from etappe.errors import TokenRefused
from etappe.model.api_tokens import ApiToken, audited
from etappe.model.permissions import Action, may, require_may
from etappe.service.api_tokens import open_token
from etappe.service.office import Office
from etappe_portal.portal import Portal

BEARER = HTTPBearer(
    scheme_name="token", description="A token of 'etappe tokens add' or of the portal.", auto_error=False
)

UNKNOWN = "there is no such parameter"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API: by which token, and when."""

    portal: Portal
    token: ApiToken
    now: datetime

    @property
    def office(self) -> Office:
        """The programme at work; only what is posted may ask for it."""
        return self.portal.etappe.office

    @property
    def reading(self) -> Office:
        """The programme for whoever only looks: nothing can be written through it."""
        return self.portal.etappe.reading

    @property
    def today(self) -> date:
        """The day at the places of the programme."""
        return self.portal.today(self.now)

    @property
    def by(self) -> str:
        """Who acts, for the audit."""
        return audited(self.token.id)

    def may(self, action: Action) -> bool:
        """Whether the token may do something."""
        return may(self.token.role, action)


def called(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Call:
    """The call of whoever sends a token that works; raises `TokenRefused` or `TooManyTries`."""
    portal: Portal = request.app.state.portal
    now = portal.etappe.clock.now()
    if credentials is None:
        raise TokenRefused
    came_from = request.client.host if request.client else None
    # the clock of a demo stands still: what was counted there would count for ever
    bounded = not portal.demo
    secret = credentials.credentials
    token = open_token(portal.etappe.office, portal.gate, secret, came_from, now, bounded=bounded)
    return Call(portal, token, now)


Called = Annotated[Call, Depends(called)]


class Permit:
    """Lets a token do something."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def __call__(self, request: Request, call: Called) -> Call:
        """The call; raises `TokenRefused`, `TooManyTries` or `NotAllowed`."""
        require_may(call.token.role, self.action)
        _require_known(request)
        return call


def _require_known(request: Request) -> None:
    """Refuse parameters that a route does not have: a slip in the name of a filter would find all."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = {parameter.alias for parameter in route.dependant.query_params}
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        raise RequestValidationError([{"loc": ("query", name), "msg": UNKNOWN} for name in unknown])


def permitted(action: Action) -> Any:
    """The mark of a route that only tokens may ask for that may do something."""
    return Depends(Permit(action))
