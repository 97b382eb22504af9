"""The commands for letters that did not arrive: list them, send one once more, put one away."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import AText
from etappe.cli.terminal import Json, actor, at_work, print_json, print_table, say

app = App(name="letters", help="List letters that did not arrive, send one once more, or put it away.")


@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List the letters that did not arrive, may not have, or are held back; the newest first."""
    from etappe.service.lists import letters

    with at_work() as etappe:
        found, page = [*letters(etappe.office).items], 2
        while (some := letters(etappe.office, page=page)).items:
            found += some.items
            page += 1
    if json:
        print_json([{**asdict(line.delivery), "reader": line.reader} for line in found])
        return
    if not found:
        say("Every letter has arrived, as far as anybody knows.")
        return
    rows = [
        (line.delivery.id, line.reader, line.delivery.state.value, line.delivery.error_text or "–")
        for line in found
    ]
    print_table("Letters that did not arrive", ("Letter", "To", "State", "Why"), rows)


@app.command
def resend(
    letter: str,
    /,
    *,
    although_perhaps_arrived: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="Send it even if its reader may have it already."),
    ] = False,
) -> None:
    """Send a letter once more; LETTER is its id."""
    from etappe.service.resending import resend_letter

    with at_work() as etappe:
        before = resend_letter(
            etappe.office,
            letter,
            actor(),
            etappe.clock.now(),
            although_perhaps_arrived=although_perhaps_arrived,
        )
    how = "as it was" if before.kept else "written anew"
    say(f"The letter goes with the next round of sending, {how}.")


@app.command
def settle(
    letter: str,
    /,
    *,
    why: Annotated[AText, Parameter(show_default=False, help="What has become of it.")] = "",
) -> None:
    """Put a letter away that nobody has to get any more; LETTER is its id."""
    from etappe.service.resending import settle_letter

    with at_work() as etappe:
        settle_letter(etappe.office, letter, why, actor(), etappe.clock.now())
    say("The letter was put away.")
