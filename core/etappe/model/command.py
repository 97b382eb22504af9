"""A command that a module adds to the command line."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from etappe.model.offer import Offer

OWN = frozenset(
    {
        "anchors",
        "answer",
        "contacts",
        "db",
        "demo",
        "doctor",
        "feeds",
        "files",
        "follow-ups",
        "kommunen",
        "letters",
        "links",
        "mailbox",
        "module",
        "modules",
        "nightly",
        "plan",
        "projects",
        "sheets",
        "tasks",
        "tick",
        "tokens",
        "users",
        "weekly-report",
        "why",
        "worker",
    }
)
"""etappe's own commands, which no module can take."""


class CommandSpec(Offer):
    """A word behind ``etappe`` and where the function or the group of commands behind it is found.

    The target is imported when somebody calls the command, and not before: a module with heavy imports
    slows nobody down.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
    help: Annotated[str, Field(max_length=200)]
    """One line for ``etappe --help``."""
    target: Annotated[str, Field(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")]
    """"package.module:name" of a function, or of a cyclopts ``App`` with commands of its own."""
