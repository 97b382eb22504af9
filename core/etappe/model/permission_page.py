"""The page of the docs that shows who may do what; `python -m etappe.model.permission_page` prints it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from etappe.model.accounts import StaffRole
from etappe.model.permissions import ALLOWED, Action, LinkRole, Role, may

ROLES: Mapping[Role, str] = {
    StaffRole.ADMIN: "programme manager; looks after users and settings too",
    StaffRole.MANAGEMENT: "project manager; all Kommunen of the programme",
    StaffRole.FACILITATOR: "facilitator; the own dates and tasks across Kommunen, nothing else",
    StaffRole.FUNDER: "funder; reads how far things are, neither answers nor results",
    LinkRole.CONTACT: "contact person, without an account, by the own link; the own Kommune alone",
    LinkRole.HEAD: "head of administration, without an account, by the own link; what the letter asks for",
}
ACTIONS: Mapping[Action, str] = {
    Action.SEE_OVERVIEW: "all Kommunen on one time axis",
    Action.SEE_PROGRESS: "phases, dates and states of a project, without answers and results",
    Action.SEE_PROJECT: "everything about a project: tasks, anchors, answers, what comes next",
    Action.SEE_OWN_DATES: "the own dates and what is due for them",
    Action.SEE_CONTACTS: "who fills which role, with addresses",
    Action.SEE_LETTERS: "letters, and the ledger with what became of each rung",
    Action.SEE_RESULTS: "results of a Selbstcheck, of one Kommune at a time; no page compares Kommunen",
    Action.SEE_FOLLOW_UPS: "what waits for project management",
    Action.SEE_HISTORY: "who changed what, and why",
    Action.SEE_OPERATIONS: "what `etappe doctor` says, letters that could not be delivered, parked modules",
    Action.ANSWER_OWN_TASKS: "done, a new date, not me: for tasks of one's own",
    Action.ADD_OWN_FILES: "add files to tasks of one's own, see and take back the own ones",
    Action.SEE_FILES: "see and download the files that town halls have added",
    Action.DELETE_FILES: "delete files that town halls have added",
    Action.SETTLE_TASKS: "call tasks done, do without them, reopen them",
    Action.MOVE_DATES: "fix anchors and deadlines, extend and release them",
    Action.CHANGE_PLAN: "answer conditions, choose and drop modules, upgrade plans and take that back",
    Action.HOLD: "let a project rest, and resume it",
    Action.BULK: "change many projects at once",
    Action.START_PROJECT: "start a project",
    Action.EDIT_KOMMUNEN: "add Kommunen, enter their closing days, elections and committee dates",
    Action.EDIT_CONTACTS: "say who fills a role and who steps in, note addresses whose mail comes back",
    Action.HAND_OVER: "hand a role over to somebody else",
    Action.ENTER_ABSENCE: "note that anybody is away",
    Action.ENTER_OWN_ABSENCE: "note that one is away oneself",
    Action.DECIDE_FOLLOW_UPS: "accept, decline and answer follow-ups",
    Action.FOLLOW_CALENDAR: "subscribe to the calendar of the dates that one sees",
    Action.DOWNLOAD_SHEETS: "plan and portfolio as workbooks",
    Action.IMPORT_SHEETS: "changed dates, contacts and closing days from a workbook",
    Action.DOWNLOAD_REPORT: "the draft of a final report",
    Action.RESEND_LETTERS: "let a letter that could not be delivered go once more",
    Action.MANAGE_LINKS: "see, revoke and renew the links in letters",
    Action.EXPORT_PERSON: "tell a person what is known of them",
    Action.ERASE_PERSON: "erase a person",
    Action.MANAGE_USERS: "add, change, reset and deactivate accounts",
    Action.MANAGE_TOKENS: "make and revoke tokens of the API",
    Action.PROGRAMME_SETTINGS: "change the settings of the programme",
}
HEAD = """\
# Who may do what

This page is made from the code (`etappe/model/permissions.py`); a test compares them. `etappe users roles`
prints the same.
"""


def page() -> str:
    """The whole page, as it lies in the docs."""
    roles = [f"| `{role}` | {ROLES[role]} |" for role in ALLOWED]
    actions = [_row(action) for action in Action]
    head = ("Action", *(f"`{role}`" for role in ALLOWED), "What it is")
    marks = ("---", *(":-:" for _ in ALLOWED), "---")
    parts = [HEAD, "| Role | Who |", "|---|---|", *roles, "", _line(head), _line(marks), *actions]
    return "\n".join(parts) + "\n"


def _row(action: Action) -> str:
    cells = ("yes" if may(role, action) else "–" for role in ALLOWED)
    return _line((action.value, *cells, ACTIONS[action]))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
