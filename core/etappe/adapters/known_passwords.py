"""The passwords that are tried first, from the file beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

FILE = "known_passwords.txt"
REMARK = "#"


@cache
def known_passwords() -> frozenset[str]:
    """The passwords that are tried first, in small letters; the file is read once."""
    lines = files("etappe.adapters").joinpath(FILE).read_text(encoding="utf8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith(REMARK))
