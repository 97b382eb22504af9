"""Who may do what in the portal: one table for staff and for those who come by a link."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from etappe.errors import NotAllowed
from etappe.model.accounts import StaffRole


class LinkRole(StrEnum):
    """What somebody without an account is, who comes by the link in a letter."""

    CONTACT = "contact"
    """Contact person; sees the own Kommune alone."""
    HEAD = "head"
    """Head of administration; sees what the letter asks for."""


class Action(StrEnum):
    """What can be seen and done."""

    SEE_OVERVIEW = "see overview"
    SEE_PROGRESS = "see progress"
    SEE_PROJECT = "see project"
    SEE_OWN_DATES = "see own dates"
    SEE_CONTACTS = "see contacts"
    SEE_LETTERS = "see letters"
    SEE_RESULTS = "see results"
    SEE_FOLLOW_UPS = "see follow-ups"
    SEE_HISTORY = "see history"
    SEE_OPERATIONS = "see operations"
    ANSWER_OWN_TASKS = "answer own tasks"
    ADD_OWN_FILES = "add own files"
    SEE_FILES = "see files"
    DELETE_FILES = "delete files"
    SETTLE_TASKS = "settle tasks"
    MOVE_DATES = "move dates"
    CHANGE_PLAN = "change plan"
    HOLD = "hold"
    BULK = "bulk"
    START_PROJECT = "start project"
    EDIT_KOMMUNEN = "edit Kommunen"
    EDIT_CONTACTS = "edit contacts"
    HAND_OVER = "hand over"
    ENTER_ABSENCE = "enter absence"
    ENTER_OWN_ABSENCE = "enter own absence"
    DECIDE_FOLLOW_UPS = "decide follow-ups"
    FOLLOW_CALENDAR = "follow calendar"
    DOWNLOAD_SHEETS = "download sheets"
    IMPORT_SHEETS = "import sheets"
    DOWNLOAD_REPORT = "download report"
    RESEND_LETTERS = "resend letters"
    MANAGE_LINKS = "manage links"
    EXPORT_PERSON = "export person"
    ERASE_PERSON = "erase person"
    MANAGE_USERS = "manage users"
    MANAGE_TOKENS = "manage tokens"
    PROGRAMME_SETTINGS = "programme settings"


Role = StaffRole | LinkRole

_ADMINS_ALONE = frozenset(
    {
        Action.EXPORT_PERSON,
        Action.ERASE_PERSON,
        Action.MANAGE_USERS,
        Action.MANAGE_TOKENS,
        Action.PROGRAMME_SETTINGS,
    }
)

ALLOWED: Mapping[Role, frozenset[Action]] = {
    StaffRole.ADMIN: frozenset(Action),
    StaffRole.MANAGEMENT: frozenset(Action) - _ADMINS_ALONE,
    StaffRole.FACILITATOR: frozenset(
        {
            Action.SEE_OWN_DATES,
            Action.ANSWER_OWN_TASKS,
            Action.ADD_OWN_FILES,
            Action.ENTER_OWN_ABSENCE,
            Action.FOLLOW_CALENDAR,
        }
    ),
    StaffRole.FUNDER: frozenset({Action.SEE_OVERVIEW, Action.SEE_PROGRESS}),
    LinkRole.CONTACT: frozenset(
        {
            Action.SEE_PROGRESS,
            Action.SEE_OWN_DATES,
            Action.SEE_RESULTS,
            Action.ANSWER_OWN_TASKS,
            Action.ADD_OWN_FILES,
            Action.ENTER_OWN_ABSENCE,
            Action.FOLLOW_CALENDAR,
        }
    ),
    LinkRole.HEAD: frozenset({Action.SEE_PROGRESS, Action.ANSWER_OWN_TASKS}),
}
"""What each role may do; whose things, is said by the role: a contact's are those of the own Kommune."""


def may(role: Role, action: Action) -> bool:
    """Whether somebody in a role may do something."""
    return action in ALLOWED[role]


def require_may(role: Role, action: Action) -> None:
    """Refuse what a role must not do; raises `NotAllowed`."""
    if not may(role, action):
        raise NotAllowed(role=role.value, action=action.value)
