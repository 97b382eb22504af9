"""The commands for tokens: which programs use the API, as what, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter, validators

from etappe.cli.inputs import Name
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say, show_command
from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import LONGEST, USUAL

if TYPE_CHECKING:
    from etappe.model.api_tokens import ApiToken
    from etappe.service.api_tokens import ListedToken

app = App(name="tokens", help="Make, list and revoke the tokens by which programs use the API.")

ARole = Annotated[StaffRole, Parameter(help="What it may do: management, funder (reads only) or admin.")]
Days = Annotated[
    int,
    Parameter(
        help=f"How many days it holds, {LONGEST.days} at most.",
        validator=validators.Number(gte=1, lte=LONGEST.days),
    ),
]


@app.command
def add(
    name: Name, /, *, role: ARole = StaffRole.MANAGEMENT, days: Days = USUAL.days, json: Json = False
) -> None:
    """Make a token for the program NAME, and print it, this once."""
    from etappe.bootstrap import gatehouse
    from etappe.service.api_tokens import make_token

    with at_work() as etappe:
        gate, now = gatehouse(etappe.settings), etappe.clock.now()
        made = make_token(etappe.office, gate, name, role, actor(), now, life=timedelta(days=days))
    if json:
        print_json({**_as_json(made.token, "command line", works=True), "token": made.secret})
        return
    until = german(made.token.expires_at)
    say(f"{made.token.name} may use the API as {role.value} until {until}; the token is shown this once:")
    show_command(made.secret)


@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List all tokens, the newest first; their secrets are kept nowhere."""
    from etappe.service.api_tokens import list_tokens

    with at_work() as etappe:
        found = list_tokens(etappe.office, etappe.clock.now())
    if json:
        print_json([_as_json(listed.token, _maker(listed), works=listed.works) for listed in found])
    elif found:
        columns = ("Token", "For", "Role", "Made by", "Used", "State")
        print_table("Tokens of the API", columns, [_row(listed) for listed in found])
    else:
        say("No program uses the API; make a token with 'etappe tokens add NAME'.")


@app.command
def revoke(token: str, /, *, json: Json = False) -> None:
    """Let a token open nothing from now on; TOKEN is its id, or the beginning of it."""
    from etappe.service.api_tokens import revoke_token

    with at_work() as etappe:
        revoked, now_first = revoke_token(etappe.office, token, actor(), etappe.clock.now())
    if json:
        print_json({"id": revoked.id, "name": revoked.name, "revoked": True, "already": not now_first})
    elif now_first:
        say(f"The token of {revoked.name} opens nothing any more.")
    else:
        say(f"The token of {revoked.name} was revoked already.")


def _row(listed: ListedToken) -> tuple[str, ...]:
    token = listed.token
    used = german(token.last_used_on) if token.last_used_on else "never"
    return token.id[:8], token.name, token.role.value, _maker(listed), used, _state(listed)


def _maker(listed: ListedToken) -> str:
    return listed.maker.name if listed.maker else "command line"


def _state(listed: ListedToken) -> str:
    token = listed.token
    if token.revoked_at:
        return f"revoked on {german(token.revoked_at)}"
    if listed.works:
        return f"works until {german(token.expires_at)}"
    return f"does not work (until {german(token.expires_at)})"


def _as_json(token: ApiToken, maker: str, *, works: bool) -> dict[str, object]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "made_by": maker,
        "made_at": token.made_at,
        "expires_at": token.expires_at,
        "last_used_on": token.last_used_on,
        "revoked_at": token.revoked_at,
        "works": works,
    }
