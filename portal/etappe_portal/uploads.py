"""A file that a browser sent: read no further than it may be large, its name no more than a word to show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Depends

from etappe.adapters.workbook.opening import LARGEST_FILE
from etappe_portal.guards import Posted

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent; nothing of it is kept."""

    name: str
    """The last part of its name, without what nobody sees; no path is ever made of it."""
    content: bytes
    """At most one byte more than may be read."""


async def uploaded(form: Posted) -> Upload | None:
    """The file of a form; None where none was chosen."""
    file = form.files.get("file")
    if file is None or not file.filename:
        return None
    return Upload(shown_name(file.filename), await file.read(LARGEST_FILE + 1))


def shown_name(name: str) -> str:
    """How a page calls a file."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-LONGEST_NAME:] or "?"


Uploaded = Annotated[Upload | None, Depends(uploaded)]
