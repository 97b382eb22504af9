"""Who gets a rung's letter: roles, deputies, absences, copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from etappe.model.people import Absence, Contact, Purpose, Recipient, stand_in
from etappe.model.plan import Plan
from etappe.model.spec import DEPUTY, RESPONSIBLE, RungSpec, TaskSpec


@dataclass(frozen=True, slots=True)
class Circle:
    """The people around one Kommune, and who of them is away."""

    contacts: Mapping[str, Contact]
    absences: Sequence[Absence]
    unreachable: frozenset[str] = frozenset()
    """Whose letters come back, so that none is written."""

    def recipients(self, task: TaskSpec, rung: RungSpec, today: date) -> tuple[Recipient, ...]:
        """Who gets the letter of a rung; empty where nobody fills the role."""
        found: dict[str, Recipient] = {}
        for audience in rung.to:
            recipient = self._of(audience, task, today)
            if recipient is not None and recipient.person.id not in self.unreachable:
                found.setdefault(recipient.person.id, recipient)
        return tuple(found.values())

    def copies(self, plan: Plan, task: TaskSpec, today: date) -> tuple[tuple[bool, Recipient], ...]:
        """Who gets a copy of a letter about a task; true for those whose overview may carry it instead."""
        found: list[tuple[bool, Recipient]] = []
        for other in () if task.confidential else plan.role[task.role].copies_to:
            contact = self.contacts.get(other)
            if contact is not None:
                recipient = replace(stand_in(contact, self.absences, today), purpose=Purpose.COPY)
                if recipient.person.id in self.unreachable:
                    continue
                found.append((plan.role[other].overview, recipient))
        return tuple(found)

    def _of(self, audience: str, task: TaskSpec, today: date) -> Recipient | None:
        if audience == DEPUTY:
            contact = self.contacts.get(task.role)
            return Recipient(contact.deputy, Purpose.DEPUTY) if contact and contact.deputy else None
        contact = self.contacts.get(task.role if audience == RESPONSIBLE else audience)
        return None if contact is None else stand_in(contact, self.absences, today)
