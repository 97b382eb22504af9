"""What another calendar of a Kommune does to its projects, seen before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from etappe.errors import SelectionChanged
from etappe.model.diff import DIGITS, Diff
from etappe.service.changing import watched
from etappe.service.office import Office
from etappe.service.ports import Transaction


def carried_out_for(
    office: Office, tx: Transaction, slug: str, work: Callable[[], None], seen: str | None
) -> dict[str, Diff]:
    """Change something about a Kommune within a transaction, and tell what that does to its projects.

    Where ``seen`` is given, it has to be what was seen; raises `SelectionChanged`, which holds what it would
    do now.
    """
    projects = [p.id for p in tx.projects.of_kommune(slug)]
    diffs = {d.project: d for d in watched(office, tx, projects, work) if not d.empty}
    fingerprint = effect_of(diffs)
    if seen is not None and seen != fingerprint:
        raise SelectionChanged(fingerprint=fingerprint, preview=diffs)
    return diffs


def effect_of(diffs: dict[str, Diff]) -> str:
    """What a change does to the plans of several projects, as a hash."""
    text = "\n".join(f"{project} {diff.plan_hash}" for project, diff in sorted(diffs.items()))
    return sha256(text.encode()).hexdigest()[:DIGITS]
