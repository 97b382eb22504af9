"""Taking a person out of every text that names them; what happened stays, whom it concerned does not."""

from __future__ import annotations

import re

from sqlalchemy import Column, Connection, delete, or_, select, update

from etappe.adapters.sql import link_tables as lt
from etappe.adapters.sql import ruling_tables as rt
from etappe.adapters.sql import tables as t
from etappe.adapters.sql.attachment_tables import attachment
from etappe.model.people import Person

TEXTS: tuple[Column[str], ...] = (
    t.occurrence.c.reason,
    t.task.c.settled_by,
    t.task.c.reason,
    t.delivery.c.error_text,
    t.attempt.c.text,
    t.follow_up.c.request,
    t.follow_up.c.outcome,
    t.follow_up.c.closed_by,
    t.announcement.c.body,
    t.hand_over.c.entered_by,
    rt.letter_ruling.c.why,
)
"""Where names and addresses may stand within a text."""
SEALED = {"mime": None, "mime_sha256": None, "subject": None}
WAITING = ("queued", "held")


def erase(connection: Connection, tenant: str, person: Person) -> None:
    """Erase name and address of a person, absences, files, what letters said, and cancel what waits."""
    _rename(connection, tenant, person)
    gone = t.absence.c.person_id == person.id
    connection.execute(delete(t.absence).where(t.absence.c.tenant_id == tenant, gone))
    _letters(connection, tenant, person)
    _links(connection, tenant, person)
    files = attachment.c.uploaded_by == person.id
    connection.execute(delete(attachment).where(attachment.c.tenant_id == tenant, files))
    for column in TEXTS:
        _blank(connection, tenant, column, person)
    _follow_up_data(connection, tenant, person)


def _rename(connection: Connection, tenant: str, person: Person) -> None:
    p = t.person
    values = {"name": "", "email": f"{person.id}@erased.invalid", "active": False}
    mine = update(p).where(p.c.tenant_id == tenant, p.c.id == person.id)
    connection.execute(mine.values(values))


def _letters(connection: Connection, tenant: str, person: Person) -> None:
    d, o = t.delivery, t.occurrence
    mine = update(d).where(d.c.tenant_id == tenant, d.c.recipient_id == person.id)
    connection.execute(mine.where(d.c.state.in_(WAITING)).values(state="cancelled", next_at=None))
    connection.execute(mine.values(SEALED))
    overviews = update(o).where(o.c.tenant_id == tenant, o.c.person_id == person.id)
    connection.execute(overviews.where(o.c.state == "planned").values(state="cancelled"))


def _links(connection: Connection, tenant: str, person: Person) -> None:
    """Forget links, codes and slips altogether: nothing refers to them."""
    mine = select(lt.link.c.id).where(lt.link.c.tenant_id == tenant, lt.link.c.person_id == person.id)
    codes = delete(lt.link_code).where(lt.link_code.c.tenant_id == tenant)
    connection.execute(codes.where(lt.link_code.c.link_id.in_(mine)))
    for table in (lt.link, lt.slip):
        of_person = (table.c.tenant_id == tenant, table.c.person_id == person.id)
        connection.execute(delete(table).where(*of_person))


def _blank(connection: Connection, tenant: str, column: Column[str], person: Person) -> None:
    table = column.table
    mine = table.c.tenant_id == tenant
    named = or_(*(column.contains(word, autoescape=True) for word in (person.email, person.name) if word))
    texts = connection.execute(select(column).where(mine, named).distinct()).scalars().all()
    for text in texts:
        blanked = update(table).where(mine, column == text).values({column: _without(text, person)})
        connection.execute(blanked)


def _follow_up_data(connection: Connection, tenant: str, person: Person) -> None:
    f = t.follow_up
    for row in connection.execute(select(f.c.id, f.c.data).where(f.c.tenant_id == tenant)).all():
        kept = {k: _without(str(v), person) for k, v in row.data.items()}
        if kept != row.data:
            connection.execute(update(f).where(f.c.tenant_id == tenant, f.c.id == row.id).values(data=kept))


def _without(text: str, person: Person) -> str:
    """A text without the name and the address; those of other people that merely contain them stay."""
    for word in filter(None, (person.email, person.name)):
        text = re.sub(rf"(?<![\w.+-]){re.escape(word)}(?![\w-])", "–", text)
    return text
