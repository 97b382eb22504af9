"""The commands that look after the personal links of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Email
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say, show_command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from etappe.model.link import Link

app = App(name="links", help="List, revoke and show the personal links of letters.")


@app.command(name="list")
def list_all(who: str, /, *, json: Json = False) -> None:
    """List the links of a person, by address, or into a project; their tokens are kept nowhere."""
    from etappe.service.linking import links_of

    with at_work() as etappe:
        found = links_of(etappe.office, who)
        now = etappe.clock.now()
    if json:
        print_json([_as_json(link, person.email, now) for link, person in found])
        return
    if not found:
        say(f"There are no links of '{who}'.")
        return
    rows = [(*_shown(link), person.email, _state(link, now)) for link, person in found]
    print_table(f"Links of '{who}'", ("Link", "For", "Opens", "Minted", "Person", "State"), rows)


@app.command
def revoke(link: str, /, *, json: Json = False) -> None:
    """Let a link open nothing from now on; LINK is its id, or the beginning of it."""
    from etappe.service.linking import revoke_link

    with at_work() as etappe:
        revoked, now_first = revoke_link(etappe.office, link, actor(), etappe.clock.now())
    if json:
        print_json({"link": revoked.id, "revoked": True, "already": not now_first})
    elif now_first:
        say(f"The link {revoked.id[:8]} opens nothing any more.")
    else:
        say(f"The link {revoked.id[:8]} was revoked already.")


@app.command
def show(
    email: Email,
    /,
    *,
    project: Annotated[str | None, Parameter(help="One project; without it all of theirs.")] = None,
    json: Json = False,
) -> None:
    """Mint a link to somebody's own plan and show it once: whoever has it sees what that person sees."""
    from etappe.bootstrap import doorway
    from etappe.service.linking import mint_links

    with at_work() as etappe:
        door = doorway(etappe.settings)
        minted = mint_links(etappe.office, door, email, project, actor(), etappe.clock.now())
        now = etappe.clock.now()
    if json:
        print_json([{**_as_json(m.link, email, now), "url": m.url} for m in minted])
        return
    for m in minted:
        say(f"{_opens(m.link)}: {_state(m.link, now)}; it is shown this once, and is for {email} alone.")
        show_command(m.url)


def _shown(link: Link) -> tuple[str, ...]:
    return link.id[:8], link.purpose.value, _opens(link), german(link.minted_at)


def _opens(link: Link) -> str:
    return "/".join(part for part in (link.project_id, link.task_key) if part) or "calendar"


def _state(link: Link, now: datetime) -> str:
    if link.revoked_at:
        return f"revoked on {german(link.revoked_at)}"
    if link.expires_at is None:
        return "works"
    return f"{'works until' if link.works(now) else 'ended on'} {german(link.expires_at)}"


def _as_json(link: Link, email: str, now: datetime) -> Mapping[str, object]:
    return {
        "id": link.id,
        "purpose": link.purpose.value,
        "person": email,
        "project": link.project_id,
        "task": link.task_key,
        "minted_at": link.minted_at,
        "expires_at": link.expires_at,
        "revoked_at": link.revoked_at,
        "works": link.works(now),
    }
