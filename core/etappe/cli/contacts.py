"""The commands for people: who fills which role, who steps in, who is away."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.changes import Confirm, DryRun, Yes
from etappe.cli.inputs import AText, Day, Email, Name, deputy_of
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from etappe.model.people import Absence, Contact
    from etappe.service.privacy import PersonFile

    Follows = Mapping[str, tuple[str, date]]

app = App(name="contacts", help="Say who fills which role, who steps in, who is away.")

Deputy = Annotated[Name | None, Parameter(help="Who steps in.")]
DeputyEmail = Annotated[Email | None, Parameter(help="The address of whoever steps in.")]


@app.command(name="set")
def set_one(
    kommune: str,
    role: str,
    name: Name,
    email: Email,
    /,
    *,
    deputy: Deputy = None,
    deputy_email: DeputyEmail = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Say who fills a role in a Kommune from now on, and who steps in.

    Where somebody else has filled it, it is handed over: see 'etappe contacts hand-over'.
    """
    from etappe.cli.filling import fill
    from etappe.model.hand_over import Seat
    from etappe.service.filling import Order

    order = Order(Seat(kommune, role), (name, email), deputy_of(deputy, deputy_email))
    fill(order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


@app.command
def staff(
    role: str,
    name: Name,
    email: Email,
    /,
    *,
    deputy: Deputy = None,
    deputy_email: DeputyEmail = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Say who fills a role of the project team, for all Kommunen that have nobody of their own in it."""
    from etappe.cli.filling import fill
    from etappe.model.hand_over import Seat
    from etappe.service.filling import Order

    order = Order(Seat(None, role), (name, email), deputy_of(deputy, deputy_email))
    fill(order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


@app.command(name="hand-over")
def hand_over(
    kommune: str,
    role: str,
    name: Name,
    email: Email,
    /,
    *,
    deputy: Deputy = None,
    deputy_email: DeputyEmail = None,
    day: Annotated[
        Day | None, Parameter(name="--from", help="The day from which on; at once if left out.")
    ] = None,
    dry_run: DryRun = False,
    confirm: Confirm = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Hand a role over: duties, reminders and notices follow, the new person gets one overview of all that is
    open, the former one thanks. KOMMUNE is 'team' for a role of the project team.
    """
    from etappe.cli.filling import fill
    from etappe.model.hand_over import TEAM, Seat
    from etappe.service.filling import Order

    seat = Seat(None if kommune == TEAM else kommune, role)
    order = Order(seat, (name, email), deputy_of(deputy, deputy_email), day, hands_over=True)
    fill(order, dry_run=dry_run, confirm=confirm, yes=yes, json=json)


@app.command
def bounce(
    email: Email,
    /,
    *,
    reason: Annotated[AText, Parameter(help="What the mail that came back says.")] = "",
    json: Json = False,
) -> None:
    """Note that mail to an address comes back: letters to it stop, and project management is asked to correct
    it; meanwhile the deputy gets what is due.
    """
    from etappe.service.bounces import bounce_address

    with at_work() as etappe:
        bounced = bounce_address(etappe.office, email, reason, actor(), etappe.clock.now())
    if json:
        print_json({k: v for k, v in asdict(bounced).items() if k != "person"} | {"email": email})
    elif bounced.already:
        say(f"Letters to {email} have stopped already.")
    else:
        asked = f"; follow-up {bounced.follow_up[:8]}" if bounced.follow_up else ""
        say(
            f"Letters to {email} stop{asked}. Correct the address, or say 'etappe contacts unbounce {email}'."
        )


@app.command
def unbounce(email: Email, /) -> None:
    """Let letters go to an address again."""
    from etappe.service.bounces import deliver_again

    with at_work() as etappe:
        deliver_again(etappe.office, email, actor(), etappe.clock.now())
    say(f"Letters go to {email} again.")


@app.command
def absence(email: Email, first: Day, last: Day, /) -> None:
    """Note that somebody is away from a first to a last day."""
    from etappe.service.people import report_absence

    with at_work() as etappe:
        report_absence(etappe.office, email, first, last, actor(), etappe.clock.now())
    say(f"{email} is away from {german(first)} to {german(last)}.")


@app.command
def back(email: Email, first: Day, /) -> None:
    """Note that somebody is there after all; FIRST is the first day of the absence."""
    from etappe.service.coming_back import take_back_absence

    with at_work() as etappe:
        take_back_absence(etappe.office, email, first, actor(), etappe.clock.now())
    say(f"{email} is not away from {german(first)} on.")


@app.command(name="list")
def list_all(kommune: str, /, *, json: Json = False) -> None:
    """List who fills the roles of a Kommune, the project team included."""
    from etappe.model.moments import local_day
    from etappe.service.people import list_contacts

    with at_work() as etappe:
        found = list_contacts(etappe.office, kommune)
        with etappe.office.store.begin() as tx:
            absences = tx.people.absences(
                [c.person.id for c in found], local_day(etappe.clock.now(), etappe.office.zone)
            )
            stopped = tx.suppressions.among([c.person.email for c in found])
            to_come = {h.seat.role: h for h in tx.hand_overs.to_come(kommune)}
            new = tx.people.get([h.after_id for h in to_come.values()])
    follows = {role: (new[h.after_id].name, h.day) for role, h in to_come.items()}
    if json:
        print_json([_contact(c, absences, follows, stopped=c.person.email in stopped) for c in found])
        return
    rows = [
        (
            c.role,
            "\n".join(_lines(c, follows, stopped=c.person.email in stopped)),
            f"{c.deputy.name}\n{c.deputy.email}" if c.deputy else "",
            "\n".join(f"{german(a.first)} – {german(a.last)}" for a in _of(c, absences)),
        )
        for c in found
    ]
    print_table(f"Contacts of '{kommune}'", ("Role", "Who", "Deputy", "Away"), rows)


@app.command
def export(email: Email, /) -> None:
    """Print everything that is known of a person as JSON, for the person (Art. 15 and 20 DSGVO)."""
    from etappe.service.privacy import person_file

    with at_work() as etappe:
        print_json(_file(person_file(etappe.office, email)))


@app.command
def erase(email: Email, /) -> None:
    """Erase a person who fills no role any more (Art. 17 DSGVO); it cannot be undone."""
    from etappe.service.privacy import forget_person

    with at_work() as etappe:
        records = forget_person(etappe.office, email, actor(), etappe.clock.now())
    say(f"{email} is erased, in {records} records of modules too.")


def _file(found: PersonFile) -> dict[str, object]:
    return {
        "name": found.person.name,
        "email": found.person.email,
        "roles": [{"of": place, "role": role} for place, role in found.roles],
        "absences": [{"first": a.first, "last": a.last} for a in found.absences],
        "letters": [{"subject": d.subject, "state": d.state, "sent_at": d.sent_at} for d in found.letters],
        "links": [
            {"purpose": k.purpose, "project": k.project_id, "task": k.task_key, "minted_at": k.minted_at}
            for k in found.links
        ],
        "slips": [
            {"kind": kind, "state": state, "written_at": written, "sent_at": sent}
            for kind, state, written, sent in found.slips
        ],
        "files": [
            {
                "name": f.name,
                "project": f.project_id,
                "task": f.task_key,
                "size": f.size,
                "uploaded_at": f.uploaded_at,
                "deleted_at": f.deleted_at,
            }
            for f in found.files
        ],
        "account": _account(found),
        "modules": [d.model_dump() for d in found.modules],
    }


def _account(found: PersonFile) -> dict[str, object] | None:
    account = found.account
    if account is None:
        return None
    return {
        "name": account.name,
        "role": account.role,
        "active": account.active,
        "created_at": account.created_at,
        "signed_in_at": account.signed_in_at,
        "sessions": [{"begun_at": s.created_at, "last_seen_at": s.last_seen_at} for s in found.sessions],
        "api_tokens": [{"name": t.name, "role": t.role, "made_at": t.made_at} for t in found.tokens],
        "identities": [
            {"issuer": i.identity.issuer, "subject": i.identity.subject, "linked_at": i.linked_at}
            for i in found.identities
        ],
    }


def _lines(contact: Contact, follows: Follows, *, stopped: bool) -> list[str]:
    lines = [contact.person.name, contact.person.email]
    if stopped:
        lines.append("letters come back")
    if contact.role in follows:
        name, day = follows[contact.role]
        lines.append(f"from {german(day)}: {name}")
    return lines


def _of(contact: Contact, absences: tuple[Absence, ...]) -> list[Absence]:
    return [a for a in absences if a.person_id == contact.person.id]


def _contact(
    contact: Contact, absences: tuple[Absence, ...], follows: Follows, *, stopped: bool
) -> dict[str, object]:
    deputy, follower = contact.deputy, follows.get(contact.role)
    return {
        "role": contact.role,
        "name": contact.person.name,
        "email": contact.person.email,
        "deputy": {"name": deputy.name, "email": deputy.email} if deputy else None,
        "absences": [{"first": a.first, "last": a.last} for a in _of(contact, absences)],
        "stopped": stopped,
        "followed_by": {"name": follower[0], "from": follower[1]} if follower else None,
    }
