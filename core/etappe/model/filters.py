"""Which projects, and which follow-ups, somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.follow_up import FollowUpKind
from etappe.model.standing import State


@dataclass(frozen=True, slots=True)
class Filters:
    """What the projects of an overview have in common; what is empty or None is not asked for."""

    q: str = ""
    """A part of the name of the Kommune, whatever its case and accents."""
    state: State | None = None
    phase: str = ""
    """The key of the phase that a project is in."""
    land: str = ""
    forum: str = ""
    person: str = ""
    """A part of the name or address of a contact person or deputy of the Kommune."""
    silent: bool = False
    """Only Kommunen of which nothing was heard for long."""
    running: bool = False
    """Only projects in which something is left to be done."""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What open follow-ups have in common; what is empty or None is not asked for."""

    kind: FollowUpKind | None = None
    project: str = ""
    """The id of a project."""
    q: str = ""
    """A part of the name of the Kommune."""
    person: str = ""
    """A part of the name or address of somebody in charge of the Kommune, or of what is asked."""

    @property
    def any(self) -> bool:
        """Whether anything is asked for."""
        return self != Wanted()
