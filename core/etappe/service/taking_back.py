"""Take out of letters that are not written yet what somebody else has to get now."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from etappe.model.ledger import LetterItem
from etappe.model.people import Purpose
from etappe.service.ports import Transaction


def take_back(
    tx: Transaction,
    person_ids: Collection[str],
    concerns: Callable[[LetterItem], bool],
    reason: str,
    now: datetime,
) -> int:
    """Take some rungs out of the unwritten letters of some people; the next tick sorts them anew.

    Rungs of tasks are held until then, so that nobody who has got one gets it twice. What has one reader
    alone is planned anew. Copies are dropped. Tells how many rungs of tasks there were.
    """
    held = 0
    for digest_id, _ in tx.held.unwritten(sorted(person_ids)):
        items = [i for i in tx.letters.in_letter(digest_id) if concerns(i)]
        copies = [i.occ_key for i in items if i.purpose == Purpose.COPY]
        rungs = [i.occ_key for i in items if i.task_key is not None and i.purpose != Purpose.COPY]
        alone = [i for i in items if i.task_key is None]
        tx.held.drop(digest_id, copies)
        tx.held.take_out(digest_id, rungs, reason)
        tx.held.plan_again(digest_id, [i.occ_key for i in alone], reason, now)
        held += len(rungs)
    return held
