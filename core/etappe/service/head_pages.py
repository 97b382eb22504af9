"""What the head of an administration sees who comes by a link: what is asked of them, and how far things are.

No results, no dates of others, no absences, no calendar: the table of permissions leaves all that out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etappe.model.hold import resting
from etappe.model.link import LinkPurpose
from etappe.model.moments import local_day
from etappe.model.project import TaskState
from etappe.service.answer_pages import PlanLine, own_lines, whom_to_ask
from etappe.service.desk import Desk
from etappe.service.office import Office, open_file
from etappe.service.opening import open_again

SOON = timedelta(days=60)
"""What lies further away is nothing to think of today."""


@dataclass(frozen=True, slots=True)
class HeadPage:
    """What is asked of the head of an administration, and how far their Kommune is."""

    kommune: str
    programme: str
    asked: tuple[PlanLine, ...]
    """Their open tasks of the next weeks, the most urgent first."""
    later: tuple[PlanLine, ...]
    """Those that come later."""
    answered: tuple[PlanLine, ...]
    """Those that are settled."""
    phase: str
    """The title of the phase that runs; empty before the first."""
    done: int
    steps: int
    """Of how many tasks of the whole Kommune."""
    rests_until: date | None
    ask_name: str
    ask_email: str


def head_page(office: Office, link_id: str, now: datetime) -> HeadPage:
    """The page that a link to a plan opens for the head of an administration; raises `LinkInvalid`."""
    with office.store.begin() as tx:
        opened = open_again(tx, link_id, now, {LinkPurpose.OVERVIEW})
        file = open_file(office, tx, str(opened.link.project_id))
        today = local_day(now, office.zone)
        lines = own_lines(tx, opened, file, today)
        open_ones = [line for line in lines if line.state is TaskState.OPEN]
        hold = resting(file.decisions.holds, today)
        name, email = whom_to_ask(Desk(office, tx), file)
        counted = [t for t in file.tasks.values() if t.state in {TaskState.OPEN, TaskState.DONE}]
        phase = file.plan.phase.get(file.project.phase or "")
        spec = office.programme.spec
        return HeadPage(
            kommune=file.kommune.name,
            programme=spec.short_title or spec.title,
            asked=tuple(line for line in open_ones if line.due <= today + SOON),
            later=tuple(line for line in open_ones if line.due > today + SOON),
            answered=tuple(line for line in lines if line.state is not TaskState.OPEN),
            phase=phase.title if phase else "",
            done=sum(1 for task in counted if task.state is TaskState.DONE),
            steps=len(counted),
            rests_until=hold.until if hold else None,
            ask_name=name,
            ask_email=email,
        )
