"""What comes round with the night and the week."""

from __future__ import annotations

from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from etappe.service.nightly import STEPS, NightReport, NightStep
from etappe.service.weekly import WeeklyReport
from etappe_flows import work
from etappe_flows.shell import Json, shell, step
from etappe_flows.showing import Bar, show_page


@step("night of {programme}")
def take_steps(programme: str) -> NightReport:
    """Take every step of the night."""
    bar = Bar(f"progress of nightly {programme}", "Steps of the night")
    taken: list[NightStep] = []

    def told(done: NightStep) -> None:
        taken.append(done)
        bar.to(len(taken), len(STEPS))

    return work.night(programme, told)


report = step("week of {programme}")(work.report)


@shell("nightly {programme}")
def nightly(programme: str) -> State[Any]:
    """Check, anchor, copy and tidy what is kept; a second night on one day does no harm.

    It ends Failed where a step did, so that whoever watches failures sees it; the other steps are taken all
    the same.
    """
    night = take_steps(programme)
    lines = [f"- {s.name}: {s.state.value}. {s.text}" for s in night.steps]
    show_page(f"nightly {programme}", "\n".join(lines) + "\n", "What became of the night")
    if night.failed:
        return Failed(message="; ".join(f"{s.name}: {s.text}" for s in night.failed))
    return Completed(message=f"{len(night.steps)} steps taken")


@shell("weekly_report {programme}")
def weekly_report(programme: str) -> Json:
    """Announce the report of the week to the project team, once, on its own channels."""
    announced: WeeklyReport = report(programme)
    return {"week": announced.week, "outcome": announced.outcome.value}
