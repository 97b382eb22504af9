"""The contract of offers: keys, references, ladders, and that nobody misses the module."""

from __future__ import annotations

from etappe.model.plan import Plan, draw_up
from etappe.plugin import TaskSpec
from etappe.plugin.registry import Registry
from etappe.testing.contract.subject import Subject, own_tasks
from etappe.testing.stage import Company, gather


class Offers(Subject):
    """What the module offers holds together, by itself and with the others."""

    def test_it_composes_where_it_belongs(self) -> None:
        """With the installed modules it joins; alone, in a small programme, where it joins none.

        Its keys bear its name, nothing it points to is missing, nothing goes round in circles, and it was
        written for a contract that this etappe knows.
        """
        company = gather(self.hooks)

        modules = {m.key for m in company.offered}
        assert modules <= set(company.programme.modules), (
            f"{', '.join(modules)} does not belong to '{company.programme.spec.key}': "
            "name the programme in 'joins'"
        )

    def test_every_task_has_a_place_in_the_plan(self) -> None:
        """Phase, anchor, role, ladder and escalation of every task are there when all is installed."""
        company = self.company
        plan = _whole_plan(company)

        lost = [t.key for t in own_tasks(company) if t.key not in plan.task]

        assert not lost, (
            f"{lost} would be left out of every plan: a phase, anchor, role, ladder or condition that they "
            "name is offered by nobody; correct the key, or install the module that offers it"
        )

    def test_every_task_says_what_is_to_be_done_and_how_long_it_takes(self) -> None:
        """A letter without both helps nobody."""
        silent = [t.key for t in own_tasks(self.company) if not (t.advice.strip() and t.effort.strip())]

        assert not silent, f"give 'advice' and 'effort' to {silent}"

    def test_an_escalation_escalates(self) -> None:
        """A ladder that is a task's escalation is quieter than a reminder."""
        company = self.company
        plan = _whole_plan(company)
        loud = {t.escalation for t in own_tasks(company) if not _escalates(plan, t)}

        assert not loud, f"say escalates=True in {sorted(loud)}, or name another 'escalation'"

    def test_every_rung_has_a_key_of_its_own(self) -> None:
        """The ledger tells rungs apart by their keys, for as long as a project runs."""
        twice = [
            f"{ladder.key}.{rung.key}"
            for module in self.company.offered
            for ladder in module.ladders
            for rung in ladder.rungs
            if sum(rung.key == other.key for other in ladder.rungs) > 1
        ]

        assert not twice, f"{sorted(set(twice))}: give each rung of a ladder another key"

    def test_rungs_stand_in_the_order_of_time(self) -> None:
        """Only the next rung of a task is armed."""
        mixed = [
            ladder.key
            for module in self.company.offered
            for ladder in module.ladders
            if [r.offset for r in ladder.rungs] != sorted(r.offset for r in ladder.rungs)
        ]

        assert not mixed, f"sort the rungs of {mixed} by their offset"

    def test_asked_again_it_offers_the_same(self) -> None:
        """A running project finds its rungs and tasks by their keys: they must not change by themselves."""
        first, again = self.company, self.company

        assert first.offered == again.offered, "offer constants: nothing that depends on time or chance"

    def test_nobody_misses_it_when_it_is_switched_off(self) -> None:
        """The other modules compose and plan without it."""
        company = self.company
        rest = Registry.installed(without=[company.name, *(m.key for m in company.offered)])
        already = {p.module for p in company.registry.parked}

        missed = [f"{p.module}: {p.cause}" for p in rest.parked if p.module not in already]
        assert not missed, f"other modules need it; let them name it in 'uses': {missed}"
        for programme in rest.programmes.values():
            assert draw_up(programme, programme.optional).anchors


def _escalates(plan: Plan, task: TaskSpec) -> bool:
    return task.escalation not in plan.ladder or plan.ladder[task.escalation].escalates


def _whole_plan(company: Company) -> Plan:
    return draw_up(company.programme, company.programme.optional)
