"""From a programme to a plan: the snapshot that a project keeps, whatever its modules become."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from graphlib import TopologicalSorter
from hashlib import sha256
from typing import TypeVar

from pydantic import Field

from etappe.errors import AnchorWithoutBase, UnknownModule
from etappe.model.offer import Offer
from etappe.model.programme import Catalogue, Programme
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.rungs import Rung, rungs_of
from etappe.model.spec import (
    AnchorSpec,
    Bound,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    Offset,
    PhaseSpec,
    RoleSpec,
    TaskSpec,
)

T = TypeVar("T", AnchorSpec, TaskSpec)


class ModuleVersion(Offer):
    """A module as it was when the plan was drawn up."""

    key: str
    title: str
    version: str


class Plan(Offer):
    """Everything that dates and reminders are computed from; no dates yet."""

    programme: ProgrammeSpec
    modules: tuple[ModuleVersion, ...]
    roles: tuple[RoleSpec, ...]
    anchors: tuple[AnchorSpec, ...]
    """Each after those that it counts from."""
    phases: tuple[PhaseSpec, ...]
    conditions: tuple[ConditionSpec, ...]
    ladders: tuple[LadderSpec, ...]
    tasks: tuple[TaskSpec, ...]
    """Each after those that it depends on."""
    letters: tuple[LetterSpec, ...]
    asked_by: dict[str, str]
    """Which module asks a condition, by the condition's key."""
    passages: dict[str, str]
    """The letter that speaks of a task, by the task's key."""
    offered_by: dict[str, str] = Field(default_factory=dict[str, str])
    """Which module offers a task, by the task's key; plans drawn up before this was noted lack it."""

    @cached_property
    def task(self) -> dict[str, TaskSpec]:
        """The tasks by key."""
        return {t.key: t for t in self.tasks}

    @cached_property
    def anchor(self) -> dict[str, AnchorSpec]:
        """The anchors by key."""
        return {a.key: a for a in self.anchors}

    @cached_property
    def phase_of_anchor(self) -> dict[str, str]:
        """The phase that an anchor is the event of: that of the first task due on its very day."""
        return {t.due.anchor: t.phase for t in reversed(self.tasks) if t.due.days == 0}

    @cached_property
    def phase(self) -> dict[str, PhaseSpec]:
        """The phases by key."""
        return {p.key: p for p in self.phases}

    @cached_property
    def ladder(self) -> dict[str, LadderSpec]:
        """The ladders by key."""
        return {ladder.key: ladder for ladder in self.ladders}

    @cached_property
    def rungs(self) -> dict[str, tuple[Rung, ...]]:
        """The rungs of each task, in the order of time."""
        return {t.key: rungs_of(t, self.ladder) for t in self.tasks}

    @cached_property
    def rung_index(self) -> dict[str, dict[str, int]]:
        """The place of each rung among those of its task, by task and rule key."""
        return {task: {r.rule_key: i for i, r in enumerate(rungs)} for task, rungs in self.rungs.items()}

    @cached_property
    def role(self) -> dict[str, RoleSpec]:
        """The roles by key."""
        return {r.key: r for r in self.roles}

    @cached_property
    def condition(self) -> dict[str, ConditionSpec]:
        """The conditions by key."""
        return {c.key: c for c in self.conditions}

    @cached_property
    def letter(self) -> dict[str, LetterSpec]:
        """The passages by key."""
        return {letter.key: letter for letter in self.letters}

    def offerer(self, task: str) -> str | None:
        """The module that offers a task; None where an older plan does not tell."""
        if task in self.offered_by:
            return self.offered_by[task]
        known = {m.key for m in self.modules}
        words = (key.split(".")[0] for key in (task, self.passages.get(task, "")))
        return next((word for word in words if word in known), None)

    @cached_property
    def json_text(self) -> str:
        """The plan as it is stored."""
        return self.model_dump_json()

    @cached_property
    def digest(self) -> str:
        """What names this plan: equal plans have equal digests and are stored once."""
        return sha256(self.json_text.encode()).hexdigest()


