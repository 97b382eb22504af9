"""The commands for people: who fills which role, who steps in, who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Day, Email, Name, deputy_of
from etappe.cli.terminal import Json, actor, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.model.people import Absence, Contact
    from etappe.service.privacy import PersonFile

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
) -> None:
    """Say who fills a role in a Kommune from now on, and who steps in."""
    from etappe.service.people import set_contact

    stand_in = deputy_of(deputy, deputy_email)
    with at_work() as etappe:
        set_contact(etappe.office, kommune, role, name, email, stand_in, actor(), etappe.clock.now())
    say(f"{name} is {role} of '{kommune}' from now on.")


@app.command
def staff(
    role: str, name: Name, email: Email, /, *, deputy: Deputy = None, deputy_email: DeputyEmail = None
) -> None:
    """Say who fills a role of the project team, for all Kommunen that have nobody of their own in it."""
    from etappe.service.people import set_staff

    stand_in = deputy_of(deputy, deputy_email)
    with at_work() as etappe:
        set_staff(etappe.office, role, name, email, stand_in, actor(), etappe.clock.now())
    say(f"{name} is {role} of the project team from now on.")


@app.command
def absence(email: Email, first: Day, last: Day, /) -> None:
    """Note that somebody is away from a first to a last day."""
    from etappe.service.people import report_absence

    with at_work() as etappe:
        report_absence(etappe.office, email, first, last, actor(), etappe.clock.now())
    say(f"{email} is away from {german(first)} to {german(last)}.")


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
    if json:
        print_json([_contact(c, absences) for c in found])
        return
    rows = [
        (
            c.role,
            f"{c.person.name}\n{c.person.email}",
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
        "modules": [d.model_dump() for d in found.modules],
    }


def _of(contact: Contact, absences: tuple[Absence, ...]) -> list[Absence]:
    return [a for a in absences if a.person_id == contact.person.id]


def _contact(contact: Contact, absences: tuple[Absence, ...]) -> dict[str, object]:
    deputy = contact.deputy
    return {
        "role": contact.role,
        "name": contact.person.name,
        "email": contact.person.email,
        "deputy": {"name": deputy.name, "email": deputy.email} if deputy else None,
        "absences": [{"first": a.first, "last": a.last} for a in _of(contact, absences)],
    }
