"""Where the files of town halls lie: their bytes, what is known of them, and what may come in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from etappe.errors import UploadsOff
from etappe.model.attachment import QUOTA, Attachment


class FileStore(Protocol):
    """Keeps bytes under random names."""

    def keep(self, content: bytes, now: datetime) -> str:
        """The name under which bytes lie from now on, whatever happens; raises `FileNotKept`."""
        ...

    def read(self, name: str) -> bytes | None:
        """What lies under a name; None where nothing does."""
        ...

    def drop(self, name: str) -> None:
        """Let nothing lie under a name."""
        ...

    def kept(self) -> Mapping[str, datetime]:
        """Every name, and since when something lies under it; what was begun and never ended, too."""
        ...


class Scanner(Protocol):
    """Looks through bytes for viruses."""

    def find(self, content: bytes) -> str | None:
        """What a virus in them is called; None where there is none. Raises `ScannerSilent`."""
        ...


class Attachments(Protocol):
    """What is known of files beside their bytes."""

    def taken(self, kommune: str) -> int:
        """Bytes that the files of a Kommune take; whoever else asks waits until the transaction ends."""
        ...

    def add(self, attachment: Attachment) -> None:
        """Store what is known of a new file."""
        ...

    def get(self, attachment_id: str) -> Attachment | None:
        """A file that was not deleted."""
        ...

    def of_project(self, project_id: str) -> tuple[Attachment, ...]:
        """The files of a project that were not deleted, the newest first."""
        ...

    def of_person(self, person_id: str) -> tuple[Attachment, ...]:
        """The files that a person has added, the newest first; deleted ones too, while they are known."""
        ...

    def delete(self, attachment_id: str, now: datetime) -> bool:
        """Note that a file is deleted; False where somebody has done so before."""
        ...

    def ids(self) -> frozenset[str]:
        """All files that were not deleted."""
        ...

    def drop_deleted(self, before: datetime) -> int:
        """Forget files that were deleted before a moment; tells how many."""
        ...


class NoFiles:
    """Where nothing is kept."""

    def keep(self, content: bytes, now: datetime) -> str:
        """Refuse; raises `UploadsOff`."""
        raise UploadsOff

    def read(self, name: str) -> bytes | None:
        """Nothing."""
        return None

    def drop(self, name: str) -> None:
        """Nothing lies there."""

    def kept(self) -> Mapping[str, datetime]:
        """Nothing."""
        return {}


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Keeps the files of town halls."""

    files: FileStore = field(default_factory=NoFiles)
    open: bool = False
    """Whether files can be added; those that are there already are handed out and deleted in any case."""
    quota: int = QUOTA
    """Bytes that the files of one Kommune may take."""
    scanner: Scanner | None = None


def drop_all(files: FileStore, attachments: Iterable[Attachment]) -> None:
    """Drop the bytes of files of which nothing is known any more."""
    for attachment in attachments:
        files.drop(attachment.id)
