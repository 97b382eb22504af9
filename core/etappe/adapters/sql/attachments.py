"""What is known of files, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from etappe.adapters.sql.attachment_tables import attachment as attachments
from etappe.adapters.sql.tables import kommune as kommunen
from etappe.adapters.sql.tables import project as projects
from etappe.model.attachment import Attachment
from etappe.model.file_kinds import FileKind

_THERE = attachments.c.deleted_at.is_(None)


class SqlAttachments:
    """The files of a programme, without their bytes."""

    def __init__(self, connection: Connection, tenant: str) -> None:
        self._connection = connection
        self._tenant = tenant

    def taken(self, kommune: str) -> int:
        """Bytes that the files of a Kommune take; whoever else asks waits until the transaction ends."""
        k, p, a = kommunen, projects, attachments
        mine = select(k.c.slug).where(k.c.tenant_id == self._tenant, k.c.slug == kommune)
        self._connection.execute(mine.with_for_update(key_share=True)).all()
        theirs = select(p.c.id).where(p.c.tenant_id == self._tenant, p.c.kommune == kommune)
        query = select(func.coalesce(func.sum(a.c.size), 0))
        query = query.where(a.c.tenant_id == self._tenant, _THERE, a.c.project_id.in_(theirs))
        return int(self._connection.execute(query).scalar_one())

    def add(self, attachment: Attachment) -> None:
        """Store what is known of a new file."""
        self._connection.execute(insert(attachments), self._row(attachment))

    def get(self, attachment_id: str) -> Attachment | None:
        """A file that was not deleted."""
        return next(iter(self._found(_THERE, attachments.c.id == attachment_id)), None)

    def of_project(self, project_id: str) -> tuple[Attachment, ...]:
        """The files of a project that were not deleted, the newest first."""
        return self._found(_THERE, attachments.c.project_id == project_id)

    def of_person(self, person_id: str) -> tuple[Attachment, ...]:
        """The files that a person has added, the newest first; deleted ones too, while they are known."""
        return self._found(attachments.c.uploaded_by == person_id)

    def delete(self, attachment_id: str, now: datetime) -> bool:
        """Note that a file is deleted; False where somebody has done so before."""
        mine = (attachments.c.tenant_id == self._tenant, attachments.c.id == attachment_id, _THERE)
        deleted = update(attachments).where(*mine).values(deleted_at=now)
        return self._connection.execute(deleted).rowcount == 1

    def ids(self) -> frozenset[str]:
        """All files that were not deleted."""
        query = select(attachments.c.id).where(attachments.c.tenant_id == self._tenant, _THERE)
        return frozenset(self._connection.execute(query).scalars())

    def drop_deleted(self, before: datetime) -> int:
        """Forget files that were deleted before a moment; tells how many."""
        mine = (attachments.c.tenant_id == self._tenant, attachments.c.deleted_at < before)
        return self._connection.execute(delete(attachments).where(*mine)).rowcount

    def _found(self, *which: ColumnElement[bool]) -> tuple[Attachment, ...]:
        query = select(attachments).where(attachments.c.tenant_id == self._tenant, *which)
        query = query.order_by(attachments.c.uploaded_at.desc(), attachments.c.id)
        return tuple(map(_attachment, self._connection.execute(query)))

    def _row(self, attachment: Attachment) -> dict[str, object]:
        return {
            "tenant_id": self._tenant,
            "id": attachment.id,
            "project_id": attachment.project_id,
            "task_key": attachment.task_key,
            "name": attachment.name,
            "media_type": attachment.kind.value,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "uploaded_by": attachment.uploaded_by,
            "uploaded_at": attachment.uploaded_at,
        }


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(
        id=row.id,
        project_id=row.project_id,
        task_key=row.task_key,
        name=row.name,
        kind=FileKind(row.media_type),
        size=row.size,
        sha256=row.sha256,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        deleted_at=row.deleted_at,
    )
