"""Choose an optional module for a project on its way, or drop one: the dialogue late, or not after all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import AnchorPassed, ModuleChosen, ModuleMandatory, ModuleNotChosen, PlanOutdated
from etappe.model.moments import local_day
from etappe.model.plan import Plan
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction
from etappe.service.projects import drawn_up
from etappe.service.upgrading import chosen_in, to_plan


@dataclass(frozen=True, slots=True)
class ChooseModule:
    """Let a project do what an optional module offers as well; closing dates follow."""

    module: str

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `ModuleChosen`, `PlanOutdated`, `UnknownModule`, and what `lay_out` refuses."""
        if any(m.key == self.module for m in file.plan.modules):
            raise ModuleChosen(module=self.module, project=file.project.id)
        chosen = (*_current(office, file), self.module)
        plan = drawn_up(office, tuple(sorted(chosen)))
        return to_plan(office, tx, file, plan, "module chosen", by, now)


@dataclass(frozen=True, slots=True)
class DropModule:
    """Let a project do without an optional module: its open tasks retire, what is settled stays."""

    module: str

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `ModuleNotChosen`, `ModuleMandatory`, `PlanOutdated`, `AnchorPassed`."""
        if all(m.key != self.module for m in file.plan.modules):
            raise ModuleNotChosen(module=self.module, project=file.project.id)
        if self.module in office.programme.mandatory:
            raise ModuleMandatory(module=self.module, programme=office.programme.spec.key)
        plan = drawn_up(office, tuple(m for m in _current(office, file) if m != self.module))
        _require_to_come(file, plan, local_day(now, office.zone))
        return to_plan(office, tx, file, plan, "module dropped", by, now)


def _current(office: Office, file: ProjectFile) -> tuple[str, ...]:
    """The optional modules so far; a plan that is not the newest would be upgraded along the way."""
    chosen = chosen_in(office, file.plan)
    if drawn_up(office, chosen).digest != file.plan.digest:
        raise PlanOutdated(project=file.project.id)
    return chosen


def _require_to_come(file: ProjectFile, plan: Plan, today: date) -> None:
    """Refuse to drop an event that has happened."""
    for anchor in file.schedule.anchors.values():
        if anchor.key not in plan.anchor and anchor.day < today:
            raise AnchorPassed(anchor=anchor.key, project=file.project.id, day=f"{anchor.day:%d.%m.%Y}")
