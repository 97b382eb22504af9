"""Letters that did not arrive: a person has them sent once more, or says that they are done with.

What certainly never arrived is written anew and says what is true then. What may have arrived goes with the
bytes of before, as long as these are kept: mail systems that drop copies show one then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from etappe.errors import (
    LetterDecided,
    LetterNotStranded,
    LetterPerhapsArrived,
    NoPartIn,
    ReaderUnreachable,
    UnknownLetter,
    WordMissing,
)
from etappe.model.audit import Fact
from etappe.model.delivery import ENDED_BADLY, Delivery, DeliveryState
from etappe.model.people import Person
from etappe.model.ruling import Ruled, Ruling
from etappe.service.entering import plain
from etappe.service.office import Office
from etappe.service.opening import takes_part
from etappe.service.ports import Transaction
from etappe.service.sending import DELIVERY

USEFUL = timedelta(days=3)
"""How long a letter may wait for the mail server that somebody wants sent once more."""
LONGEST_WORD = 500


@dataclass(frozen=True, slots=True)
class Stranded:
    """A letter that did not arrive, as whoever decides about it has to see it."""

    delivery: Delivery
    reader: Person
    ruling: Ruling | None
    """What was decided about it last."""
    unreachable: bool
    """Whether letters to its reader have stopped."""

    @property
    def decidable(self) -> bool:
        """Whether there is something to decide."""
        settled = self.ruling is not None and self.ruling.gen == self.delivery.gen
        return self.delivery.state in ENDED_BADLY and not settled

    @property
    def perhaps_arrived(self) -> bool:
        """Whether its reader may have it already."""
        return perhaps_arrived(self.delivery)


def perhaps_arrived(delivery: Delivery) -> bool:
    """Whether the reader of a letter may have it; what came back they do not have."""
    if delivery.state is DeliveryState.BOUNCED:
        return False
    return delivery.state is DeliveryState.UNKNOWN or delivery.perhaps_before


def stranded_letter(office: Office, delivery_id: str) -> Stranded:
    """A letter with all that a decision needs; raises `UnknownLetter`."""
    with office.store.begin() as tx:
        return _stranded(tx, delivery_id)


def resend_letter(
    office: Office,
    delivery_id: str,
    by: str,
    now: datetime,
    *,
    gen: int | None = None,
    although_perhaps_arrived: bool = False,
) -> Delivery:
    """Send a letter once more; with ``gen`` only as it was when somebody looked at it.

    Of several who ask at once one is heard. Raises `UnknownLetter`, `LetterNotStranded`, `LetterDecided`,
    `ReaderUnreachable`, `NoPartIn`, and unless it is said that this is known, `LetterPerhapsArrived`.
    """
    with office.store.begin() as tx:
        letter = _to_decide(tx, delivery_id, gen)
        _require_reader(tx, letter)
        if letter.perhaps_arrived and not although_perhaps_arrived:
            raise LetterPerhapsArrived(letter=delivery_id, reader=letter.reader.name)
        seen = letter.delivery
        if not tx.rulings.queue(seen, now, USEFUL):
            raise LetterDecided(letter=delivery_id)
        data = {"before": seen.state.value, "generation": seen.gen, "same bytes": seen.kept}
        _write_down(tx, Ruling(seen.id, seen.gen, Ruled.AGAIN, by, now), "letter sent again", data)
        return seen


def settle_letter(
    office: Office, delivery_id: str, why: str, by: str, now: datetime, *, gen: int | None = None
) -> Delivery:
    """Put a letter away that nobody has to get any more, with a word of what has become of it.

    Raises `WordMissing`, `UnknownLetter`, `LetterNotStranded` or `LetterDecided`.
    """
    word = plain(why)[:LONGEST_WORD]
    with office.store.begin() as tx:
        seen = _to_decide(tx, delivery_id, gen).delivery
        if not word:
            raise WordMissing(letter=delivery_id)
        if not tx.rulings.put_away(seen):
            raise LetterDecided(letter=delivery_id)
        # the word may name people, who could never be taken out of the chain of the audit
        data = {"before": seen.state.value, "generation": seen.gen}
        _write_down(tx, Ruling(seen.id, seen.gen, Ruled.SETTLED, by, now, word), "letter settled", data)
        return seen


def _stranded(tx: Transaction, delivery_id: str) -> Stranded:
    delivery = tx.letters.get(delivery_id)
    if delivery is None:
        raise UnknownLetter(letter=delivery_id)
    reader = tx.people.get([delivery.recipient_id])[delivery.recipient_id]
    unreachable = bool(tx.suppressions.among([reader.email]))
    return Stranded(delivery, reader, tx.rulings.of([delivery.id]).get(delivery.id), unreachable)


def _to_decide(tx: Transaction, delivery_id: str, gen: int | None) -> Stranded:
    letter = _stranded(tx, delivery_id)
    if letter.delivery.state not in ENDED_BADLY:
        raise LetterNotStranded(letter=delivery_id, state=letter.delivery.state.value)
    if not letter.decidable or gen not in {None, letter.delivery.gen}:
        raise LetterDecided(letter=delivery_id)
    return letter


def _require_reader(tx: Transaction, letter: Stranded) -> None:
    """Refuse a letter to somebody whom none reaches, or who has no part in what it is about any more."""
    reader = letter.reader
    if letter.unreachable:
        raise ReaderUnreachable(reader=reader.name or letter.delivery.recipient_id)
    if any(item.person_id == reader.id for item in tx.letters.in_letter(letter.delivery.digest_id)):
        return  # it is about its reader: an overview, a notice, the thanks for a role that was handed over
    about = tx.letters.project_of(letter.delivery.digest_id)
    project = tx.projects.get(about) if about else None
    if project is None:
        return
    around = (*tx.people.contacts([project.kommune])[project.kommune].values(), *tx.people.staff().values())
    if not any(takes_part(contact, reader.id) for contact in around):
        raise NoPartIn(name=reader.name, project=project.id)


def _write_down(tx: Transaction, ruling: Ruling, action: str, data: Mapping[str, object]) -> None:
    """Keep a decision under its key, and close what was asked about the letter; raises `LetterDecided`."""
    if not tx.rulings.rule(ruling):
        raise LetterDecided(letter=ruling.delivery_id)
    for follow_up in tx.follow_ups.all_open():
        if follow_up.data.get(DELIVERY) == ruling.delivery_id:
            tx.follow_ups.close(follow_up.id, ruling.by, "done", ruling.at)
    tx.audit.record([Fact(ruling.by, action, f"delivery/{ruling.delivery_id}", data)], ruling.at)
