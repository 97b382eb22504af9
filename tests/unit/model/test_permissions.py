"""Who may do what: the rules that the table has to keep."""

from __future__ import annotations

import pytest

from etappe.errors import NotAllowed
from etappe.model.accounts import StaffRole
from etappe.model.permissions import ALLOWED, Action, LinkRole, Role, may, require_may

READING = frozenset(action for action in Action if action.value.startswith("see "))


def test_the_table_says_something_of_every_role() -> None:
    assert list(ALLOWED) == [*StaffRole, *LinkRole]


def test_an_administrator_may_do_everything() -> None:
    assert ALLOWED[StaffRole.ADMIN] == frozenset(Action)


@pytest.mark.parametrize(
    "action",
    [
        Action.MANAGE_USERS,
        Action.MANAGE_TOKENS,
        Action.PROGRAMME_SETTINGS,
        Action.EXPORT_PERSON,
        Action.ERASE_PERSON,
    ],
)
def test_users_settings_and_erasure_are_an_administrators_alone(action: Action) -> None:
    assert [role for role in ALLOWED if may(role, action)] == [StaffRole.ADMIN]


def test_a_funder_reads_progress_and_neither_answers_nor_results() -> None:
    allowed = ALLOWED[StaffRole.FUNDER]

    assert allowed == {Action.SEE_OVERVIEW, Action.SEE_PROGRESS}
    assert allowed <= READING


@pytest.mark.parametrize("role", [StaffRole.FACILITATOR, *LinkRole])
def test_whoever_has_things_of_their_own_sees_no_overview_and_no_contacts(role: Role) -> None:
    everybodys = {Action.SEE_OVERVIEW, Action.SEE_PROJECT, Action.SEE_CONTACTS, Action.SEE_LETTERS}

    assert ALLOWED[role].isdisjoint(everybodys)


def test_results_are_shown_to_project_management_and_to_their_own_kommune() -> None:
    seeing = [role for role in ALLOWED if may(role, Action.SEE_RESULTS)]

    assert seeing == [StaffRole.ADMIN, StaffRole.MANAGEMENT, LinkRole.CONTACT]


def test_files_are_seen_and_deleted_by_project_management_alone() -> None:
    for action in (Action.SEE_FILES, Action.DELETE_FILES):
        assert [role for role in ALLOWED if may(role, action)] == [StaffRole.ADMIN, StaffRole.MANAGEMENT]


def test_whoever_answers_a_task_may_add_files_to_it_but_the_head_whose_page_is_short() -> None:
    for role in ALLOWED.keys() - {LinkRole.HEAD}:
        assert may(role, Action.ADD_OWN_FILES) == may(role, Action.ANSWER_OWN_TASKS)


def test_what_is_not_allowed_is_refused_with_role_and_action() -> None:
    require_may(StaffRole.MANAGEMENT, Action.HOLD)

    with pytest.raises(NotAllowed, match="funder does not allow to hold"):
        require_may(StaffRole.FUNDER, Action.HOLD)
