"""A file that a town hall adds to a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.model.file_kinds import FileKind

MB = 1024 * 1024
LARGEST_FILE = 10 * MB
QUOTA = 100 * MB
"""Bytes that the files of one Kommune take together, where the operator says nothing else."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of a file beside its bytes."""

    id: str
    """The random name under which its bytes are kept."""
    project_id: str
    task_key: str
    name: str
    """What its owner called it, made harmless; to be shown, never to be opened."""
    kind: FileKind
    size: int
    """Bytes."""
    sha256: str
    uploaded_by: str
    """The id of a person."""
    uploaded_at: datetime
    deleted_at: datetime | None = None
