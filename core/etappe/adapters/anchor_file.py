"""The anchors of the audit in a file of their own, one line each, only ever appended to."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from etappe.errors import AnchorGarbled
from etappe.model.audit import AuditAnchor


class AnchorFile:
    """The anchors of one programme; several programmes may share the file."""

    def __init__(self, path: Path, tenant: str) -> None:
        self._path = path
        self._tenant = tenant

    def anchors(self) -> tuple[AuditAnchor, ...]:
        """The anchors so far, the oldest first; raises `AnchorGarbled`."""
        if not self._path.exists():
            return ()
        lines = self._path.read_text("utf8").splitlines()
        read = [self._read(number, line) for number, line in enumerate(lines, 1)]
        return tuple(anchor for tenant, anchor in read if tenant == self._tenant)

    def keep(self, anchor: AuditAnchor) -> None:
        """Append an anchor, and see that the disk has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf8") as file:
            file.write(f"{anchor.at.isoformat()} {self._tenant} {anchor.seq} {anchor.hash}\n")
            file.flush()
            os.fsync(file.fileno())

    def _read(self, number: int, line: str) -> tuple[str, AuditAnchor]:
        try:
            at, tenant, seq, digest = line.split()
            return tenant, AuditAnchor(datetime.fromisoformat(at), int(seq), digest)
        except ValueError:
            raise AnchorGarbled(file=self._path, line=number) from None
