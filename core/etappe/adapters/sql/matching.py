"""Which projects match, in which state each is today, and in which order they come, in words of SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from etappe.adapters.sql.tables import contact as contacts
from etappe.adapters.sql.tables import kommune as kommunen
from etappe.adapters.sql.tables import person as persons
from etappe.adapters.sql.tables import project as p
from etappe.model.filters import Filters
from etappe.model.names import as_in_a_dictionary
from etappe.model.standing import SOON, State


def state_on(today: date) -> ColumnElement[str]:
    """The state of a project on a day, as `Standing.state` tells it."""
    return case(
        (p.c.next_due.is_(None), State.DONE.value),
        (and_(p.c.rests_from <= today, p.c.rests_until > today), State.RESTING.value),
        (p.c.next_due < today, State.OVERDUE.value),
        (p.c.start > today, State.PLANNED.value),
        (p.c.next_due <= today + SOON, State.SOON.value),
        else_=State.ON_TRACK.value,
    )


def is_silent(today: date) -> ColumnElement[bool]:
    """Whether a Kommune is silent on a day, as `Standing.silent` tells it."""
    return case((and_(state_on(today) == State.OVERDUE.value, p.c.silent_from <= today), True), else_=False)


def in_order(today: date) -> tuple[ColumnElement[Any], ...]:
    """The most urgent first: by the earliest open task, then by name; what rests, and last what is done."""
    behind = case(
        (p.c.next_due.is_(None), 2),
        (and_(p.c.rests_from <= today, p.c.rests_until > today), 1),
        else_=0,
    )
    return behind, p.c.next_due, kommunen.c.sort_name, p.c.id


def matching(query: Select[Any], tenant: str, filters: Filters, today: date) -> Select[Any]:
    """A query of the projects that match, joined with their Kommunen."""
    k = kommunen
    query = query.join(k, (k.c.tenant_id == p.c.tenant_id) & (k.c.slug == p.c.kommune))
    query = query.where(p.c.tenant_id == tenant)
    if filters.q.strip():
        part = as_in_a_dictionary(filters.q.strip())
        query = query.where(k.c.sort_name.contains(part, autoescape=True))
    for column, wanted in ((p.c.phase, filters.phase), (k.c.land, filters.land), (k.c.forum, filters.forum)):
        if wanted:
            query = query.where(column == wanted)
    if filters.state is not None:
        query = query.where(state_on(today) == filters.state.value)
    if filters.silent:
        query = query.where(is_silent(today))
    if filters.running:
        query = query.where(p.c.next_due.is_not(None))
    return query.where(in_charge(filters.person.strip())) if filters.person.strip() else query


def in_charge(part: str) -> ColumnElement[bool]:
    """Whether a Kommune has a contact person or deputy with a part of a name or address."""
    c, who = contacts, persons
    fills = (who.c.id == c.c.person_id) | (who.c.id == c.c.deputy_id)
    # a database that folds ASCII alone finds "özdemir" by its capital, too
    spelt = {part, part.lower(), part.title()}
    named = or_(*(who.c.name.icontains(s, autoescape=True) for s in sorted(spelt)))
    of_kommune = (c.c.tenant_id == p.c.tenant_id) & (c.c.kommune == p.c.kommune)
    query = select(c.c.kommune).join(who, (who.c.tenant_id == c.c.tenant_id) & fills).where(of_kommune)
    return query.where(named | who.c.email.icontains(part, autoescape=True)).exists()