def draw_up(programme: Programme, chosen: Iterable[str] = ()) -> Plan:
    """Take the mandatory and the chosen modules, and leave out what hangs on a module that is not there.

    Raises `UnknownModule` and `AnchorWithoutBase`.
    """
    modules = _selected(programme, tuple(chosen))
    catalogue = Catalogue(modules)
    anchors = tuple(_with_base(a, catalogue) for a in catalogue.anchors.values())
    tasks = [t for t in catalogue.tasks.values() if _stands(t, catalogue)]
    kept = {t.key for t in tasks}
    return Plan(
        programme=programme.spec,
        modules=tuple(ModuleVersion(key=m.key, title=m.title, version=m.version) for m in modules),
        roles=tuple(catalogue.roles.values()),
        anchors=_in_order(anchors, {a.key: _bases(a) for a in anchors}),
        phases=tuple(_trim_phase(p, catalogue, kept) for p in catalogue.phases.values()),
        conditions=tuple(catalogue.conditions.values()),
        ladders=tuple(catalogue.ladders.values()),
        tasks=_in_order(
            tuple(t.model_copy(update={"after": tuple(a for a in t.after if a in kept)}) for t in tasks),
            {t.key: {a for a in t.after if a in kept} for t in tasks},
        ),
        letters=tuple(catalogue.letters.values()),
        asked_by={c: catalogue.owner["condition", c] for c in catalogue.conditions},
        passages=_passages(modules, catalogue, kept),
        offered_by={t.key: catalogue.owner["task", t.key] for t in tasks},
    )


def _selected(programme: Programme, chosen: tuple[str, ...]) -> tuple[ModuleSpec, ...]:
    for key in chosen:
        if key not in programme.modules:
            raise UnknownModule(module=key, programme=programme.spec.key, known=", ".join(programme.modules))
    wanted = {*programme.mandatory, *chosen}
    return tuple(m for m in programme.modules.values() if m.key in wanted)


def _stands(task: TaskSpec, catalogue: Catalogue) -> bool:
    """Whether everything that a task cannot do without is here."""
    return (
        task.phase in catalogue.phases
        and task.due.anchor in catalogue.anchors
        and task.role in catalogue.roles
        and task.ladder in catalogue.ladders
        and task.escalation in catalogue.ladders
        and (task.condition is None or task.condition in catalogue.conditions)
    )


def _standing(bounds: tuple[Bound, ...], catalogue: Catalogue) -> tuple[Bound, ...]:
    return tuple(
        b
        for b in bounds
        if b.at.anchor in catalogue.anchors and (b.condition is None or b.condition in catalogue.conditions)
    )


def _with_base(anchor: AnchorSpec, catalogue: Catalogue) -> AnchorSpec:
    nominal = tuple(o for o in anchor.nominal if o.anchor in catalogue.anchors)
    if anchor.nominal and not nominal:
        raise AnchorWithoutBase(anchor=anchor.key, bases=", ".join(o.anchor for o in anchor.nominal))
    return anchor.model_copy(
        update={
            "nominal": nominal[:1],
            "earliest": _standing(anchor.earliest, catalogue),
            "latest": _standing(anchor.latest, catalogue),
        }
    )


def _bases(anchor: AnchorSpec) -> set[str]:
    return {o.anchor for o in (*anchor.nominal, *(b.at for b in (*anchor.earliest, *anchor.latest)))}


def _trim_phase(phase: PhaseSpec, catalogue: Catalogue, kept: set[str]) -> PhaseSpec:
    begins: tuple[Offset, ...] = tuple(o for o in phase.begins if o.anchor in catalogue.anchors)[:1]
    return phase.model_copy(
        update={"begins": begins, "requires": tuple(t for t in phase.requires if t in kept)}
    )


def _in_order(offers: tuple[T, ...], graph: dict[str, set[str]]) -> tuple[T, ...]:
    # a stable order: an offer comes as early as its own predecessors allow, else as it was declared
    place = {k: i for i, k in enumerate(graph)}
    by_key = {o.key: o for o in offers}
    ordered: list[T] = []
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda k: place[k])
        ordered.extend(by_key[k] for k in ready)
        sorter.done(*ready)
    return tuple(ordered)


def _passages(modules: tuple[ModuleSpec, ...], catalogue: Catalogue, kept: set[str]) -> dict[str, str]:
    """A task's own letter where it is here, or else the first letter of the module that offers the task."""
    passages: dict[str, str] = {}
    for module in modules:
        default = module.letters[0].key if module.letters else None
        for task in module.tasks:
            letter = task.letter if task.letter in catalogue.letters else default
            if letter and task.key in kept:
                passages[task.key] = letter
    return passages
