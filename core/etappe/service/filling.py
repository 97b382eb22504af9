"""Fill a role, at once or on a day to come; one path for the first, for another, and for the same person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import HandOverToSelf, NobodyToHandOver, PlanChanged, UnknownRole
from etappe.model.audit import Fact
from etappe.model.diff import read_fingerprint
from etappe.model.hand_over import HandOver, HandOverPreview, OpenDuty, Seat, Sent
from etappe.model.ledger import OccurrenceState
from etappe.model.moments import local_day
from etappe.model.people import Contact, stand_in
from etappe.model.spec import RoleSpec
from etappe.service.arming import arm_overviews
from etappe.service.bounces import address_corrected
from etappe.service.entering import Named, enter, holder, named, place_name, put_in
from etappe.service.handing_over import LETTERS, Handed, number_after, realm_of, take_over, writes
from etappe.service.linking import revoke_all, revoke_lapsed
from etappe.service.office import Office, calendar_of, require_kommune, trying
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Order:
    """Who is to fill a role, and who steps in."""

    seat: Seat
    who: Named
    deputy: Named | None = None
    day: date | None = None
    """From when on; None is at once."""
    hands_over: bool = False
    """Whether it is meant as a hand-over, from somebody to somebody else."""


def roles_of(office: Office) -> Mapping[str, RoleSpec]:
    """The roles of a programme, in its order."""
    return {role.key: role for module in office.programme.modules.values() for role in module.roles}


def require_role(office: Office, role: str) -> RoleSpec:
    """A role of the programme; raises `UnknownRole`."""
    roles = roles_of(office)
    if role not in roles:
        raise UnknownRole(role=role, known=", ".join(roles) or "none")
    return roles[role]


def fill_role(
    office: Office, tx: Transaction, seat: Seat, who: Named, deputy: Named | None, by: str, now: datetime
) -> tuple[Contact, Handed]:
    """Say who fills a role from now on, within a transaction, and let everything follow: duties, letters that
    are not written yet, notices, overviews; whoever takes over and whoever has handed over get a letter.

    What was to be handed over on a day to come is called off. Raises `UnknownRole`, `UnknownKommune`,
    `BadAddress`, `NameMissing`.
    """
    spec = require_role(office, seat.role)
    tx.hand_overs.lock(seat)
    tx.hand_overs.call_off(seat, now)
    before, after, facts = enter(tx, seat, who, deputy, by)
    return after, _follow(office, tx, spec, seat, before, after, after, facts, by, now)


def preview_order(office: Office, order: Order, by: str, now: datetime) -> HandOverPreview:
    """What an order would do, with the fingerprint that confirms it; nothing is saved.

    Raises what `fill_role` raises, `HandOverToSelf` and `NobodyToHandOver`.
    """
    with trying(office, dry_run=True) as tx:
        return _carried_out(office, tx, order, by, now)


def apply_order(
    office: Office, order: Order, fingerprint: str | None, by: str, now: datetime
) -> HandOverPreview:
    """Carry out an order, as it was seen where a fingerprint is given.

    Raises `PlanChanged`, which holds the new preview, and what `preview_order` raises.
    """
    with office.store.begin() as tx:
        preview = _carried_out(office, tx, order, by, now)
        if fingerprint is not None and read_fingerprint(fingerprint)[1] != preview.plan_hash:
            raise _refused(tx, order, preview, fingerprint)
        return preview


def carry_out_due(office: Office, now: datetime) -> int:
    """Carry out what is to be handed over today; done twice, it is done once."""
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        due = tx.hand_overs.to_come(until=today)
    for hand_over in due:
        with office.store.begin() as tx:
            _on_its_day(office, tx, hand_over, now)
    return len(due)


def _on_its_day(office: Office, tx: Transaction, due: HandOver, now: datetime) -> None:
    tx.hand_overs.lock(due.seat)
    if not tx.hand_overs.done(due, now):
        return
    people = tx.people.get([i for i in (due.after_id, due.deputy_id) if i])
    after = Contact(due.seat.role, people[due.after_id], people.get(due.deputy_id or ""))
    before = holder(tx, due.seat)
    facts = put_in(tx, due.seat, before, after, due.by)
    _follow(office, tx, roles_of(office).get(due.seat.role), due.seat, before, after, due, facts, due.by, now)


def _follow(
    office: Office,
    tx: Transaction,
    spec: RoleSpec | None,
    seat: Seat,
    before: Contact | None,
    after: Contact,
    noted: HandOver | Contact,
    facts: list[Fact],
    by: str,
    now: datetime,
) -> Handed:
    """What follows where a role is filled anew; ``spec`` is None where the programme lost the role since."""
    handed = Handed()
    if before and before.person.id != after.person.id:
        handed = take_over(office, tx, seat, before, noted, by, now)
    if before and before.person.id == after.person.id and before.person.email != after.person.email:
        address_corrected(tx, after.person, by, now)
    _let_links_go(tx, before, after, by, now)
    if spec and spec.overview and _has_projects(tx, seat):
        _arm_overview(office, tx, spec, seat, after, now)
    tx.audit.record(facts, now)
    return handed


def _let_links_go(tx: Transaction, before: Contact | None, after: Contact, by: str, now: datetime) -> None:
    """Revoke the links of those who have no part any more, and what went to an address that was wrong."""
    were = {p.id: p for p in (before.person, before.deputy) if p} if before else {}
    are = {p.id: p for p in (after.person, after.deputy) if p}
    revoke_lapsed(tx, sorted(were.keys() - are.keys()), by, now)
    for person_id in sorted(were.keys() & are.keys()):
        if were[person_id].email != are[person_id].email:
            revoke_all(tx, person_id, by, now)


def _has_projects(tx: Transaction, seat: Seat) -> bool:
    return bool(tx.projects.of_kommune(seat.kommune) if seat.kommune else tx.projects.number())


def _arm_overview(
    office: Office, tx: Transaction, spec: RoleSpec, seat: Seat, contact: Contact, now: datetime
) -> None:
    if spec.staff or seat.kommune is None:
        place = office.calendars(office.staff_place)
    else:
        place = calendar_of(office, tx, require_kommune(tx, seat.kommune))
    arm_overviews(tx, {contact.person.id: place}, now)


def _carried_out(office: Office, tx: Transaction, order: Order, by: str, now: datetime) -> HandOverPreview:
    seat, today = order.seat, local_day(now, office.zone)
    spec, (seen, _) = require_role(office, seat.role), tx.audit.head()
    if seat.kommune:
        require_kommune(tx, seat.kommune)
    before = holder(tx, seat)
    if order.hands_over and before is None:
        raise NobodyToHandOver(role=seat.role, place=place_name(seat))
    waited = any(h.seat == seat for h in tx.hand_overs.to_come())
    later = order.day is not None and order.day > today and before is not None
    if later and before:
        after, handed = _planned(tx, order, before, by, now), Handed()
    else:
        after, handed = fill_role(office, tx, seat, order.who, order.deputy, by, now)
    if order.hands_over and before and before.person.id == after.person.id and not waited:
        raise HandOverToSelf(name=after.person.name, role=seat.role, place=place_name(seat))
    return HandOverPreview(
        seat=seat,
        title=spec.title,
        day=max(order.day or today, today),
        later=later,
        before=before,
        after=after,
        duties=_duties(tx, seat),
        overdue=sum(1 for _, record in realm_of(tx, seat).duties(seat.role) if record.due < today),
        letters=_letters_of_that_day(office, tx, seat, before, after)
        if later and before
        else _letters(tx, seat, after, today),
        voided=handed.voided,
        taken_back=handed.taken_back,
        called_off=waited,
    ).stamped(seen)


def _planned(tx: Transaction, order: Order, before: Contact, by: str, now: datetime) -> Contact:
    """Note what is to be handed over on a day to come; what was to come before is called off."""
    assert order.day is not None
    seat = order.seat
    tx.hand_overs.lock(seat)
    tx.hand_overs.call_off(seat, now)
    person, facts = named(tx, order.who, by)
    deputy, more = named(tx, order.deputy, by) if order.deputy else (None, [])
    number, deputy_id = number_after(tx, seat), deputy.id if deputy else None
    if person.id != before.person.id:
        new = HandOver(seat, number, before.person.id, person.id, deputy_id, order.day, by, done=False)
        tx.hand_overs.add(new, now)
        data = {"before": before.person.id, "after": person.id, "day": order.day.isoformat()}
        about = f"{seat.kommune or 'staff'}/{seat.role}"
        facts = [*facts, *more, Fact(by, "hand-over planned", about, data)]
    tx.audit.record(facts, now)
    return Contact(seat.role, person, deputy)


def _duties(tx: Transaction, seat: Seat) -> tuple[OpenDuty, ...]:
    realm = realm_of(tx, seat)
    mine = realm.duties(seat.role)
    armed = {(p, a.task_key): a for p in {p.id for p, _ in mine} for a in tx.ledger.armed(p)}
    return tuple(
        OpenDuty(
            project.id,
            record.key,
            realm.plans[project.plan_digest].task[record.key].title,
            record.due,
            rung.rule_key if (rung := armed.get((project.id, record.key))) else None,
            rung.local_date if rung else None,
        )
        for project, record in mine
    )


def _letters(tx: Transaction, seat: Seat, after: Contact, today: date) -> tuple[Sent, ...]:
    """The letters of the hand-over that was just carried out."""
    last = tx.hand_overs.last_done(seat)
    if last is None or last.after_id != after.person.id:
        return ()
    found: list[Sent] = []
    for rule_key, person_id in zip(LETTERS, (last.after_id, last.before_id), strict=True):
        entry = tx.ledger.entry(f"{rule_key}/{last.key}")
        if entry and entry.state is OccurrenceState.PLANNED:
            reader = tx.people.get([person_id])[person_id]
            if person_id == after.person.id:
                reader = stand_in(after, tx.people.absences([person_id], today), today).person
            found.append(Sent(rule_key, reader.name, reader.email))
    return tuple(found)


def _letters_of_that_day(
    office: Office, tx: Transaction, seat: Seat, before: Contact, after: Contact
) -> tuple[Sent, ...]:
    """The letters of a hand-over that is still to come."""
    if before.person.id == after.person.id or not writes(office, realm_of(tx, seat), seat.role):
        return ()
    people = zip(LETTERS, (after.person, before.person), strict=True)
    return tuple(Sent(kind, person.name, person.email) for kind, person in people)


def _refused(tx: Transaction, order: Order, preview: HandOverPreview, fingerprint: str) -> PlanChanged:
    seen, _ = read_fingerprint(fingerprint)
    about = f"{order.seat.kommune or 'staff'}/{order.seat.role}"
    facts = tx.audit.facts(about, 3, since=seen) if seen else ()
    named_facts = [f"{fact.actor}: {fact.action}" for _, fact in facts if fact.data]
    meanwhile = "; ".join(named_facts) or "the fingerprint belongs to another change"
    return PlanChanged(
        project=str(order.seat), meanwhile=meanwhile, fingerprint=preview.fingerprint, diff=preview
    )
