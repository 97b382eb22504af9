"""From what modules offer to a programme: composed and cross-checked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from etappe.errors import CircularReference, DanglingReference, KeyOutsideModule, KeyTaken
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.records import RecordSpec
from etappe.model.spec import (
    DEPUTY,
    RESPONSIBLE,
    AnchorSpec,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    RoleSpec,
    TaskSpec,
)

T = TypeVar("T", AnchorSpec, PhaseSpec, TaskSpec, LadderSpec, LetterSpec, ConditionSpec, RoleSpec, RecordSpec)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and the modules that its projects can choose from."""

    spec: ProgrammeSpec
    modules: dict[str, ModuleSpec]

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The modules that every project has, as far as they are installed."""
        return tuple(k for k in self.spec.mandatory if k in self.modules)

    @property
    def missing(self) -> tuple[str, ...]:
        """Mandatory modules that are switched off or not installed."""
        return tuple(k for k in self.spec.mandatory if k not in self.modules)

    @property
    def optional(self) -> tuple[str, ...]:
        """The modules that a project may choose."""
        return tuple(k for k in self.modules if k not in self.spec.mandatory)


def compose(spec: ProgrammeSpec, offered: Iterable[ModuleSpec]) -> Programme:
    """Gather a programme's modules and check that all of their keys and references hold together.

    Raises `KeyTaken`, `KeyOutsideModule`, `DanglingReference` or `CircularReference`, each naming the module
    and the key at fault.
    """
    modules = {m.key: m for m in offered if _belongs(m, spec)}
    catalogue = Catalogue(tuple(modules.values()))
    for module in modules.values():
        _check_keys(module)
        _check_references(module, catalogue)
    _check_circles(catalogue)
    return Programme(spec, modules)


def _belongs(module: ModuleSpec, spec: ProgrammeSpec) -> bool:
    return module.key in spec.mandatory or module.key in spec.optional or spec.key in module.joins


class Catalogue:
    """Offers of several modules by key, and who offers them."""

    def __init__(self, modules: tuple[ModuleSpec, ...]) -> None:
        self.modules = {m.key: m for m in modules}
        self.anchors: dict[str, AnchorSpec] = {}
        self.phases: dict[str, PhaseSpec] = {}
        self.tasks: dict[str, TaskSpec] = {}
        self.ladders: dict[str, LadderSpec] = {}
        self.letters: dict[str, LetterSpec] = {}
        self.conditions: dict[str, ConditionSpec] = {}
        self.roles: dict[str, RoleSpec] = {}
        self.records: dict[str, RecordSpec] = {}
        self.owner: dict[tuple[str, str], str] = {}
        for module in modules:
            self._take(module, "anchor", self.anchors, module.anchors)
            self._take(module, "phase", self.phases, module.phases)
            self._take(module, "task", self.tasks, module.tasks)
            self._take(module, "ladder", self.ladders, module.ladders)
            self._take(module, "letter", self.letters, module.letters)
            self._take(module, "condition", self.conditions, module.conditions)
            self._take(module, "role", self.roles, module.roles)
            self._take(module, "record", self.records, module.records)

    def _take(self, module: ModuleSpec, kind: str, shelf: dict[str, T], offers: tuple[T, ...]) -> None:
        for offer in offers:
            if offer.key in shelf:
                raise KeyTaken(key=offer.key, first=self.owner[kind, offer.key], second=module.key)
            shelf[offer.key] = offer
            self.owner[kind, offer.key] = module.key

    def knows_segment(self, segment: str) -> bool:
        """Whether a module, phase or anchor of this name is here."""
        return segment in self.modules or segment in self.phases or segment in self.anchors


def _check_keys(module: ModuleSpec) -> None:
    own = {module.key, *(p.key for p in module.phases), *(a.key for a in module.anchors)}
    for offer in (*module.tasks, *module.letters, *module.records):
        if offer.key.split(".")[0] not in own:
            raise KeyOutsideModule(module=module.key, key=offer.key)


@dataclass(frozen=True, slots=True)
class _Reference:
    key: str
    target: str
    found: bool


def _check_references(module: ModuleSpec, catalogue: Catalogue) -> None:
    for reference in (
        *_of_anchors(module, catalogue),
        *_of_phases(module, catalogue),
        *_of_tasks(module, catalogue),
        *_of_ladders(module, catalogue),
        *_of_roles(module, catalogue),
    ):
        if not reference.found and not _excused(reference, module, catalogue):
            raise DanglingReference(module=module.key, key=reference.key, target=reference.target)


def _excused(reference: _Reference, module: ModuleSpec, catalogue: Catalogue) -> bool:
    """Whether the target may have gone with a module that is switched off."""
    segment, dotted, _ = reference.target.partition(".")
    if dotted:
        return segment in module.uses and not catalogue.knows_segment(segment)
    # anchors, conditions, ladders and roles do not bear their module's name: any absent one may own them
    return any(not catalogue.knows_segment(u) for u in module.uses)


def _of_anchors(module: ModuleSpec, catalogue: Catalogue) -> Iterable[_Reference]:
    for anchor in module.anchors:
        for offset in (*anchor.nominal, *(b.at for b in (*anchor.earliest, *anchor.latest))):
            yield _Reference(anchor.key, offset.anchor, offset.anchor in catalogue.anchors)
        for bound in (*anchor.earliest, *anchor.latest):
            if bound.condition:
                yield _Reference(anchor.key, bound.condition, bound.condition in catalogue.conditions)


def _of_phases(module: ModuleSpec, catalogue: Catalogue) -> Iterable[_Reference]:
    for phase in module.phases:
        for offset in phase.begins:
            yield _Reference(phase.key, offset.anchor, offset.anchor in catalogue.anchors)
        for task in phase.requires:
            yield _Reference(phase.key, task, task in catalogue.tasks)


def _of_tasks(module: ModuleSpec, catalogue: Catalogue) -> Iterable[_Reference]:
    for task in module.tasks:
        yield _Reference(task.key, task.phase, task.phase in catalogue.phases)
        yield _Reference(task.key, task.due.anchor, task.due.anchor in catalogue.anchors)
        yield _Reference(task.key, task.role, task.role in catalogue.roles)
        yield _Reference(task.key, task.ladder, task.ladder in catalogue.ladders)
        yield _Reference(task.key, task.escalation, task.escalation in catalogue.ladders)
        for before in task.after:
            yield _Reference(task.key, before, before in catalogue.tasks)
        if task.condition:
            yield _Reference(task.key, task.condition, task.condition in catalogue.conditions)
        if task.letter:
            yield _Reference(task.key, task.letter, task.letter in catalogue.letters)


def _of_ladders(module: ModuleSpec, catalogue: Catalogue) -> Iterable[_Reference]:
    for ladder in module.ladders:
        for rung in ladder.rungs:
            for person in rung.to:
                found = person in (RESPONSIBLE, DEPUTY) or person in catalogue.roles
                yield _Reference(ladder.key, person, found)
            if rung.while_open:
                found = any(r.key == rung.while_open for r in ladder.rungs)
                yield _Reference(ladder.key, rung.while_open, found)


def _of_roles(module: ModuleSpec, catalogue: Catalogue) -> Iterable[_Reference]:
    for role in module.roles:
        for copied in role.copies_to:
            yield _Reference(role.key, copied, copied in catalogue.roles)


def _check_circles(catalogue: Catalogue) -> None:
    anchors = {
        a.key: {o.anchor for o in (*a.nominal, *(b.at for b in (*a.earliest, *a.latest)))}
        for a in catalogue.anchors.values()
    }
    requires = {p.key: p.requires for p in catalogue.phases.values()}
    tasks = {t.key: {*t.after, *requires.get(t.phase, ())} for t in catalogue.tasks.values()}
    for kind, graph in (("anchor", anchors), ("task", tasks)):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            module = next(catalogue.owner[kind, k] for k in circle if (kind, k) in catalogue.owner)
            raise CircularReference(module=module, circle=" → ".join(reversed(circle))) from error
