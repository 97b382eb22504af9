"""Programs that use the API, each with a token of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import NewToken
from etappe.model.permissions import Action
from etappe.service.api_tokens import make_token
from etappe_portal.api.app import create_api
from etappe_portal.api.guard import Permit
from etappe_portal.app import create_app
from tests.portal.site import ADDRESS, Site

API = "/api/v1"


def token_for(site: Site, role: StaffRole = StaffRole.MANAGEMENT) -> NewToken:
    """A token that was made at the command line."""
    office, gate, now = site.etappe.office, site.portal.gate, site.clock.now()
    return make_token(office, gate, f"Program {role.value}", role, "test", now)


def program(site: Site, role: StaffRole = StaffRole.MANAGEMENT) -> TestClient:
    """A program with a token; it says nothing of the site that it comes from."""
    return with_secret(site, token_for(site, role).secret)


def with_secret(site: Site, secret: str | None) -> TestClient:
    """A program that sends something as its token, or nothing."""
    client = TestClient(create_app(site.portal), base_url=f"{ADDRESS}{API}", raise_server_exceptions=False)
    if secret is not None:
        client.headers["Authorization"] = f"Bearer {secret}"
    return client


def routes(site: Site) -> Iterable[tuple[str, APIRoute]]:
    """Every route of the API that has an action, with its method."""
    for route in every_route(site):
        if action_of(route) is not None:
            yield from ((method, route) for method in sorted(route.methods or ()))


def every_route(site: Site) -> Iterable[APIRoute]:
    """Every route that the API serves, by its path."""
    found: list[object] = list(create_api(site.portal).routes)
    known: list[APIRoute] = []
    while found:
        route = found.pop()
        if isinstance(route, APIRoute):
            known.append(route)
        found.extend(getattr(getattr(route, "original_router", None), "routes", ()))
    return sorted(known, key=lambda route: route.path)


def action_of(route: APIRoute) -> Action | None:
    """What a token has to be allowed to do."""
    calls = [d.call for d in route.dependant.dependencies]
    return next((call.action for call in calls if isinstance(call, Permit)), None)


def problem(answer: Any) -> tuple[int, str, str | None]:
    """Status, kind and field of a refusal, which has the one shape."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == answer.status_code
    return answer.status_code, told["type"].rpartition(":")[2], told.get("field")
