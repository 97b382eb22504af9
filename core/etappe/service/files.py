"""The files of a project, for project management; and what is swept at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from etappe.errors import FileDamaged, UnknownFile, UnknownProject
from etappe.model.attachment import Attachment
from etappe.model.audit import Fact
from etappe.service.office import Office
from etappe.service.ports import Transaction

ON_ITS_WAY = timedelta(days=1)
"""How long bytes may lie of which nothing is known: somebody is adding them."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a list."""

    attachment: Attachment
    by: str
    """Who has added it."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of the night's look at the files."""

    orphans: int
    """Bytes that nobody knew of, and that are gone now."""
    missing: tuple[str, ...]
    """Files of which the bytes are gone, by id."""


def project_files(office: Office, project_id: str) -> tuple[FileLine, ...]:
    """The files of a project, the newest first; raises `UnknownProject`."""
    with office.store.begin() as tx:
        if tx.projects.get(project_id) is None:
            raise UnknownProject(project=project_id)
        found = tx.attachments.of_project(project_id)
        people = tx.people.get([a.uploaded_by for a in found])
        return tuple(FileLine(a, people[a.uploaded_by].name) for a in found)


def read_file(office: Office, project_id: str, attachment_id: str) -> tuple[Attachment, bytes]:
    """A file of a project as it was added; raises `UnknownFile` or `FileDamaged`."""
    with office.store.begin() as tx:
        attachment = _require(tx, project_id, attachment_id)
    content = office.cabinet.files.read(attachment.id)
    if content is None or sha256(content).hexdigest() != attachment.sha256:
        raise FileDamaged(name=attachment.name)
    return attachment, content


def delete_file(office: Office, project_id: str, attachment_id: str, by: str, now: datetime) -> Attachment:
    """Delete a file of a project, for good; raises `UnknownFile`."""
    with office.store.begin() as tx:
        attachment = _require(tx, project_id, attachment_id)
        if not tx.attachments.delete(attachment.id, now):
            raise UnknownFile(file=attachment_id)
        about = f"{attachment.project_id}/{attachment.task_key}"
        tx.audit.record([Fact(by, "file deleted", about, {"file": attachment.id})], now)
    office.cabinet.files.drop(attachment.id)
    return attachment


def sweep_files(office: Office, now: datetime) -> Swept:
    """Drop bytes that nobody knows of, and name the files whose bytes are gone."""
    before = _ids(office)
    kept = office.cabinet.files.kept()
    known = _ids(office)
    orphans = [name for name, since in kept.items() if name not in known and since <= now - ON_ITS_WAY]
    for name in orphans:
        office.cabinet.files.drop(name)
    return Swept(len(orphans), tuple(sorted((before & known) - kept.keys())))


def _ids(office: Office) -> frozenset[str]:
    with office.store.begin() as tx:
        return tx.attachments.ids()


def _require(tx: Transaction, project_id: str, attachment_id: str) -> Attachment:
    attachment = tx.attachments.get(attachment_id)
    if attachment is None or attachment.project_id != project_id:
        raise UnknownFile(file=attachment_id)
    return attachment
