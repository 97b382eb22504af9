"""The contract of hooks: right types, the same answer twice, and in time."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.model.audit import Fact
from etappe.model.moments import moment
from etappe.model.records import RecordRow
from etappe.plugin import PersonView, Place, ProjectView
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.consequences import ANSWERED
from etappe.service.time_machine import MORNING
from etappe.testing.contract.subject import Subject
from etappe.testing.rehearsals import Rehearsals


class Behaviour(Subject):
    """What the module answers when etappe asks."""

    def test_its_hooks_answer_with_the_right_values(self, etappe_project: Rehearsals) -> None:
        """Asked about a project, a person, a place and every kind of fact, none raises, hangs or babbles."""
        view, rows = self.asked_about(etappe_project)
        registry = self._alone()

        _ask_everything(registry, view, (), self._places())
        _ask_everything(registry, view, rows, self._places())

        assert not registry.parked, f"correct the hook: {registry.parked[0].cause}"

    def test_asked_twice_its_hooks_answer_the_same(self, etappe_project: Rehearsals) -> None:
        """An answer depends on the question alone: no clock, no file, no memory."""
        view, rows = self.asked_about(etappe_project)

        first = _ask_everything(self._alone(), view, rows, self._places())
        again = _ask_everything(self._alone(), view, rows, self._places())

        assert first == again, "let the answer depend on what is asked alone; `now` is an argument"

    def _alone(self) -> Registry:
        return Registry([(self.company.name, self.hooks)])

    def _places(self) -> tuple[Place, ...]:
        return tuple(Place(region.key) for region in self.company.programme.spec.regions)


def _ask_everything(
    registry: Registry, view: ProjectView, rows: tuple[RecordRow, ...], places: tuple[Place, ...]
) -> list[object]:
    """Every question that etappe has, and what was answered."""
    questions = Questions(registry)
    person = PersonView("p1", "Erika Beispiel", "erika@beispiel.example", ((view.kommune, "AP"),))
    now = moment(view.start, MORNING)
    return [
        [questions.obstacles(view, rows, task, now) for task in view.tasks],
        [questions.consequences(fact, view, rows) for fact in _facts(view)],
        questions.report(view, rows),
        questions.personal_data(person, rows),
        questions.forget(person, rows),
        [registry.days_of(place) for place in places],
        registry.commands,
    ]


def _facts(view: ProjectView) -> Iterable[Fact]:
    for action in sorted(ANSWERED):
        for about in (view.id, *(f"{view.id}/{key}" for key in (*view.tasks, *view.anchors))):
            yield Fact("test", action, about, {})
