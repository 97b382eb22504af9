"""Carry what a workbook asks for from the page that shows it to the form that saves it.

The server keeps nothing: the browser holds it sealed, for an hour, for one person, as much as a page bears.
"""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from etappe.errors import SafeLocked
from etappe.model.sheets import Entries
from etappe.service.safe import Safe
from etappe_portal.errors import PreviewOver, TooMuchToCarry

GOOD_FOR = timedelta(hours=1)
LARGEST = 600_000
"""Characters within a page."""
_ENTRIES = TypeAdapter(Entries)


def packed(safe: Safe, entries: Entries, by: str, now: datetime) -> str:
    """What a workbook asks for, sealed; raises `TooMuchToCarry`."""
    held = {
        "by": by,
        "until": (now + GOOD_FOR).isoformat(),
        "entries": _ENTRIES.dump_python(entries, mode="json"),
    }
    sealed = safe.seal(gzip.compress(json.dumps(held).encode())).decode("ascii")
    if len(sealed) > LARGEST:
        raise TooMuchToCarry
    return sealed


def unpacked(safe: Safe, sealed: str, by: str, now: datetime) -> Entries:
    """What was sealed for somebody, while it is good; raises `PreviewOver`."""
    try:
        held = json.loads(gzip.decompress(safe.open(sealed.encode("ascii", "replace"))))
    except (SafeLocked, OSError, EOFError, ValueError):  # not sealed by us, or sealed for something else
        raise PreviewOver from None
    if held["by"] != by or now >= datetime.fromisoformat(held["until"]):
        raise PreviewOver
    return _ENTRIES.validate_python(held["entries"])
