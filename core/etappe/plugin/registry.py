"""The one place that talks to pluggy."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

import pluggy

from etappe.errors import BrokenModule, EtappeError, KeyTaken, NewerContract, UnknownProgramme
from etappe.model.calendar import Days
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import CONTRACT, ModuleSpec
from etappe.plugin import NAME, hookspecs

S = TypeVar("S", ModuleSpec, ProgrammeSpec)


class Registry:
    """The modules that are installed, asked by name and answered in types.

    A module that raises, answers nonsense, or contradicts the others is parked; the rest goes on.
    """

    def __init__(self, plugins: Iterable[tuple[str, object]] = (), parked: Iterable[Parked] = ()) -> None:
        self._pm = pluggy.PluginManager(NAME)
        self._pm.add_hookspecs(hookspecs)
        self._parked = list(parked)
        for name, plugin in plugins:
            self._register(name, plugin)
        self.modules: tuple[ModuleSpec, ...] = ()
        programmes: tuple[ProgrammeSpec, ...] = ()
        for name, plugin in self._pm.list_name_plugin():
            try:
                modules = self._offers(name, plugin, "etappe_modules", ModuleSpec, self.modules)
                offered = self._offers(name, plugin, "etappe_programmes", ProgrammeSpec, programmes)
            except Exception as error:  # parked in plain sight: etappe doctor and etappe modules name it
                self._park(name, "", error)
                self._pm.unregister(plugin)
            else:
                self.modules += modules
                programmes += offered
        self.programmes = self._compose(programmes)

    @classmethod
    def installed(cls, without: Iterable[str] = ()) -> Registry:
        """All modules that are installed, less those named."""
        plugins: list[tuple[str, object]] = []
        parked: list[Parked] = []
        for entry in sorted(entry_points(group=NAME), key=_ours_first):
            if entry.name in frozenset(without):
                continue
            try:
                plugins.append((entry.name, entry.load()))
            except Exception as error:  # whatever a module raises at import is its own affair
                parked.append(Parked(entry.name, _version(entry), _cause(error)))
        return cls(plugins, parked)

    @property
    def parked(self) -> tuple[Parked, ...]:
        """The modules that had to be set aside."""
        return tuple(self._parked)

    def programme(self, key: str) -> Programme:
        """A programme by its key; raises `UnknownProgramme`."""
        try:
            return self.programmes[key]
        except KeyError:
            raise UnknownProgramme(programme=key, known=", ".join(self.programmes) or "none") from None

    def days_of(self, place: Place) -> Days | None:
        """What a module knows of a place's days; None where none answers."""
        for implementation in reversed(self._pm.hook.etappe_calendar.get_hookimpls()):
            name = implementation.plugin_name
            try:
                answer = self._ask(implementation.plugin, "etappe_calendar", place=place)
                if isinstance(answer, Days):
                    return answer
                if answer is not None:
                    raise BrokenModule(module=name, version="", cause=f"etappe_calendar gave {answer!r:.80}")
            except Exception as error:  # the next one answers, in the end the core itself
                self._park(name, "", error)
        return None

    def _register(self, name: str, plugin: object) -> None:
        try:
            self._pm.register(plugin, name=name)
        except Exception as error:  # a hook of another shape than its spec
            self._park(name, "", error)
            if self._pm.get_plugin(name) is plugin:
                self._pm.unregister(plugin)  # pluggy 1.6 keeps the hooks before the failing one

    def _ask(self, plugin: object, hook: str, **question: object) -> Any:
        """Ask one plugin alone, so that a failure is known to be its own."""
        others = [p for _, p in self._pm.list_name_plugin() if p is not plugin]
        caller: Any = self._pm.subset_hook_caller(hook, remove_plugins=others)
        return caller(**question)

    def _offers(
        self, name: str, plugin: object, hook: str, kind: type[S], taken: tuple[S, ...]
    ) -> tuple[S, ...]:
        """What one plugin answers: values of the right kind, of a contract that we know, under free keys."""
        offers: list[S] = []
        for offer in (o for answer in self._ask(plugin, hook) for o in answer):
            if not isinstance(offer, kind):
                raise BrokenModule(module=name, version="", cause=f"{hook} answered with {offer!r:.80}")
            if isinstance(offer, ModuleSpec) and offer.contract > CONTRACT:
                raise NewerContract(module=offer.key, declared=offer.contract, ours=CONTRACT)
            if any(o.key == offer.key for o in (*taken, *offers)):
                raise KeyTaken(key=offer.key, first=offer.key, second=name)
            offers.append(offer)
        return tuple(offers)

    def _compose(self, specs: tuple[ProgrammeSpec, ...]) -> dict[str, Programme]:
        """Compose, and set aside whoever does not fit, until the rest holds together."""
        while True:
            try:
                return {s.key: compose(s, self.modules) for s in specs}
            except EtappeError as error:
                culprit = str(error.facts.get("module") or error.facts.get("second"))
                found = next(m for m in self.modules if m.key == culprit)
                self._park(culprit, found.version, error)
                self.modules = tuple(m for m in self.modules if m.key != culprit)

    def _park(self, module: str, version: str, error: Exception) -> None:
        if all(p.module != module for p in self._parked):
            self._parked.append(Parked(module, version, _cause(error)))


def _ours_first(entry: EntryPoint) -> tuple[bool, str]:
    # a stranger that takes a key of ours is the one to be parked, not ours
    return (entry.dist is None or entry.dist.name != NAME, entry.name)


def _version(entry: EntryPoint) -> str:
    return entry.dist.version if entry.dist else ""


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:300]
