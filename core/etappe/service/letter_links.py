"""Give a letter its links: each task its own, an overview one to the plan, the team plain addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from etappe.model.link import Hashed, LinkPurpose, expiry, project_address
from etappe.model.writing import LetterContent, PlanLink, TaskContent
from etappe.service.doorway import Doorway


@dataclass(slots=True)
class Minter:
    """Mints the links of one letter; what is to be kept of them waits until the letter is written."""

    door: Doorway
    person_id: str
    now: datetime
    zone: str
    minted: list[Hashed] = field(default_factory=list[Hashed])

    def linked(self, content: LetterContent) -> LetterContent:
        """The letter with its links."""
        if content.staff:
            tasks = (replace(t, link=project_address(self.door.url, t.project)) for t in content.tasks)
            return replace(content, tasks=tuple(tasks), portal=self.door.url)
        plans = tuple(self._plan(*found, content.today) for found in _projects(content))
        return replace(content, tasks=tuple(map(self._task, content.tasks)), plans=plans)

    def _task(self, task: TaskContent) -> TaskContent:
        if task.copy_for is not None:
            return task  # whoever reads of it has nothing to answer
        return replace(task, link=self._mint(LinkPurpose.TASK, task.project, task.due, task.key))

    def _plan(self, project: str, kommune: str, last: date | None, today: date) -> PlanLink:
        return PlanLink(kommune, self._mint(LinkPurpose.OVERVIEW, project, last or today))

    def _mint(self, purpose: LinkPurpose, project: str, deadline: date, task_key: str | None = None) -> str:
        url, kept = self.door.mint(
            purpose,
            self.person_id,
            self.now,
            project_id=project,
            task_key=task_key,
            expires_at=expiry(deadline, self.now, self.zone),
        )
        self.minted.append(kept)
        return url


def _projects(content: LetterContent) -> Iterable[tuple[str, str, date | None]]:
    """The projects that a letter speaks of beside its tasks, each with the last day that it names."""
    days: dict[tuple[str, str], list[date]] = {}
    handed = [project for h in content.handovers for project in h.projects]
    for line in (*content.lines, *(line for project in handed for line in project.lines)):
        if line.project:
            days.setdefault((line.project, line.kommune), []).append(line.due)
    told = [(p.project, p.kommune) for p in handed]
    told += [(n.project, n.kommune) for n in content.notices]
    told += [(r.project, r.kommune) for r in content.resumptions]
    for about in told:
        days.setdefault(about, [])
    for (project, kommune), named in days.items():
        yield project, kommune, max(named, default=None)
