"""An upgrade of a project's plan, with what was dropped by it, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Dropped:
    """Decisions about things that a newer plan does not have."""

    answers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    anchors: Mapping[str, date] = field(default_factory=dict[str, date])
    """Anchors that were fixed by hand."""
    deadlines: Mapping[str, date] = field(default_factory=dict[str, date])
    """Deadlines that were fixed by hand."""
    opened: tuple[str, ...] = ()
    """Tasks on demand that somebody had opened."""


@dataclass(frozen=True, slots=True)
class PlanChange:
    """A project's way from one plan to another."""

    number: int
    """Which of the project's it is, from 1 on."""
    before: str
    """The digest of the plan before."""
    after: str
    dropped: Dropped
