"""Of all that the store is asked in the course of a month, no statement survives without its tenant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

import pytest
from sqlalchemy import BinaryExpression, Column, Insert, true
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import replacement_traverse

from etappe.adapters.sql import tenancy
from etappe.adapters.sql.tenant_reading import Unbound, tenant_binds
from etappe.model.accounts import StaffRole
from tests.portal.site import Site, csrf_in
from tests.portal.test_security import path_of, routes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[SQLCompiler]:
    """Every statement that the store is asked for the first time."""
    found: list[SQLCompiler] = []

    def reading(compiled: SQLCompiler) -> set[str]:
        found.append(compiled)
        return tenant_binds(compiled)

    monkeypatch.setattr(tenancy, "tenant_binds", reading)
    return found


def live_through_a_month(site: Site) -> None:
    """Letters go out and are answered, dates move, and somebody looks at every page."""
    site.world.days(date(2026, 1, 12), date(2026, 1, 19))
    contact = site.came_in(site.letter_token())
    csrf = csrf_in(contact, "/antwort")
    contact.post("/antwort/abwesend", data={"csrf": csrf, "first": "2026-02-02", "last": "2026-02-03"})
    contact.post("/antwort/aufgaben/vereinbarung.zusage/erledigt", data={"csrf": csrf, "sure": "ja"})
    browser = site.signed_in(StaffRole.ADMIN)
    typed = {"csrf": browser.headers["x-csrf-of-test"], "day": "2026-03-05", "until": "2026-02-20"}
    for route in routes(site):
        method = "POST" if "POST" in (route.methods or ()) else "GET"
        if route.path != "/abmelden":
            browser.request(method, path_of(route), data=typed if method == "POST" else None)
    site.world.days(date(2026, 1, 20), date(2026, 2, 13))


def without_tenant(compiled: SQLCompiler) -> SQLCompiler:
    """The same statement with every filter by tenant gone."""

    def gone(element: Any, **_: object) -> Any:
        if isinstance(element, BinaryExpression):
            sides = (element.left, element.right)
            if any(isinstance(side, Column) and side.key == "tenant_id" for side in sides):
                return true()
        return None

    traverse = cast("Callable[..., Any]", replacement_traverse)
    return cast("SQLCompiler", traverse(compiled.statement, {}, gone).compile(dialect=sqlite.dialect()))


def test_no_statement_of_the_store_survives_without_its_tenant(site: Site, asked: list[SQLCompiler]) -> None:
    live_through_a_month(site)
    filtered = [c for c in asked if not isinstance(c.statement, Insert) and tenant_binds(c)]

    survivors: list[str] = []
    for compiled in filtered:
        mutant = without_tenant(compiled)
        try:
            tenant_binds(mutant)
        except Unbound:
            continue
        survivors.append(str(mutant))

    assert survivors == []
    assert len(filtered) > 60
