"""The commands for accounts: who signs in to the portal, and in which role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Email, Name
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say, show_command
from etappe.model.accounts import StaffRole

if TYPE_CHECKING:
    from etappe.model.accounts import Account
    from etappe.service.accounts import Invited

app = App(name="users", help="Say who signs in to the portal, and in which role.")

AName = Annotated[Name, Parameter(name="--name", help="What the person is called.")]
ARole = Annotated[StaffRole, Parameter(help="What the person is to the programme; see 'etappe users roles'.")]


@app.command
def add(email: Email, /, *, name: AName, role: ARole = StaffRole.MANAGEMENT, json: Json = False) -> None:
    """Give somebody an account, and print the link by which password and second factor are set up, this once.

    The first administrator is made this way, with --role admin.
    """
    from etappe.bootstrap import gatehouse
    from etappe.service.accounts import add_account

    with at_work() as etappe:
        gate = gatehouse(etappe.settings)
        invited = add_account(etappe.office, gate, name, email, role, actor(), _now())
    portal = etappe.settings.portal_url
    _print(invited, f"{invited.account.name} may sign in as {role.value}.", portal, json=json)


@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List all accounts by name."""
    from etappe.service.accounts import list_accounts

    with at_work() as etappe:
        found = list_accounts(etappe.office)
    if json:
        print_json([_as_json(account) for account in found])
    elif found:
        rows = [(f"{a.name}\n{a.email}", a.role.value, _state(a), _last(a)) for a in found]
        print_table("Accounts", ("Who", "Role", "State", "Signed in"), rows)
    else:
        say("Nobody has an account; begin with 'etappe users add EMAIL --name NAME --role admin'.")


@app.command
def change(
    email: Email,
    /,
    *,
    name: Annotated[Name | None, Parameter(name="--name", help="A new name.")] = None,
    role: Annotated[StaffRole | None, Parameter(help="A new role; it holds at once.")] = None,
    json: Json = False,
) -> None:
    """Give somebody another name or role."""
    from etappe.service.accounts import change_account

    with at_work() as etappe:
        account = change_account(etappe.office, email, actor(), _now(), name=name, role=role)
    if json:
        print_json(_as_json(account))
    else:
        say(f"{account.name} signs in as {account.role.value}.")


@app.command
def reset(email: Email, /, *, json: Json = False) -> None:
    """Invite somebody anew: password, second factor and sessions end, also of whoever was deactivated."""
    from etappe.bootstrap import gatehouse
    from etappe.service.accounts import reset_account

    with at_work() as etappe:
        gate = gatehouse(etappe.settings)
        invited = reset_account(etappe.office, gate, email, actor(), _now())
    _print(invited, f"{invited.account.name} is invited anew.", etappe.settings.portal_url, json=json)


@app.command
def deactivate(email: Email, /, *, json: Json = False) -> None:
    """Let somebody in no more: their sessions end at once."""
    from etappe.service.accounts import deactivate_account

    with at_work() as etappe:
        account = deactivate_account(etappe.office, email, actor(), _now())
    if json:
        print_json(_as_json(account))
    else:
        say(f"{account.name} cannot sign in any more.")


@app.command
def unlink(email: Email, /, *, json: Json = False) -> None:
    """Let no provider sign somebody in any more: sessions end, and 'etappe users reset' invites them anew."""
    from etappe.service.external_identities import unlink_account

    with at_work() as etappe:
        account = unlink_account(etappe.office, email, actor(), _now())
    if json:
        print_json(_as_json(account))
    else:
        say(f"No provider signs {account.name} in any more.")


@app.command
def roles(*, json: Json = False) -> None:
    """List who may do what."""
    from etappe.model.permission_page import ACTIONS
    from etappe.model.permissions import ALLOWED, Action, may

    if json:
        print_json({role: [a for a in Action if may(role, a)] for role in ALLOWED})
        return
    rows = [(a.value, *("yes" if may(r, a) else "–" for r in ALLOWED), ACTIONS[a]) for a in Action]
    print_table("Who may do what", ("Action", *(role.value for role in ALLOWED), "What it is"), rows)


def _now() -> datetime:
    """The real time: the clock of a demo stands still, and that of a telephone does not."""
    return datetime.now(UTC)


def _print(invited: Invited, sentence: str, portal: str | None, *, json: bool) -> None:
    from etappe.service.invitations import HOLDS, PATH

    if json:
        print_json({**_as_json(invited.account), "path": f"{PATH}{invited.token}"})
        return
    hours = int(HOLDS.total_seconds()) // 3600
    say(f"{sentence} Hand over this link to the portal; it holds for {hours} hours and is shown this once:")
    show_command(f"{portal or ''}{PATH}{invited.token}")


def _as_json(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "role": account.role,
        "state": _state(account),
        "created_at": account.created_at,
        "signed_in_at": account.signed_in_at,
    }


def _state(account: Account) -> str:
    if not account.active:
        return "deactivated"
    return "active" if account.set_up else "to be set up"


def _last(account: Account) -> str:
    return german(account.signed_in_at) if account.signed_in_at else "never"
