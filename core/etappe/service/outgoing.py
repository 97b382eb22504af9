"""What firing is going to write, in sets: rungs, the letters of a day, follow-ups, and the audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from etappe.model.audit import ENGINE, Fact
from etappe.model.delivery import MAIL
from etappe.model.follow_up import FollowUp
from etappe.model.identity import identity
from etappe.model.ledger import NewDigest, NewItem, NewOccurrence, Settled
from etappe.model.people import Person, Purpose, Recipient
from etappe.service.arming import NOTHING_FIRED, occurrence
from etappe.service.circumstances import Circumstances
from etappe.service.judging import Case, Verdict, follow_up_of
from etappe.service.ports import Transaction

OPEN_LETTER = "queued"


@dataclass(slots=True)
class Outgoing:
    """What a batch is going to write, in sets."""

    armed: list[NewOccurrence] = field(default_factory=list[NewOccurrence])
    settled: list[Settled] = field(default_factory=list[Settled])
    digests: dict[str, NewDigest] = field(default_factory=dict[str, NewDigest])
    items: list[NewItem] = field(default_factory=list[NewItem])
    copies: list[tuple[str, Recipient]] = field(default_factory=list[tuple[str, Recipient]])
    follow_ups: list[FollowUp] = field(default_factory=list[FollowUp])
    postponed: list[tuple[str, datetime, str]] = field(default_factory=list[tuple[str, datetime, str]])
    readers: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """Who has got a rung before, from the time when it was held back from others."""


class Overtaken(Exception):
    """A sender sealed a letter of this batch before its rungs were in it."""


def already_written(judged: tuple[Verdict, ...], around: Circumstances) -> Person | None:
    """The first recipient whose letter of today is gone already."""
    for verdict in judged:
        for recipient in verdict.recipients:
            if around.letters.get((recipient.person.id, around.today), OPEN_LETTER) != OPEN_LETTER:
                return recipient.person
    return None


def carry_out(case: Case, verdict: Verdict, around: Circumstances, out: Outgoing) -> None:
    key = case.due.occ_key
    if verdict.found is not None and verdict.found.rung.rule_key != case.rule_key:
        fired = around.fired.get((case.project_id, case.task.key), NOTHING_FIRED)
        ordinal = len(fired.get(verdict.found.rung.rule_key, ())) + 1
        new = occurrence(case.project_id, case.task.key, case.deadline, verdict.found, ordinal, case.calendar)
        out.armed.append(new)
        key = new.occ_key
    out.settled.append(Settled(key, verdict.state, verdict.reason))
    if verdict.opens is not None:
        out.follow_ups.append(follow_up_of(case, verdict, key, around.now))
    until = verdict.until or case.due.send_until
    for recipient in verdict.recipients:
        put(recipient, key, until, around, out, overview=False)
        if recipient.purpose in {Purpose.OWN, Purpose.ABSENCE}:
            copies = around.circles[case.kommune].copies(case.plan, case.task, around.today)
            for has_overview, copy in copies:
                if has_overview:
                    out.copies.append((key, copy))
                else:
                    put(copy, key, until, around, out, overview=False)


def put(
    recipient: Recipient, key: str, until: datetime, around: Circumstances, out: Outgoing, *, overview: bool
) -> None:
    """Put a rung into somebody's letter of today, which begins to exist with its first rung."""
    person_id, day = recipient.person.id, around.today
    if person_id in out.readers.get(key, ()):
        return
    digest_id = letter_of(person_id, day)
    known = out.digests.get(digest_id)
    if known is None:
        out.digests[digest_id] = NewDigest(digest_id, person_id, day, overview, until)
    elif (overview and not known.overview) or until > known.send_until:
        out.digests[digest_id] = known._replace(
            overview=overview or known.overview, send_until=max(until, known.send_until)
        )
    out.items.append(NewItem(digest_id, key, recipient.purpose.value))


def letter_of(person_id: str, day: date) -> str:
    """The id of somebody's letter of a day: one person and day, one letter."""
    return identity(person_id, day.isoformat(), MAIL)


def place_copies(around: Circumstances, out: Outgoing) -> None:
    """Copies for readers of overviews travel in today's letter if there is one, else in their overview."""
    for key, recipient in out.copies:
        digest_id = letter_of(recipient.person.id, around.today)
        if digest_id in out.digests and recipient.person.id not in out.readers.get(key, ()):
            out.items.append(NewItem(digest_id, key, Purpose.COPY.value))


def write_down(tx: Transaction, out: Outgoing, around: Circumstances) -> None:
    now = around.now
    tx.ledger.arm(out.armed, now)
    tx.ledger.settle(out.settled, now)
    tx.letters.put_into_letters(list(out.digests.values()), out.items, now)
    if out.digests:
        states = tx.letters.digests([d.recipient_id for d in out.digests.values()], [around.today])
        if set(states.values()) - {OPEN_LETTER}:
            raise Overtaken
    tx.follow_ups.open(out.follow_ups)
    for key, opening, reason in out.postponed:
        tx.ledger.postpone(key, opening, reason)
    tx.audit.record(_facts(out), now)


def _facts(out: Outgoing) -> list[Fact]:
    facts: list[Fact] = []
    if out.settled:
        by_state: dict[str, list[str]] = {}
        for settled in out.settled:
            by_state.setdefault(settled.state.value, []).append(settled.occ_key)
        facts.append(Fact(ENGINE, "rungs settled", "ledger", by_state))
    if out.postponed:
        moved = {key: f"{opening.isoformat()}: {reason}" for key, opening, reason in out.postponed}
        facts.append(Fact(ENGINE, "rungs postponed", "ledger", moved))
    facts.extend(
        Fact(
            ENGINE,
            "follow-up opened",
            f"{f.project_id}/{f.task_key}",
            {"kind": f.kind.value, "request": f.request},
        )
        for f in out.follow_ups
    )
    return facts
