"""Anchors and tasks as rows: how they are read, and how they are saved in sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, insert, or_, select

from etappe.adapters.sql.dialects import UpsertInsert, upsert
from etappe.adapters.sql.sets import InSets
from etappe.adapters.sql.tables import anchor as anchors_table
from etappe.adapters.sql.tables import task as tasks_table
from etappe.model.project import TaskRecord, TaskState


def _saving_anchors(connection: Connection) -> UpsertInsert:
    new = upsert(connection, anchors_table)
    values = {"day": new.excluded.day, "by_hand": new.excluded.by_hand}
    return new.on_conflict_do_update(index_elements=("tenant_id", "project_id", "key"), set_=values)


def _saving_tasks(connection: Connection) -> UpsertInsert:
    new, t = upsert(connection, tasks_table), tasks_table
    values: dict[str, ColumnElement[Any]] = {c: new.excluded[c] for c in TASK_VALUES if c != "key"}
    # all that the entry of a calendar says and a row decides: see `etappe.model.feed`
    further = or_(*(new.excluded[c] != t.c[c] for c in ("due", "state", "by_hand")))
    values["sequence"] = case((further, t.c.sequence + 1), else_=t.c.sequence)
    values["changed_at"] = case((further, new.excluded.changed_at), else_=t.c.changed_at)
    return new.on_conflict_do_update(index_elements=("tenant_id", "project_id", "key"), set_=values)


def task_values(t: TaskRecord) -> tuple[Any, ...]:
    """A task as it is saved, in the order of `TASK_VALUES`."""
    return t.key, t.due, t.by_hand, t.state.value, t.settled_at, t.settled_by, t.reason


TASK_VALUES = ("key", "due", "by_hand", "state", "settled_at", "settled_by", "reason")
ANCHORS = select(anchors_table.c.key, anchors_table.c.day, anchors_table.c.by_hand).where(
    anchors_table.c.tenant_id == bindparam("tenant"), anchors_table.c.project_id == bindparam("project")
)
"""Unordered: for the order by day SQLite would read the anchors of all projects."""
TASKS = (
    select(*(tasks_table.c[name] for name in (*TASK_VALUES, "sequence", "changed_at")))
    .where(tasks_table.c.tenant_id == bindparam("tenant"), tasks_table.c.project_id == bindparam("project"))
    .order_by(tasks_table.c.due, tasks_table.c.key)
)
TASKS_OF = (
    select(tasks_table.c.project_id, *TASKS.selected_columns)
    .where(tasks_table.c.tenant_id == bindparam("tenant"))
    .where(tasks_table.c.project_id.in_(bindparam("projects", expanding=True)))
    .order_by(tasks_table.c.project_id, tasks_table.c.due, tasks_table.c.key)
)
ADD_ANCHORS = InSets(("key", "day", "by_hand"), lambda _: insert(anchors_table))
SAVE_ANCHORS = InSets(("key", "day", "by_hand"), _saving_anchors)
ADD_TASKS = InSets(TASK_VALUES, lambda _: insert(tasks_table))
SAVE_TASKS = InSets(TASK_VALUES, _saving_tasks)


def task_of(row: Row[Any]) -> TaskRecord:
    """A task from a row that may hold more."""
    return task_record([getattr(row, name) for name in (*TASK_VALUES, "sequence", "changed_at")])


def task_record(values: Sequence[Any]) -> TaskRecord:
    """A task from its values, in the order of the record's fields."""
    key, due, by_hand, state, *more = values
    return TaskRecord(key, due, by_hand, _STATES[state], *more)


_STATES = {state.value: state for state in TaskState}
