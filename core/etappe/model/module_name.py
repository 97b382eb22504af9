"""What a new module can be called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from keyword import iskeyword

from etappe.errors import BadModuleName, BadModuleTitle, ModuleNameTaken

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
LONGEST_NAME = 30
"""The name is part of every key of the module, and of its package."""
BREAKS_QUOTES = re.compile(r"[\"'\\{}<>„“]")
"""A title stands in Python, TOML and Jinja between quotation marks."""


def require_name(name: str, taken: Mapping[str, str]) -> None:
    """Refuse a name that cannot be a key, or that is somebody's; ``taken`` says whose.

    Raises `BadModuleName` or `ModuleNameTaken`.
    """
    if not NAME.fullmatch(name):
        raise BadModuleName(name=name, cause="it is no key")
    if iskeyword(name):
        raise BadModuleName(name=name, cause="Python keeps this word for itself")
    if len(name) > LONGEST_NAME:
        raise BadModuleName(name=name, cause=f"it is longer than {LONGEST_NAME} characters")
    if name in taken:
        raise ModuleNameTaken(name=name, owner=taken[name])


def require_title(title: str) -> None:
    """Refuse a title that would break the quotation marks around it; raises `BadModuleTitle`."""
    if BREAKS_QUOTES.search(title):
        raise BadModuleTitle(title=title)
