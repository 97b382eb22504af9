"""``etappe why``: why did this come, why did it not, and why on this day?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from etappe.cli.terminal import Json, at_work, out, print_json, say

if TYPE_CHECKING:
    from etappe.model.ledger import Entry


def why(subject: str, /, *, json: Json = False) -> None:
    """Explain a task, a rung or a letter.

    Parameters
    ----------
    subject
        A task as PROJECT/TASK, a rung as PROJECT/TASK/RULE/NUMBER, or the id of a letter, which
        'etappe mailbox NUMBER' tells.
    """
    from etappe.service import why as reasons

    with at_work() as etappe:
        answer = reasons.why(etappe.office, subject, etappe.clock.now())
    if json:
        rungs = [_fields(entry) for entry in answer.entries]
        print_json({"subject": answer.subject, "sentences": answer.sentences, "rungs": rungs})
        return
    for sentence in answer.sentences:
        say(sentence)
    if answer.entries and answer.entries[0].occ_key != subject:
        say("\nMore about one of these: etappe why RUNG, with one of")
        for entry in answer.entries:
            out.print(Text(f"  {entry.occ_key}"), soft_wrap=True)


def _fields(entry: Entry) -> dict[str, object]:
    return {
        "key": entry.occ_key,
        "rule": entry.rule_key,
        "day": entry.local_date.isoformat(),
        "due_at": entry.due_at.isoformat(),
        "outcome": entry.outcome.value,
        "reason": entry.reason,
        "recipients": entry.recipients,
    }
