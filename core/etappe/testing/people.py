"""A made-up Kommune and its people: somebody in every role of a programme, and somebody who steps in."""

from __future__ import annotations

from datetime import datetime

from etappe.model.kommune import Kommune
from etappe.model.place import Place
from etappe.plugin import RoleSpec
from etappe.service.entering import Named
from etappe.service.filling import roles_of
from etappe.service.kommunen import add_kommune
from etappe.service.office import Office
from etappe.service.people import set_contact, set_staff

KOMMUNE = "musterstadt"
BY = "test"


def settle_in(office: Office, place: Place, now: datetime) -> None:
    """Add the Kommune, and fill every role of the programme."""
    add_kommune(office, Kommune(KOMMUNE, "Musterstadt", place.land, place.category, council="Rat"), BY, now)
    for role in roles_of(office).values():
        name, email = _named(role)
        deputy = (f"{name} (Vertretung)", f"vertretung.{email}")
        if role.staff:
            set_staff(office, role.key, name, email, deputy, BY, now)
        else:
            set_contact(office, KOMMUNE, role.key, name, email, deputy, BY, now)


def _named(role: RoleSpec) -> Named:
    place = "programm" if role.staff else KOMMUNE
    return role.title, f"{role.key.lower()}@{place}.example"
