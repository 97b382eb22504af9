"""How commands fill a role: at once, or where somebody is replaced as a hand-over that is confirmed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, cast

from etappe.cli.terminal import actor, ask, at_work, german, print_json, print_table, say, warn
from etappe.errors import NotConfirmed, PlanChanged

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe
    from etappe.model.hand_over import HandOverPreview
    from etappe.model.people import Contact
    from etappe.service.filling import Order


def fill(order: Order, *, dry_run: bool, confirm: str | None, yes: bool, json: bool) -> None:
    """Fill a role; where somebody is replaced, show what that touches, and do it once it is confirmed.

    Raises `NotConfirmed`, `PlanChanged`, and what the order refuses.
    """
    with at_work() as etappe:
        if confirm is None:
            preview = _seen(etappe, order, dry_run=dry_run, yes=yes, json=json)
            if dry_run:
                _close(preview, json=json)
                return
            confirm = preview.fingerprint
        done = _applied(etappe, order, confirm, json=json)
        stopped = _stopped(etappe, done)
    if json:
        print_json({**asdict(done), "applied": True})
        return
    say(_said(done))
    if stopped:
        email = done.after.person.email
        warn(f"letters to {email} have stopped; if it works again, say 'etappe contacts unbounce {email}'")


def _seen(etappe: Etappe, order: Order, *, dry_run: bool, yes: bool, json: bool) -> HandOverPreview:
    from etappe.service.filling import preview_order

    preview = preview_order(etappe.office, order, actor(), etappe.clock.now())
    if preview.hands_over and not json:
        _print(preview)
    if dry_run or yes or not preview.hands_over:
        return preview
    if json or not sys.stdin.isatty() or not ask("Hand this over?"):
        raise NotConfirmed(fingerprint=preview.fingerprint)
    return preview


def _applied(etappe: Etappe, order: Order, fingerprint: str, *, json: bool) -> HandOverPreview:
    from etappe.service.filling import apply_order

    try:
        return apply_order(etappe.office, order, fingerprint, actor(), etappe.clock.now())
    except PlanChanged as error:
        preview = cast("HandOverPreview", error.facts["diff"])
        if json:
            print_json({**asdict(preview), "applied": False})
        else:
            _print(preview)
        raise


def _stopped(etappe: Etappe, done: HandOverPreview) -> bool:
    with etappe.office.store.begin() as tx:
        return bool(tx.suppressions.among([done.after.person.email]))


def _print(preview: HandOverPreview) -> None:
    """Show everything that a hand-over touches."""
    say(f"{preview.title}, {preview.seat.kommune or 'project team'}, from {german(preview.day)}:")
    say(f"{_who(preview.before)} → {_who(preview.after)}")
    if preview.called_off:
        say("A hand-over that was to come is called off.")
    if preview.duties:
        rows = [
            (
                german(d.due),
                f"{d.title}\n{d.project}/{d.task}",
                f"{d.rung}, {german(d.rung_day)}" if d.rung and d.rung_day else "–",
            )
            for d in preview.duties
        ]
        title = f"Open tasks: {len(rows)}, overdue: {preview.overdue}"
        print_table(title, ("Due", "Task", "Next rung"), rows)
    if preview.letters:
        print_table("Letters", ("What", "To"), [(s.kind, f"{s.name} <{s.email}>") for s in preview.letters])
    if preview.taken_back or preview.voided:
        say(f"Rungs in unwritten letters that move: {preview.taken_back}, notices voided: {preview.voided}.")


def _close(preview: HandOverPreview, *, json: bool) -> None:
    if json:
        print_json({**asdict(preview), "applied": False})
    elif preview.hands_over:
        say(f"Nothing was saved. To hand this over: --confirm {preview.fingerprint}")
    else:
        say(f"Nothing was saved. {preview.after.person.name} would fill it without a hand-over.")


def _said(done: HandOverPreview) -> str:
    place = f"'{done.seat.kommune}'" if done.seat.kommune else "the project team"
    since = "from now on" if not done.later else f"from {german(done.day)} on"
    return f"{done.after.person.name} is {done.seat.role} of {place} {since}."


def _who(contact: Contact | None) -> str:
    if contact is None:
        return "nobody"
    deputy = f", deputy {contact.deputy.name}" if contact.deputy else ", no deputy"
    return f"{contact.person.name} <{contact.person.email}>{deputy}"
