"""The name of a stranger's file, as it can be shown: no path, nothing that nobody sees, not too long."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
LONGEST_ENDING = 10
_PATH = re.compile(r"[/\\]")
_NOT_IN_WINDOWS = re.compile(r'[<>:"|?*]')


def shown_name(given: str) -> str:
    """A name without folders and characters that nobody sees; empty where nothing is left of it.

    It is shown and offered to browsers, and is never the name under which anything is kept.
    """
    last = unicodedata.normalize("NFC", _PATH.split(given)[-1])
    seen = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in last)
    return _shortened(" ".join(_NOT_IN_WINDOWS.sub("_", seen).split()).strip(" ."))


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters; empty where there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _shortened(name: str) -> str:
    """The beginning of a long name, with its ending."""
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    tail = f"{dot}{ending}" if dot and len(ending) <= LONGEST_ENDING else ""
    return (stem if tail else name)[: LONGEST_NAME - len(tail)].rstrip(" .") + tail
