"""The commands that propose good days for an anchor, and list the days with two events of one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from etappe.cli.inputs import Day
from etappe.cli.terminal import Json, at_work, german, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.model.proposals import Proposal
    from etappe.model.speech import Speech
    from etappe.service.proposing import Clash

MOST = 20
"""So many days are a choice; more are a calendar."""


def propose(
    project: str,
    anchor: str,
    /,
    *,
    first: Annotated[
        Day | None, Parameter(name="--from", help="The first day to look at; without it, today.")
    ] = None,
    number: Annotated[
        int, Parameter(validator=Number(gte=1, lte=MOST), help=f"How many days, {MOST} at most.")
    ] = 3,
    json: Json = False,
) -> None:
    """Propose the next good days for an anchor, with what speaks for them and what was passed over."""
    from dataclasses import asdict

    from etappe.model.speech import speech_in
    from etappe.service.proposing import propose as proposed

    with at_work() as etappe:
        found = proposed(etappe.office, project, anchor, etappe.clock.now(), first, number)
    plan = found.schedule.plan
    if json:
        print_json([asdict(p) for p in found.proposals])
        return
    speech = speech_in(plan.programme.language)
    say(f"{plan.anchor[anchor].title}, now on {german(found.schedule.anchors[anchor].day)}.")
    rows = [_row(proposal, speech) for proposal in found.proposals]
    print_table("Good days", ("Day", "What speaks for it", "What to know", "Passed over before"), rows)
    if len(found.proposals) < number:
        say(f"There are no more than these within a year: {len(found.proposals)}.")
    say(f"Take one with: etappe anchors fix {project} {anchor} {found.proposals[0].day}")


def clashes(*, json: Json = False) -> None:
    """List the days on which one person has events in several Kommunen."""
    from etappe.service.proposing import facilitator_clashes

    with at_work() as etappe:
        found = facilitator_clashes(etappe.office, etappe.clock.now())
    if json:
        print_json([_as_json(clash) for clash in found])
        return
    rows = [
        (
            german(clash.day),
            clash.person.name,
            "\n".join(f"{e.kommune}: {e.title} ({e.project})" for e in clash.events),
        )
        for clash in found
    ]
    if rows:
        print_table("Clashes", ("Day", "Who", "Where"), rows)
    say(f"Days on which somebody has events in several Kommunen: {len(rows)}.")


def _row(proposal: Proposal, speech: Speech) -> tuple[str, str, str, str]:
    from etappe.model.proposals import say_passed_over

    passed = [say_passed_over(p, speech) for p in proposal.passed_over]
    return (
        german(proposal.day),
        "\n".join(proposal.reasons),
        "\n".join(proposal.concerns),
        "\n".join(passed),
    )


def _as_json(clash: Clash) -> dict[str, object]:
    return {
        "day": clash.day,
        "person": clash.person.name,
        "email": clash.person.email,
        "events": [
            {"project": e.project, "kommune": e.slug, "anchor": e.anchor, "title": e.title, "role": e.role}
            for e in clash.events
        ],
    }
