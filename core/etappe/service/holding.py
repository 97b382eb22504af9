"""Why the letters about some tasks have to wait: their module is away, or cannot put them into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from etappe.errors import NotParked
from etappe.model.audit import Fact
from etappe.model.moments import local_day
from etappe.model.parked import Parked, passage_name
from etappe.model.plan import Plan
from etappe.model.reasons import Reasons
from etappe.service.office import Office
from etappe.service.ports import Roster, Store, Transaction


@dataclass(frozen=True, slots=True)
class Holding:
    """What is set aside on this day."""

    roster: Roster
    noted: Mapping[str, Parked]
    today: date
    zone: str
    say: Reasons

    def reason(self, plan: Plan, task: str) -> str | None:
        """Why a letter about a task has to wait; None where it can go."""
        return self._of_module(plan, plan.offerer(task)) or self._of_task(plan, task)

    def of_passage(self, package: str, template: str) -> str | None:
        """Why a passage is not tried now: it failed today, and its module is the same still."""
        noted = self.noted.get(passage_name(package, template))
        if noted is None or noted.since is None or local_day(noted.since, self.zone) != self.today:
            return None
        if noted.version != self.roster.version_behind(package):
            return None
        return self.say.unwritable.format(passage=noted.module, cause=noted.cause)

    def _of_module(self, plan: Plan, module: str | None) -> str | None:
        why = self.roster.why_not(module, self.say) if module else None
        if why is None:
            return None
        title = next((m.title for m in plan.modules if m.key == module), module)
        return self.say.module_away.format(title=title, why=why)

    def _of_task(self, plan: Plan, task: str) -> str | None:
        letter = plan.letter.get(plan.passages.get(task, ""))
        return self.of_passage(letter.package, letter.template) if letter else None


def what_waits(office: Office, tx: Transaction, now: datetime) -> Holding:
    """What is set aside now."""
    noted = {p.module: p for p in tx.parking.all()}
    return Holding(office.roster, noted, local_day(now, office.zone), office.zone, office.speech.reasons)


def try_again(store: Store, module: str, by: str, now: datetime) -> None:
    """Let a module or passage be tried again that failed at its work; raises `NotParked`."""
    with store.begin() as tx:
        before = {p.module: p.cause for p in tx.parking.all()}
        if not tx.parking.clear(module):
            raise NotParked(module=module)
        tx.audit.record([Fact(by, "module tried again", module, {"cause": before[module]})], now)


def tell_others(office: Office, now: datetime) -> None:
    """Write down which modules have failed in this process, so that other processes know."""
    fallen = office.roster.fallen()
    if fallen:
        with office.store.begin() as tx:
            tx.parking.write_down(fallen, now)
