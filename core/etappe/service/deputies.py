"""Who steps in for somebody: named by themselves, entered by project management."""

from __future__ import annotations

from datetime import datetime

from etappe.errors import LinkInvalid, NameMissing
from etappe.model.audit import Fact
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.link import LinkPurpose
from etappe.service.entering import plain
from etappe.service.office import Office, open_file
from etappe.service.opening import open_again

LONGEST = 200
"""Characters of a name with its address."""


def name_deputy(office: Office, link_id: str, named: str, now: datetime) -> None:
    """Put before project management whom somebody names as their deputy; the same name again changes nothing.

    Nobody gets letters about a Kommune because a link said so. Raises `LinkInvalid` or `NameMissing`.
    """
    deputy = plain(named)[:LONGEST]
    if not deputy:
        raise NameMissing(subject="deputy")
    with office.store.begin() as tx:
        opened = open_again(tx, link_id, now, {LinkPurpose.OVERVIEW})
        if opened.project is None:
            raise LinkInvalid
        file, person = open_file(office, tx, opened.project.id), opened.person
        cause = f"{file.project.id}//deputy/{identity(person.id, deputy)}"
        request = file.speech.reasons.deputy_named.format(by=person.name, named=deputy)
        data = {"by": person.name, "named": deputy}
        asked = FollowUp(
            identity(cause), file.project.id, None, FollowUpKind.NOTE, cause, request, data, True, now
        )
        if tx.follow_ups.get(asked.id) is None:
            tx.follow_ups.open([asked])
            about = {"follow_up": asked.id}
            tx.audit.record([Fact(f"person/{person.id}", "deputy named", file.project.id, about)], now)
