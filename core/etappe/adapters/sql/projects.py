"""Projects, plans, anchors and tasks in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from etappe.adapters.sql.dated_rows import (
    ADD_ANCHORS,
    ADD_TASKS,
    ANCHORS,
    SAVE_ANCHORS,
    SAVE_TASKS,
    TASKS,
    TASKS_OF,
    task_of,
    task_record,
    task_values,
)
from etappe.adapters.sql.dialects import upsert
from etappe.adapters.sql.standing import KEEP_NEXT_DUE
from etappe.adapters.sql.tables import anchor as anchors_table
from etappe.adapters.sql.tables import bulk_order as orders
from etappe.adapters.sql.tables import plan as plans
from etappe.adapters.sql.tables import project as projects
from etappe.adapters.sql.tables import task as tasks_table
from etappe.errors import ProjectExists, UnknownProject
from etappe.model.plan import Plan
from etappe.model.project import AnchorRecord, Project, TaskRecord, TaskState

PlanShelf = dict[str, Plan]
"""Plans that were read before; a digest names its plan for ever."""


class SqlProjects:
    """The projects of a programme."""

    def __init__(self, connection: Connection, tenant: str, shelf: PlanShelf) -> None:
        self._connection = connection
        self._tenant = tenant
        self._shelf = shelf

    def keep_plan(self, plan: Plan) -> None:
        """Store a snapshot; equal plans are stored once."""
        key = {"tenant_id": self._tenant, "digest": plan.digest}
        if self._connection.scalar(_KNOWN_PLAN, key) is None:  # a plan is large, and nearly always known
            new = upsert(self._connection, plans).values(**key, body=plan.json_text)
            self._connection.execute(new.on_conflict_do_nothing())

    def plan(self, digest: str) -> Plan:
        """The snapshot of a digest."""
        if digest not in self._shelf:
            query = select(plans.c.body).where(plans.c.tenant_id == self._tenant, plans.c.digest == digest)
            self._shelf[digest] = Plan.model_validate_json(self._connection.execute(query).scalar_one())
        return self._shelf[digest]

    def add(self, project: Project, anchors: Iterable[AnchorRecord], tasks: Iterable[TaskRecord]) -> None:
        """Store a new project with its dates; raises `ProjectExists` where the Kommune has one like it."""
        tasks = list(tasks)
        next_due = min((t.due for t in tasks if t.state is TaskState.OPEN), default=None)
        try:
            self._connection.execute(_ADD, {**self._project(project), "next_due": next_due})
        except IntegrityError:
            start = f"{project.start:%d.%m.%Y}"
            raise ProjectExists(kommune=project.kommune, start=start) from None
        here = {"tenant_id": self._tenant, "project_id": project.id}
        ADD_ANCHORS.execute(self._connection, [(a.key, a.day, a.by_hand) for a in anchors], **here)
        ADD_TASKS.execute(self._connection, [task_values(t) for t in tasks], **here)

    def get(self, project_id: str) -> Project | None:
        """A project by its id."""
        row = self._connection.execute(_PROJECT, self._one(project_id)).first()
        return None if row is None else project_of(row)

    def all(self) -> tuple[Project, ...]:
        """All projects by id."""
        query = select(projects).where(projects.c.tenant_id == self._tenant).order_by(projects.c.id)
        return tuple(project_of(row) for row in self._connection.execute(query))

    def of_kommune(self, kommune: str) -> tuple[Project, ...]:
        """The projects of one Kommune."""
        found = self._connection.execute(_OF_KOMMUNE, {"tenant": self._tenant, "slug": kommune})
        return tuple(project_of(row) for row in found)

    def anchors(self, project_id: str) -> tuple[AnchorRecord, ...]:
        """The anchors of a project by day."""
        rows = self._connection.execute(ANCHORS, self._one(project_id)).all()
        found = (AnchorRecord(key, day, by_hand) for key, day, by_hand in rows)
        return tuple(sorted(found, key=lambda a: (a.day, a.key)))

    def tasks(self, project_id: str) -> Mapping[str, TaskRecord]:
        """The tasks of a project by key."""
        rows = self._connection.execute(TASKS, self._one(project_id)).all()
        return {row[0]: task_record(row) for row in rows}

    def open_tasks(
        self, until: date, kommunen: Sequence[str] | None = None
    ) -> tuple[tuple[Project, TaskRecord], ...]:
        """Open tasks that are due up to a day, of some Kommunen or of all, the earliest first."""
        p, t = projects, tasks_table
        query = (
            select(p, t)
            .join(t, (t.c.tenant_id == p.c.tenant_id) & (t.c.project_id == p.c.id))
            .where(p.c.tenant_id == self._tenant, t.c.state == "open", t.c.due <= until)
            .order_by(t.c.due, t.c.project_id, t.c.key)
        )
        if kommunen is not None:
            # by their projects first: SQLite would read the tasks of all
            own = select(p.c.id).where(p.c.tenant_id == self._tenant, p.c.kommune.in_(kommunen))
            query = query.where(t.c.project_id.in_(own))
        return tuple((project_of(row), task_of(row)) for row in self._connection.execute(query))

    def open_among(
        self, keys: Collection[str], first: date, ids: Collection[str] | None = None
    ) -> tuple[tuple[Project, TaskRecord], ...]:
        """Open tasks of some keys that are due from a day on, of some projects or of all, by day."""
        p, t = projects, tasks_table
        query = (
            select(p, t)
            .join(t, (t.c.tenant_id == p.c.tenant_id) & (t.c.project_id == p.c.id))
            .where(p.c.tenant_id == self._tenant, t.c.state == "open", t.c.due >= first, t.c.key.in_(keys))
            .order_by(t.c.due, t.c.project_id, t.c.key)
        )
        if ids is not None:
            query = query.where(p.c.id.in_(ids))
        return tuple((project_of(row), task_of(row)) for row in self._connection.execute(query))

    def save_answers(self, project_id: str, answers: Mapping[str, bool]) -> None:
        """Change the answers to conditions."""
        where = (projects.c.tenant_id == self._tenant, projects.c.id == project_id)
        self._connection.execute(update(projects).where(*where).values(answers=dict(answers)))

    def save_anchors(self, project_id: str, anchors: Iterable[AnchorRecord]) -> None:
        """Change anchors, and count one more revision of the project."""
        rows = [(a.key, a.day, a.by_hand) for a in anchors]
        SAVE_ANCHORS.execute(self._connection, rows, tenant_id=self._tenant, project_id=project_id)
        self._connection.execute(_COUNT_REVISION, self._one(project_id))

    def save_tasks(self, project_id: str, tasks: Iterable[TaskRecord], now: datetime) -> None:
        """Change tasks, or add some; those with another day or state are one change further."""
        rows = [task_values(t) for t in tasks]
        here = {"tenant_id": self._tenant, "project_id": project_id}
        SAVE_TASKS.execute(self._connection, rows, **here, changed_at=now)
        if rows:
            self._connection.execute(KEEP_NEXT_DUE, self._one(project_id))

    def tasks_of(self, project_ids: Sequence[str]) -> Mapping[str, tuple[TaskRecord, ...]]:
        """The tasks of several projects, by project."""
        found = defaultdict[str, list[TaskRecord]](list)
        these = {"tenant": self._tenant, "projects": list(project_ids)}
        for project_id, *values in self._connection.execute(TASKS_OF, these).all():
            found[project_id].append(task_record(values))
        return {project: tuple(tasks) for project, tasks in found.items()}

    def touch_tasks(self, project_id: str, keys: Sequence[str], now: datetime) -> None:
        """Count tasks one change further, although their rows say what they said."""
        t = tasks_table
        where = (t.c.tenant_id == self._tenant, t.c.project_id == project_id, t.c.key.in_(keys))
        values = {"sequence": t.c.sequence + 1, "changed_at": now}
        self._connection.execute(update(t).where(*where).values(values))

    def change_plan(self, project_id: str, digest: str, answers: Mapping[str, bool]) -> None:
        """Let a project follow another plan; anchors that it does not have are left to `drop_anchors`."""
        where = (projects.c.tenant_id == self._tenant, projects.c.id == project_id)
        values = {"plan_digest": digest, "answers": dict(answers)}
        self._connection.execute(update(projects).where(*where).values(values))

    def drop_anchors(self, project_id: str, keys: Sequence[str]) -> None:
        """Take out anchors that a newer plan does not have."""
        t = anchors_table
        where = (t.c.tenant_id == self._tenant, t.c.project_id == project_id, t.c.key.in_(keys))
        self._connection.execute(delete(t).where(*where))

    def orders_done(self, order: str) -> Mapping[str, str]:
        """The projects in which an order was carried out, each with what it did to the plan, as a hash."""
        o = orders
        query = select(o.c.project_id, o.c.plan_hash).where(
            o.c.tenant_id == self._tenant, o.c.order_id == order
        )
        return {row.project_id: row.plan_hash or "" for row in self._connection.execute(query)}

    def take_order(self, order: str, project_id: str, plan_hash: str, now: datetime) -> bool:
        """Note that an order is carried out in a project; False where that was done before."""
        key = {"tenant_id": self._tenant, "order_id": order, "project_id": project_id}
        new = upsert(self._connection, orders).values(**key, carried_out_at=now, plan_hash=plan_hash)
        taken = new.on_conflict_do_nothing().returning(orders.c.project_id)
        return self._connection.execute(taken).first() is not None

    def running(self) -> frozenset[str]:
        """The projects in which something is left to be done."""
        t = tasks_table
        query = select(t.c.project_id).where(t.c.tenant_id == self._tenant, t.c.state == "open").distinct()
        return frozenset(self._connection.execute(query).scalars())

    def number(self) -> int:
        """How many projects there are."""
        query = select(func.count()).select_from(projects).where(projects.c.tenant_id == self._tenant)
        return self._connection.execute(query).scalar_one()

    def lock(self, project_id: str) -> Project:
        """A project as it is now; whoever else wants to change it waits until the end.

        Raises `UnknownProject`.
        """
        row = self._connection.execute(_LOCKED, self._one(project_id)).first()
        if row is None:
            raise UnknownProject(project=project_id)
        return project_of(row)

    def note(self, project: Project) -> None:
        """Note the phase of a project, when to look at it again, and when its Kommune was heard of."""
        noted = {f"new_{name}": getattr(project, name) for name in _NOTED}
        self._connection.execute(_NOTE, {**self._one(project.id), **noted})

    def phases_to_check(self, today: date, limit: int) -> tuple[str, ...]:
        """Projects in which another phase may have begun by a day."""
        p = projects
        query = (
            select(p.c.id)
            .where(p.c.tenant_id == self._tenant, p.c.phase_check_on <= today)
            .order_by(p.c.phase_check_on)
            .limit(limit)
        )
        return tuple(self._connection.execute(query).scalars())

    def _one(self, project_id: str) -> dict[str, str]:
        return {"tenant": self._tenant, "project": project_id}

    def _project(self, project: Project) -> dict[str, Any]:
        return {
            "tenant_id": self._tenant,
            "id": project.id,
            "kommune": project.kommune,
            "plan_digest": project.plan_digest,
            "start": project.start,
            "answers": dict(project.answers),
            "ignored": list(project.ignored),
            "rev": project.rev,
            "created_at": project.created_at,
            "phase": project.phase,
            "phase_check_on": project.phase_check_on,
            "silent_from": project.silent_from,
        }


_OF_TENANT = (projects.c.tenant_id == bindparam("tenant"), projects.c.id == bindparam("project"))
_PROJECT = select(projects).where(*_OF_TENANT)
# its key stays, so that rungs may be armed for it meanwhile
_LOCKED = _PROJECT.with_for_update(key_share=True)
_COUNT_REVISION = update(projects).where(*_OF_TENANT).values(rev=projects.c.rev + 1)
_NOTED = ("phase", "phase_check_on", "last_heard", "silent_from")
_NOTE = (
    update(projects)
    .where(*_OF_TENANT)
    .values({name: bindparam(f"new_{name}", type_=projects.c[name].type) for name in _NOTED})
)
_KNOWN_PLAN = select(plans.c.digest).where(
    plans.c.tenant_id == bindparam("tenant_id"), plans.c.digest == bindparam("digest")
)
_OF_KOMMUNE = (
    select(projects)
    .where(projects.c.tenant_id == bindparam("tenant"), projects.c.kommune == bindparam("slug"))
    .order_by(projects.c.id)
)
_ADD = insert(projects)


def project_of(row: Row[Any]) -> Project:
    """A project from a row that may hold more."""
    return Project(
        id=row.id,
        kommune=row.kommune,
        plan_digest=row.plan_digest,
        start=row.start,
        answers=row.answers,
        ignored=tuple(row.ignored),
        rev=row.rev,
        created_at=row.created_at,
        phase=row.phase,
        phase_check_on=row.phase_check_on,
        last_heard=row.last_heard,
        silent_from=row.silent_from,
        next_due=row.next_due,
        rests_from=row.rests_from,
        rests_until=row.rests_until,
    )
