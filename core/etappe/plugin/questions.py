"""Questions to the modules about projects and people: each sees its own records, each answer is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from etappe.errors import NonsenseAnswer
from etappe.model.audit import Fact
from etappe.model.intentions import DropRecord, Intention, KeepRecord
from etappe.model.module_settings import ModuleSettings
from etappe.model.records import Kept, RecordRow, RecordSpec, opened
from etappe.model.sections import PersonalData, ReportSection
from etappe.model.views import PersonView, ProjectView
from etappe.plugin.registry import Registry

T = TypeVar("T")
LONGEST_OBJECTION = 300
NO_SETTINGS = ModuleSettings()


class Questions:
    """The modules at work, as the services ask them."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def record_specs(self) -> Mapping[str, tuple[RecordSpec, ...]]:
        """The kinds of records that each plugin keeps, by the plugin's name."""
        offered = self._registry.offered.items()
        return {name: tuple(r for m in modules for r in m.records) for name, modules in offered}

    def settings(self) -> Mapping[str, ModuleSettings]:
        """What is set for modules, by key."""
        return self._registry.settings

    def react(self) -> bool:
        """Whether any module answers facts with consequences."""
        return self._registry.answers("etappe_consequences")

    def shown(self, name: str, view: ProjectView, rows: Sequence[RecordRow]) -> ProjectView:
        """A project as the plugin of a name sees it."""
        return replace(view, settings=self._set_for(name), kept=self._kept(name, rows))

    def obstacles(
        self, view: ProjectView, rows: Sequence[RecordRow], task: str, now: datetime
    ) -> tuple[str, ...]:
        """What stands against a task being called done."""

        def question(name: str) -> Mapping[str, object]:
            return {"project": self.shown(name, view, rows), "task": task, "now": now}

        answers = self._registry.ask_each("etappe_obstacles", question, _sentences)
        return tuple(sentence for _, said in answers for sentence in said)

    def consequences(
        self, fact: Fact, view: ProjectView, rows: Sequence[RecordRow]
    ) -> tuple[tuple[str, Intention], ...]:
        """What is to follow from a fact, each with the name of the plugin that wants it."""

        def question(name: str) -> Mapping[str, object]:
            return {"fact": fact, "project": self.shown(name, view, rows)}

        answers = self._registry.ask_each("etappe_consequences", question, _all_of(Intention))
        return tuple((name, intention) for name, said in answers for intention in said)

    def report(self, view: ProjectView, rows: Sequence[RecordRow]) -> tuple[ReportSection, ...]:
        """Sections of the final report of a project."""

        def question(name: str) -> Mapping[str, object]:
            return {"project": self.shown(name, view, rows)}

        answers = self._registry.ask_each("etappe_report", question, _all_of(ReportSection))
        return tuple(section for _, said in answers for section in said)

    def personal_data(self, person: PersonView, rows: Sequence[RecordRow]) -> tuple[PersonalData, ...]:
        """What modules know of a person."""
        answers = self._registry.ask_each(
            "etappe_personal_data", self._about(person, rows), _all_of(PersonalData)
        )
        return tuple(data for _, said in answers for data in said)

    def forget(
        self, person: PersonView, rows: Sequence[RecordRow]
    ) -> tuple[tuple[str, KeepRecord | DropRecord], ...]:
        """What has to change so that modules know nothing of a person, each with the plugin that says so."""
        answers = self._registry.ask_each("etappe_forget", self._about(person, rows), _about_records)
        return tuple((name, intention) for name, said in answers for intention in said)

    def refuse(self, name: str, error: Exception) -> None:
        """Park a plugin whose answer could not be carried out because it makes no sense."""
        self._registry.park(name, error)

    def _about(self, person: PersonView, rows: Sequence[RecordRow]) -> Callable[[str], Mapping[str, object]]:
        return lambda name: {"person": replace(person, kept=self._kept(name, rows))}

    def _set_for(self, name: str) -> ModuleSettings:
        keys = [m.key for m in self._registry.offered.get(name, ())]
        return next((self._registry.settings[k] for k in keys if k in self._registry.settings), NO_SETTINGS)

    def _kept(self, name: str, rows: Sequence[RecordRow]) -> tuple[Kept, ...]:
        specs = {s.key: s for s in self.record_specs().get(name, ())}
        return tuple(opened(specs[row.kind], row) for row in rows if row.kind in specs)


def _all_of(kind: type[T]) -> Callable[[Any], tuple[T, ...]]:
    """A check that an answer holds nothing but values of one kind."""

    def checked(answer: Any) -> tuple[T, ...]:
        for value in answer:
            if not isinstance(value, kind):
                raise NonsenseAnswer(answer=f"{value!r:.80}", wanted=kind.__name__)
        return tuple(answer)

    return checked


def _sentences(answer: Any) -> tuple[str, ...]:
    if isinstance(answer, str):
        raise NonsenseAnswer(answer=f"{answer!r:.80}", wanted="a tuple of sentences")
    return tuple(sentence[:LONGEST_OBJECTION] for sentence in _all_of(str)(answer))


def _about_records(answer: Any) -> tuple[KeepRecord | DropRecord, ...]:
    found: list[KeepRecord | DropRecord] = []
    for value in answer:
        if not isinstance(value, KeepRecord | DropRecord):
            raise NonsenseAnswer(answer=f"{value!r:.80}", wanted="KeepRecord or DropRecord")
        found.append(value)
    return tuple(found)
