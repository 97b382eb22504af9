"""Add a file to a task by link, see the own ones, and take them back."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from etappe.errors import (
    EtappeError,
    FileEmpty,
    FileInfected,
    FileTooLarge,
    QuotaReached,
    TaskNotActive,
    UnknownFile,
    UploadsOff,
)
from etappe.model.attachment import LARGEST_FILE, MB, Attachment
from etappe.model.audit import Fact
from etappe.model.file_kinds import FileKind, require_kind
from etappe.model.file_names import shown_name
from etappe.model.project import TaskRecord, TaskState
from etappe.model.throttle import UPLOAD
from etappe.service.access import Gatehouse
from etappe.service.answer_pages import find_task
from etappe.service.cabinet import Cabinet
from etappe.service.office import Office, ProjectFile
from etappe.service.opening import Opened
from etappe.service.ports import Transaction
from etappe.service.throttling import try_once

Found = tuple[Opened, ProjectFile, TaskRecord]


def takes_files(office: Office, state: TaskState) -> bool:
    """Whether files can be added to a task: while it is open, and when it is done."""
    return office.cabinet.open and state in {TaskState.OPEN, TaskState.DONE}


def own_files(office: Office, link_id: str, task_key: str | None, now: datetime) -> tuple[Attachment, ...]:
    """The files that somebody has added to a task, for who comes by a link; raises `LinkInvalid`."""
    with office.store.begin() as tx:
        opened, file, record = find_task(office, tx, link_id, task_key, now)
        return tuple(
            a
            for a in tx.attachments.of_project(file.project.id)
            if (a.task_key, a.uploaded_by) == (record.key, opened.person.id)
        )


def add_file(
    office: Office,
    gate: Gatehouse,
    link_id: str,
    task_key: str | None,
    given_name: str,
    content: bytes,
    now: datetime,
) -> Attachment:
    """Keep a file for a task; its bytes are on disk before anything is known of it.

    Raises `LinkInvalid`, `UploadsOff`, `TaskNotActive`, `TooManyTries`, `FileEmpty`, `FileTooLarge`,
    `FileNotTaken`, `QuotaReached`, `FileInfected`, `ScannerSilent` or `FileNotKept`.
    """
    with office.store.begin() as tx:
        person = _require_place(office, tx, find_task(office, tx, link_id, task_key, now), 0)[0].person
    try_once(office, gate, UPLOAD, person.id, now)
    name = shown_name(given_name)
    kind = _require_harmless(office.cabinet, name, content)
    kept = office.cabinet.files.keep(content, now)
    try:
        with office.store.begin() as tx:
            found = _require_place(office, tx, find_task(office, tx, link_id, task_key, now), len(content))
            attachment = _attachment(found, kept, name, kind, content, now)
            tx.attachments.add(attachment)
            tx.audit.record([_fact(attachment, "file added")], now)
    except EtappeError:  # anything else may have been stored all the same: what was not, the night sweeps
        office.cabinet.files.drop(kept)
        raise
    return attachment


def take_back_file(
    office: Office, link_id: str, task_key: str | None, attachment_id: str, now: datetime
) -> None:
    """Delete a file that one has added oneself; raises `LinkInvalid` or `UnknownFile`."""
    with office.store.begin() as tx:
        opened, file, record = find_task(office, tx, link_id, task_key, now)
        attachment = tx.attachments.get(attachment_id)
        mine = (file.project.id, record.key, opened.person.id)
        if (
            attachment is None
            or (attachment.project_id, attachment.task_key, attachment.uploaded_by) != mine
            or not tx.attachments.delete(attachment.id, now)
        ):
            raise UnknownFile(file=attachment_id)
        tx.audit.record([_fact(attachment, "file taken back")], now)
    office.cabinet.files.drop(attachment_id)


def _require_place(office: Office, tx: Transaction, found: Found, size: int) -> Found:
    """A task that takes a file of so many bytes; whoever else adds one to its Kommune waits.

    Raises `UploadsOff`, `TaskNotActive` or `QuotaReached`.
    """
    _, file, record = found
    if not office.cabinet.open:
        raise UploadsOff
    if not takes_files(office, record.state):
        raise TaskNotActive(task=record.key, project=file.project.id)
    if tx.attachments.taken(file.kommune.slug) + size > office.cabinet.quota:
        raise QuotaReached(most=office.cabinet.quota // MB)
    return found


def _require_harmless(cabinet: Cabinet, name: str, content: bytes) -> FileKind:
    """The kind of a file that can be kept.

    Raises `FileEmpty`, `FileTooLarge`, `FileNotTaken`, `FileInfected` or `ScannerSilent`.
    """
    if not content:
        raise FileEmpty(name=name)
    if len(content) > LARGEST_FILE:
        raise FileTooLarge(name=name, most=LARGEST_FILE // MB)
    kind = require_kind(name, content)
    if cabinet.scanner and cabinet.scanner.find(content):
        raise FileInfected(name=name)
    return kind


def _attachment(
    found: Found, kept: str, name: str, kind: FileKind, content: bytes, now: datetime
) -> Attachment:
    opened, file, record = found
    return Attachment(
        id=kept,
        project_id=file.project.id,
        task_key=record.key,
        name=name,
        kind=kind,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        uploaded_by=opened.person.id,
        uploaded_at=now,
    )


def _fact(attachment: Attachment, action: str) -> Fact:
    """What the audit says of a file: neither its name nor what is in it."""
    about = f"{attachment.project_id}/{attachment.task_key}"
    data = {"file": attachment.id, "size": attachment.size}
    return Fact(f"person/{attachment.uploaded_by}", action, about, data)
