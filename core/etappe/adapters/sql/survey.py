"""What pages ask of a whole programme, in the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, TextClause, func, or_, select, text

from etappe.adapters.sql.dialects import is_sqlite
from etappe.adapters.sql.due import DUE
from etappe.adapters.sql.entries import entries, entry_query
from etappe.adapters.sql.kommunen import kommune_of
from etappe.adapters.sql.letters import delivery_of
from etappe.adapters.sql.link_tables import slip
from etappe.adapters.sql.matching import in_order, is_silent, matching, state_on
from etappe.adapters.sql.projects import project_of
from etappe.adapters.sql.ruling_tables import letter_ruling
from etappe.adapters.sql.rulings import decided
from etappe.adapters.sql.tables import (
    PAST,
    STRANDED,
    anchor,
    audit_event,
    contact,
    delivery,
    kommune,
    occurrence,
    person,
    project,
    task,
)
from etappe.adapters.sql.waiting import waiting
from etappe.model.audit import Fact
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.filters import Filters, Wanted
from etappe.model.follow_up import FollowUp
from etappe.model.kommune import Kommune
from etappe.model.ledger import Due, Entry, OccurrenceState
from etappe.model.names import as_in_a_dictionary
from etappe.model.project import AnchorRecord, Project
from etappe.model.ruling import Ruled, Ruling
from etappe.model.slip import FailedSlip, SlipKind
from etappe.model.standing import State

STRANDED_STATES = frozenset({"failed", "unknown", "bounced", "expired", "held"})
"""The states in an index of their own, which is used where a query says no more than it does."""


READS = (person.c.tenant_id == delivery.c.tenant_id) & (person.c.id == delivery.c.recipient_id)
"""Who reads a letter."""


class SqlSurvey:
    """Answers for pages of one programme."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def tiles(self, today: date) -> tuple[Mapping[State, int], int]:
        """How many projects are in each state today, and how many Kommunen are silent."""
        state, silent = state_on(today).label("state"), is_silent(today).label("silent")
        each = select(state, silent).where(project.c.tenant_id == self._tenant).subquery()
        query = select(each.c.state, each.c.silent, func.count()).group_by(each.c.state, each.c.silent)
        number, silent_ones = defaultdict[State, int](int), 0
        for found, is_one, count in self._connection.execute(query):
            number[State(found)] += count
            silent_ones += count if is_one else 0
        return number, silent_ones

    def number(self, filters: Filters, today: date) -> int:
        """How many projects match."""
        return self._number(matching(select(project.c.id), self._tenant, filters, today))

    def page(self, filters: Filters, today: date, limit: int, offset: int) -> tuple[str, ...]:
        """The ids of some projects that match, the most urgent first."""
        query = matching(select(project.c.id), self._tenant, filters, today)
        query = query.order_by(*in_order(today)).limit(limit).offset(offset)
        return tuple(self._connection.execute(query).scalars())

    def projects(self, ids: Sequence[str]) -> tuple[Project, ...]:
        """Some projects by id, in any order."""
        query = select(project).where(project.c.tenant_id == self._tenant, project.c.id.in_(ids))
        return tuple(project_of(row) for row in self._connection.execute(query))

    def anchors(self, ids: Sequence[str]) -> Mapping[str, tuple[AnchorRecord, ...]]:
        """The anchors of some projects by day, by project."""
        t, found = anchor, defaultdict[str, list[AnchorRecord]](list)
        query = select(t.c.project_id, t.c.key, t.c.day, t.c.by_hand).order_by(t.c.day, t.c.key)
        query = query.where(t.c.tenant_id == self._tenant, t.c.project_id.in_(ids))
        for project_id, *record in self._connection.execute(query):
            found[project_id].append(AnchorRecord(*record))
        return {project_id: tuple(records) for project_id, records in found.items()}

    def digests(self) -> frozenset[str]:
        """The plans that projects follow."""
        query = select(project.c.plan_digest).where(project.c.tenant_id == self._tenant).distinct()
        return frozenset(self._connection.execute(query).scalars())

    def event_days(
        self, events: Mapping[str, Collection[str]], first: date, last: date | None = None
    ) -> Sequence[tuple[str, str, str, str, date]]:
        """Project, Kommune, plan, task and day of the open events from a day on, up to another one.

        ``events`` are the tasks that are the event itself, by anchor. Days are asked of the anchors: of these
        there are few, and an index leads to them.
        """
        a, p, t = anchor, project, task
        same = (t.c.tenant_id == a.c.tenant_id) & (t.c.project_id == a.c.project_id)
        held = or_(*((a.c.key == key) & t.c.key.in_(tasks) for key, tasks in events.items()))
        query = select(p.c.id, p.c.kommune, p.c.plan_digest, t.c.key, t.c.due)
        query = query.join(a, (a.c.tenant_id == p.c.tenant_id) & (a.c.project_id == p.c.id))
        query = query.join(t, same & held).where(t.c.state == "open", a.c.key.in_(events))
        query = query.where(a.c.tenant_id == self._tenant, a.c.day >= first)
        if last is not None:
            query = query.where(a.c.day <= last)
        return [(i, slug, plan, key, due) for i, slug, plan, key, due in self._connection.execute(query)]

    def kommunen(self, part: str, limit: int, offset: int) -> tuple[int, tuple[Kommune, ...]]:
        """How many Kommunen have something in their name, and some of them by name."""
        k, spelt = kommune, as_in_a_dictionary(part.strip())
        query = select(k).where(k.c.tenant_id == self._tenant)
        query = query.where(k.c.sort_name.contains(spelt, autoescape=True)) if spelt else query
        page = query.order_by(k.c.sort_name, k.c.slug).limit(limit).offset(offset)
        return self._number(query), tuple(kommune_of(row) for row in self._connection.execute(page))

    def projects_of(self, kommunen: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The ids of the projects of some Kommunen, by Kommune, those that began first before others."""
        p, found = project, defaultdict[str, list[str]](list)
        query = select(p.c.kommune, p.c.id).where(p.c.tenant_id == self._tenant, p.c.kommune.in_(kommunen))
        for slug, project_id in self._connection.execute(query.order_by(p.c.start, p.c.id)):
            found[slug].append(project_id)
        return {slug: tuple(ids) for slug, ids in found.items()}

    def who_fills(self, roles: Sequence[str], kommunen: Sequence[str]) -> Mapping[tuple[str, str], str]:
        """The ids of the people who fill some roles in some Kommunen themselves, by Kommune and role."""
        c = contact
        query = select(c.c.kommune, c.c.role, c.c.person_id).where(c.c.tenant_id == self._tenant)
        found = self._connection.execute(query.where(c.c.role.in_(roles), c.c.kommune.in_(kommunen))).all()
        return {(kommune, role): who for kommune, role, who in found}

    def armed(self, project_id: str, person_ids: Sequence[str], until: datetime | None) -> tuple[Due, ...]:
        """What is planned of a project and of some people up to a moment, the earliest first."""
        t = occurrence
        query = DUE.where(t.c.tenant_id == self._tenant, t.c.state == "planned")
        if until is not None:
            query = query.where(t.c.due_at <= until)
        here, nobody = t.c.project_id == project_id, t.c.task_key.is_(None)
        # in parts and unordered: SQLite would read what is planned anywhere
        parts = (query.where(here, t.c.task_key >= ""), query.where(here, nobody))
        found = [Due._make(row) for part in parts for row in self._connection.execute(part)]
        theirs = self._connection.execute(query.where(t.c.person_id.in_(person_ids)))
        # what a person is told of another project is no part of this one
        found.extend(due for due in map(Due._make, theirs) if due.project_id is None)
        return tuple(sorted(found, key=lambda due: (due.due_at, due.occ_key)))

    def follow_ups(
        self, wanted: Wanted, limit: int, offset: int = 0
    ) -> tuple[int, tuple[tuple[FollowUp, str], ...]]:
        """How many follow-ups are open and match, and some with their Kommunen's names, the oldest first."""
        return waiting(self._connection, self._tenant, wanted, limit, offset)

    def letters(self, states: Sequence[DeliveryState]) -> Mapping[DeliveryState, int]:
        """How many letters are in each of some states, without zeros; none about which somebody decided."""
        t = delivery
        query = select(t.c.state, func.count()).where(*self._in_states(states)).group_by(t.c.state)
        return {DeliveryState(state): number for state, number in self._connection.execute(query)}

    def deliveries(
        self, states: Sequence[DeliveryState], limit: int, offset: int
    ) -> tuple[int, tuple[tuple[Delivery, str], ...]]:
        """How many letters are in some states, and some with their readers' names, the newest first; none
        about which somebody decided."""
        t = delivery
        query = select(t, person.c.name).join(person, READS).where(*self._in_states(states))
        page = query.order_by(t.c.created_at.desc(), t.c.id).limit(limit).offset(offset)
        found = self._connection.execute(page)
        return sum(self.letters(states).values()), tuple((delivery_of(row), row.name) for row in found)

    def settled_letters(
        self, limit: int, offset: int
    ) -> tuple[int, tuple[tuple[Delivery, str, Ruling], ...]]:
        """How many letters were put away, and some with their readers' names and the decisions, the newest
        first."""
        t, r = delivery, letter_ruling
        end = (r.c.tenant_id == t.c.tenant_id) & (r.c.delivery_id == t.c.id) & (r.c.gen == t.c.gen)
        query = select(t, person.c.name, r.c.ruled_by, r.c.ruled_at, r.c.why).join(r, end)
        query = query.join(person, READS).where(r.c.tenant_id == self._tenant, r.c.ruled == Ruled.SETTLED)
        page = query.order_by(r.c.ruled_at.desc(), t.c.id).limit(limit).offset(offset)
        found = tuple(
            (delivery_of(row), row.name, Ruling(row.id, row.gen, Ruled.SETTLED, *row[-3:]))
            for row in self._connection.execute(page)
        )
        return self._number(query.with_only_columns(r.c.gen)), found

    def failed_slips(self, limit: int, offset: int) -> tuple[int, tuple[FailedSlip, ...]]:
        """How many slips did not go, and some of them, the newest first."""
        s = slip
        # the state is spelled out, as in the index of these
        failed = select(s.c.id).where(s.c.tenant_id == self._tenant, text("slip.state = 'failed'"))
        reader = (person.c.tenant_id == s.c.tenant_id) & (person.c.id == s.c.person_id)
        why = s.c.error_text.label("why")
        columns = (s.c.id, person.c.name, s.c.kind, s.c.attempts, why, s.c.created_at)
        page = failed.with_only_columns(*columns).join(person, reader)
        page = page.order_by(s.c.created_at.desc(), s.c.id).limit(limit).offset(offset)
        found = tuple(
            FailedSlip(row.id, row.name, SlipKind(row.kind), row.attempts, row.why or "", row.created_at)
            for row in self._connection.execute(page)
        )
        return self._number(failed), found

    def entries(
        self, project_id: str | None, states: Sequence[OccurrenceState], limit: int, offset: int
    ) -> tuple[int, tuple[Entry, ...]]:
        """How many lines the ledger has, of a project and in some states or in any that is not to come, and
        some of them, the newest first."""
        query = select(occurrence.c.occ_key).where(occurrence.c.tenant_id == self._tenant)
        if states:
            query = query.where(occurrence.c.state.in_([s.value for s in states]))
        else:
            query = query.where(text(f"occurrence.{PAST}"))  # as the index of these says it
        number, keys = self._some(query, project_id, limit, offset)
        found = entries(self._connection, entry_query(self._tenant).where(occurrence.c.occ_key.in_(keys)))
        in_order = {entry.occ_key: entry for entry in found}
        return number, tuple(in_order[key] for key in keys)

    def _some(
        self, query: Select[*tuple[Any, ...]], project_id: str | None, limit: int, offset: int
    ) -> tuple[int, list[str]]:
        """How many rungs a query finds, and the keys of some, the newest first."""
        t = occurrence
        if project_id is None:
            page = query.order_by(t.c.due_at.desc(), t.c.occ_key).limit(limit).offset(offset)
            return self._number(query), list(self._connection.execute(page).scalars())
        # those of one project are few, but for their order SQLite would read those of all
        of_project = query.add_columns(t.c.due_at).where(t.c.project_id == project_id, t.c.task_key >= "")
        of_none = query.add_columns(t.c.due_at).where(t.c.project_id == project_id, t.c.task_key.is_(None))
        found = [row for part in (of_project, of_none) for row in self._connection.execute(part).all()]
        found.sort(key=lambda row: (-row.due_at.timestamp(), row.occ_key))
        return len(found), [row.occ_key for row in found[offset : offset + limit]]

    def facts(self, abouts: Sequence[str], limit: int, offset: int) -> tuple[tuple[datetime, Fact], ...]:
        """Facts about some objects and what lies within them, or about all, the newest first."""
        t = audit_event
        query = select(t.c.at, t.c.actor, t.c.action, t.c.object, t.c.data).where(*self._about(abouts))
        found = self._connection.execute(query.order_by(t.c.seq.desc()).limit(limit).offset(offset))
        return tuple((row.at, Fact(row.actor, row.action, row.object, json.loads(row.data))) for row in found)

    def facts_number(self, abouts: Sequence[str]) -> int:
        """How many facts there are about some objects and what lies within them, or about all."""
        return self._number(select(audit_event.c.seq).where(*self._about(abouts)))

    def _number(self, query: Select[Any]) -> int:
        return self._connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()

    def _in_states(self, states: Sequence[DeliveryState]) -> tuple[ColumnElement[bool] | TextClause, ...]:
        wanted = (delivery.c.tenant_id == self._tenant, delivery.c.state.in_([s.value for s in states]))
        few = {s.value for s in states} <= STRANDED_STATES
        return (*wanted, text(f"delivery.{STRANDED}"), ~decided()) if few else wanted

    def _about(self, abouts: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
        t = audit_event
        mine = (t.c.tenant_id == self._tenant,)
        within = [self._within(about) for about in abouts]
        return (*mine, or_(t.c.object.in_(abouts), *within)) if abouts else mine

    def _within(self, about: str) -> ColumnElement[bool]:
        """What lies within an object, in words for which each database has an index."""
        t = audit_event
        if is_sqlite(self._connection):
            return (t.c.object > f"{about}/") & (t.c.object < f"{about}0")  # the sign behind the slash
        return t.c.object.startswith(f"{about}/", autoescape=True)
