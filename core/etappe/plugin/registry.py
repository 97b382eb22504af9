"""The one place that talks to pluggy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

import pluggy
from pydantic import ValidationError

from etappe.errors import (
    BadModuleSetting,
    BrokenModule,
    CommandTaken,
    EtappeError,
    KeyTaken,
    NewerContract,
    UnknownProgramme,
)
from etappe.model.calendar import Days
from etappe.model.command import OWN, CommandSpec
from etappe.model.module_settings import ModuleSettings
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import CONTRACT, ModuleSpec
from etappe.plugin import NAME, hookspecs

S = TypeVar("S", ModuleSpec, ProgrammeSpec, CommandSpec)
T = TypeVar("T")
ModuleValues = Mapping[str, Mapping[str, object]]
"""What an operator has set, by the key of the module and the name of the field."""


class Registry:
    """The modules that are installed, asked by name and answered in types.

    A module that raises, answers nonsense, or contradicts the others is parked; the rest goes on.
    """

    def __init__(
        self,
        plugins: Iterable[tuple[str, object]] = (),
        parked: Iterable[Parked] = (),
        settings: ModuleValues | None = None,
    ) -> None:
        self._pm = pluggy.PluginManager(NAME)
        self._pm.add_hookspecs(hookspecs)
        self._parked = list(parked)
        for name, plugin in plugins:
            self._register(name, plugin)
        self.modules: tuple[ModuleSpec, ...] = ()
        self.offered: dict[str, tuple[ModuleSpec, ...]] = {}
        """The modules of each plugin, by the plugin's name."""
        self.settings: dict[str, ModuleSettings] = {}
        """What is set for each module that has settings, by its key."""
        self.commands: dict[str, tuple[CommandSpec, ...]] = {}
        """The commands of each plugin, by the plugin's name."""
        programmes: tuple[ProgrammeSpec, ...] = ()
        for name, plugin in self._pm.list_name_plugin():
            try:
                modules = self._offers(name, plugin, "etappe_modules", ModuleSpec, self.modules)
                offered = self._offers(name, plugin, "etappe_programmes", ProgrammeSpec, programmes)
                known = tuple(command for own in self.commands.values() for command in own)
                commands = self._offers(name, plugin, "etappe_commands", CommandSpec, known)
                values = _settings_of(modules, settings or {})
            except Exception as error:  # parked in plain sight: etappe doctor and etappe modules name it
                self._park(name, "", error)
                self._pm.unregister(plugin)
            else:
                self.modules += modules
                self.offered[name] = modules
                self.settings |= values
                self.commands[name] = commands
                programmes += offered
        self.programmes = self._compose(programmes)

    @classmethod
    def installed(cls, without: Iterable[str] = (), settings: ModuleValues | None = None) -> Registry:
        """All modules that are installed, less those named, with what an operator has set for them."""
        plugins: list[tuple[str, object]] = []
        parked: list[Parked] = []
        for entry in sorted(entry_points(group=NAME), key=_ours_first):
            if entry.name in frozenset(without):
                continue
            try:
                plugins.append((entry.name, entry.load()))
            except Exception as error:  # whatever a module raises at import is its own affair
                parked.append(Parked(entry.name, _version(entry), _cause(error)))
        return cls(plugins, parked, settings)

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

    def answers(self, hook: str) -> bool:
        """Whether any module answers a hook."""
        caller: pluggy.HookCaller = getattr(self._pm.hook, hook)
        return bool(caller.get_hookimpls())

    def ask_each(
        self,
        hook: str,
        question: Callable[[str], Mapping[str, object]],
        checked: Callable[[Any], tuple[T, ...]],
    ) -> tuple[tuple[str, tuple[T, ...]], ...]:
        """Ask every module that answers a hook, by itself, and check what it says.

        ``question`` gives what the plugin of a name is asked with. One that fails is parked, and its
        answer is left out.
        """
        caller: pluggy.HookCaller = getattr(self._pm.hook, hook)
        found: list[tuple[str, tuple[T, ...]]] = []
        for implementation in caller.get_hookimpls():
            name = implementation.plugin_name
            try:
                [said] = self._ask(implementation.plugin, hook, **question(name)) or [()]
                found.append((name, checked(said)))
            except Exception as error:  # the others are asked all the same
                self.park(name, error)
        return tuple(found)

    def park(self, name: str, error: Exception) -> None:
        """Set a plugin aside that has failed at its work; it is not asked again."""
        version = next((m.version for m in self.offered.get(name, ())), "")
        self._park(name, version, error)
        if (plugin := self._pm.get_plugin(name)) is not None:
            self._pm.unregister(plugin)

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
            if isinstance(offer, CommandSpec) and offer.name in OWN:
                raise CommandTaken(command=offer.name, module=name)
            if any(_key(o) == _key(offer) for o in (*taken, *offers)):
                raise KeyTaken(key=_key(offer), first=_key(offer), second=name)
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


def _settings_of(modules: Iterable[ModuleSpec], values: ModuleValues) -> dict[str, ModuleSettings]:
    """What is set for modules; raises `BadModuleSetting`."""
    found: dict[str, ModuleSettings] = {}
    for module in modules:
        given = values.get(module.key, {})
        if module.settings is None and given:
            raise BadModuleSetting(module=module.key, field=", ".join(given), cause="it has no settings")
        if module.settings is not None:
            try:
                found[module.key] = module.settings.model_validate(given)
            except ValidationError as error:
                fault = error.errors(include_input=False, include_url=False)[0]
                field = ".".join(map(str, fault["loc"]))
                raise BadModuleSetting(module=module.key, field=field, cause=fault["msg"]) from None
    return found


def _key(offer: ModuleSpec | ProgrammeSpec | CommandSpec) -> str:
    return offer.name if isinstance(offer, CommandSpec) else offer.key


def _version(entry: EntryPoint) -> str:
    return entry.dist.version if entry.dist else ""


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:300]
