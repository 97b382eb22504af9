"""How commands change a project: show what a change would do, have it confirmed, apply it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, cast

from cyclopts import Parameter

from etappe.cli.diffs import print_diff
from etappe.cli.terminal import actor, ask, at_work, print_json, say
from etappe.errors import NotConfirmed, PlanChanged

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe
    from etappe.model.diff import Diff
    from etappe.service.changing import Change

DryRun = Annotated[
    bool,
    Parameter(name="--dry-run", negative="", show_default=False, help="Show what would change, no more."),
]
Confirm = Annotated[
    str | None, Parameter(metavar="FINGERPRINT", help="Apply what was shown with this fingerprint.")
]
Yes = Annotated[
    bool, Parameter(name="--yes", negative="", show_default=False, help="Apply it without asking.")
]


def change_project(
    project: str, change: Change, *, dry_run: bool, confirm: str | None, yes: bool, json: bool
) -> None:
    """Show what a change does to a project and apply it, once it is confirmed.

    A person at a terminal is asked; a script says ``--confirm`` or ``--yes``. Raises `NotConfirmed`,
    `PlanChanged`, and what the change refuses.
    """
    with at_work() as etappe:
        if confirm is not None:
            diff = _applied(etappe, project, change, confirm, json=json)
        else:
            diff = _seen(etappe, project, change, dry_run=dry_run, yes=yes, json=json)
            if dry_run or diff.empty:
                _close(diff, dry_run=dry_run, json=json)
                return
            diff = _applied(etappe, project, change, diff.fingerprint, json=json)
    if json:
        print_json({**asdict(diff), "applied": True})
    else:
        say(f"Applied to '{project}': {diff.sum}.")


def _seen(etappe: Etappe, project: str, change: Change, *, dry_run: bool, yes: bool, json: bool) -> Diff:
    from etappe.service.changing import preview_change

    diff = preview_change(etappe.office, project, change, actor(), etappe.clock.now())
    if not json:
        print_diff(diff)
    if dry_run or yes or diff.empty:
        return diff
    if json or not sys.stdin.isatty() or not ask("Apply this?"):
        raise NotConfirmed(fingerprint=diff.fingerprint)
    return diff


def _applied(etappe: Etappe, project: str, change: Change, fingerprint: str, *, json: bool) -> Diff:
    from etappe.service.changing import apply_change

    try:
        return apply_change(etappe.office, project, change, fingerprint, actor(), etappe.clock.now())
    except PlanChanged as error:
        diff = cast("Diff", error.facts["diff"])
        if json:
            print_json({**asdict(diff), "applied": False})
        else:
            print_diff(diff)
        raise


def _close(diff: Diff, *, dry_run: bool, json: bool) -> None:
    if json:
        print_json({**asdict(diff), "applied": False})
    elif diff.empty:
        say("Nothing would change." if dry_run else "Nothing changes: it is so already.")
    else:
        say(f"Nothing was saved. To apply this: --confirm {diff.fingerprint}")
