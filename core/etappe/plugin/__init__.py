"""All that a module may import from etappe."""

from __future__ import annotations

import pluggy

from etappe.model.audit import Fact
from etappe.model.calendar import Days
from etappe.model.command import CommandSpec
from etappe.model.intentions import (
    AnswerCondition,
    AskManagement,
    DropRecord,
    FixAnchor,
    Intention,
    KeepRecord,
    OpenTask,
)
from etappe.model.module_settings import ModuleSettings
from etappe.model.page import Page, PageAbout, PageSpec, PageVisit, Refused, Saved
from etappe.model.permissions import Action
from etappe.model.place import HolidayCategory, Land, Place
from etappe.model.programme_spec import CohortSpec, ProgrammeSpec
from etappe.model.project import TaskState
from etappe.model.records import Kept, Record, RecordSpec
from etappe.model.region import LAENDER, RegionSpec
from etappe.model.sections import PersonalData, ReportSection
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
from etappe.model.views import PersonView, ProjectView, TaskView

NAME = "etappe"
"""The entry point group, and the name under which pluggy knows the hooks."""

hookimpl = pluggy.HookimplMarker(NAME)
"""Marks a module's answer to a hook."""

__all__ = [
    "CONTRACT",
    "DEPUTY",
    "LAENDER",
    "NAME",
    "RESPONSIBLE",
    "Action",
    "AnchorSpec",
    "AnswerCondition",
    "AskManagement",
    "Avoid",
    "Bound",
    "CohortSpec",
    "CommandSpec",
    "ConditionSpec",
    "Counting",
    "Days",
    "DropRecord",
    "Fact",
    "FixAnchor",
    "HolidayCategory",
    "Intention",
    "KeepRecord",
    "Kept",
    "LadderSpec",
    "Land",
    "LetterSpec",
    "ModuleSettings",
    "ModuleSpec",
    "Offset",
    "Only",
    "OpenTask",
    "Page",
    "PageAbout",
    "PageSpec",
    "PageVisit",
    "PersonView",
    "PersonalData",
    "PhaseSpec",
    "Place",
    "ProgrammeSpec",
    "ProjectView",
    "Record",
    "RecordSpec",
    "Refused",
    "RegionSpec",
    "ReportSection",
    "RoleSpec",
    "Roll",
    "RungKind",
    "RungSpec",
    "Saved",
    "TaskSpec",
    "TaskState",
    "TaskView",
    "Unit",
    "calendar_days",
    "hookimpl",
    "months",
    "working_days",
]
