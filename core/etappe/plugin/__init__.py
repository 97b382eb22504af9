"""All that a module may import from etappe."""

from __future__ import annotations

import pluggy

from etappe.model.calendar import Days
from etappe.model.place import HolidayCategory, Land, Place
from etappe.model.spec import (
    CONTRACT,
    DEPUTY,
    RESPONSIBLE,
    AnchorSpec,
    Avoid,
    Bound,
    ConditionSpec,
    Counting,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    Offset,
    Only,
    PhaseSpec,
    ProgrammeSpec,
    RoleSpec,
    Roll,
    RungKind,
    RungSpec,
    TaskSpec,
    Unit,
    calendar_days,
    months,
    working_days,
)

NAME = "etappe"
"""The entry point group, and the name under which pluggy knows the hooks."""

hookimpl = pluggy.HookimplMarker(NAME)
"""Marks a module's answer to a hook."""

__all__ = [
    "CONTRACT",
    "DEPUTY",
    "NAME",
    "RESPONSIBLE",
    "AnchorSpec",
    "Avoid",
    "Bound",
    "ConditionSpec",
    "Counting",
    "Days",
    "HolidayCategory",
    "LadderSpec",
    "Land",
    "LetterSpec",
    "ModuleSpec",
    "Offset",
    "Only",
    "PhaseSpec",
    "Place",
    "ProgrammeSpec",
    "RoleSpec",
    "Roll",
    "RungKind",
    "RungSpec",
    "TaskSpec",
    "Unit",
    "calendar_days",
    "hookimpl",
    "months",
    "working_days",
]
