"""The one place that talks to pluggy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib.metadata import EntryPoint
from logging import getLogger
from typing import Any, TypeVar, cast

import pluggy

from etappe.errors import (
    BrokenModule,
    CommandTaken,
    EtappeError,
    KeyOutsideModule,
    KeyTaken,
    ModuleTwice,
    NewerContract,
    UnknownProgramme,
)
from etappe.model.calendar import Days
from etappe.model.command import OWN, CommandSpec
from etappe.model.module_settings import ModuleSettings
from etappe.model.page import PageSpec
from etappe.model.parked import Parked
from etappe.model.place import Place
from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import CONTRACT, ModuleSpec
from etappe.plugin import NAME, hookspecs
from etappe.plugin.installed import apart, entry_points, version_of
from etappe.plugin.set_values import ModuleValues, settings_of
from etappe.plugin.setting_aside import set_aside
from etappe.plugin.watchdog import LOADS_WITHIN, Watchdog, eager

S = TypeVar("S", ModuleSpec, ProgrammeSpec, CommandSpec, PageSpec)
T = TypeVar("T")


def look_again(offer: ModuleSpec | ProgrammeSpec | CommandSpec | PageSpec) -> None:
    """Look at an offer once more: a module can make one without having it checked."""
    type(offer).model_validate(offer.model_dump(warnings=False))


class Registry:
    """The modules that are installed, asked by name and answered in types.

    A module that raises, answers nonsense, or contradicts the others is parked; the rest goes on.
    """

    def __init__(
        self,
        plugins: Iterable[tuple[str, object]] = (),
        parked: Iterable[Parked] = (),
        settings: ModuleValues | None = None,
        *,
        watchdog: Watchdog | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        self._pm = pluggy.PluginManager(NAME)
        self._pm.add_hookspecs(hookspecs)
        self.watchdog = watchdog or Watchdog()
        self._versions = versions or {}
        self._parked: list[Parked] = []
        self._at_work = False
        self.printed: Counter[str] = Counter()
        """How many characters each plugin printed when it was asked, by the plugin's name."""
        for module in parked:
            self._note(module)
        for name, plugin in plugins:
            self._register(name, plugin)
        self.modules: tuple[ModuleSpec, ...] = ()
        self.offered: dict[str, tuple[ModuleSpec, ...]] = {}
        """The modules of each plugin, by the plugin's name."""
        self.settings: dict[str, ModuleSettings] = {}
        """What is set for each module that has settings, by its key."""
        self.commands: dict[str, tuple[CommandSpec, ...]] = {}
        """The commands of each plugin, by the plugin's name."""
        self.pages: dict[str, tuple[PageSpec, ...]] = {}
        """The pages of each plugin that is at work, by the plugin's name."""
        self._programmes: tuple[ProgrammeSpec, ...] = ()
        for name, plugin in self._pm.list_name_plugin():
            try:
                self._admit(name, plugin, settings or {})
            except Exception as error:  # parked in plain sight: etappe doctor and etappe modules name it
                self._park(name, "", error)
                self._pm.unregister(plugin)
        self.programmes = self._compose(self._programmes)
        self._at_work = True

    @classmethod
    def installed(
        cls,
        without: Iterable[str] = (),
        settings: ModuleValues | None = None,
        *,
        beside: Iterable[tuple[str, object]] = (),
        aside: Iterable[Parked] = (),
        watchdog: Watchdog | None = None,
    ) -> Registry:
        """All modules that are installed, less those named, with what an operator has set for them.

        ``beside`` stand those that are not installed, such as one that is being tested; ``aside`` those that
        failed before: each stays parked as long as its version is the same.
        """
        aside = tuple(aside)
        found, twice = apart(sorted(entry_points(group=NAME), key=_ours_first), frozenset(without))
        entries = {(e.name, version_of(e)): e for e in found}
        failed = [p for p in aside if (p.module, p.version) in entries]
        for module in failed:
            del entries[module.module, module.version]
        watchdog = watchdog or Watchdog()
        plugins: list[tuple[str, object]] = []
        printed: Counter[str] = Counter()
        for (name, version), entry in entries.items():
            try:
                plugins.append(
                    (name, watchdog.watch(entry.load, LOADS_WITHIN, partial(_count, printed, name)))
                )
            except Exception as error:  # whatever a module raises at import is its own affair
                known = watchdog.secrecy, printed[name]
                failed.append(set_aside(name, version, error, *known))
        versions = {name: version for name, version in entries if version}
        parked = (*twice, *failed)
        registry = cls((*plugins, *beside), parked, settings, watchdog=watchdog, versions=versions)
        registry.printed += printed
        for passage in aside:
            if passage.is_passage and passage.version == registry.version_behind(passage.package):
                registry._note(passage)
        return registry

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
                self.park(name, error)
        return None

    def version_behind(self, package: str) -> str:
        """The version of the module whose passages lie in a package; empty where none is at work."""
        return next((m.version for m in self.modules if any(x.package == package for x in m.letters)), "")

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
        self.pages.pop(name, None)
        if (plugin := self._pm.get_plugin(name)) is not None:
            self._pm.unregister(plugin)

    def _admit(self, name: str, plugin: object, settings: ModuleValues) -> None:
        """Take what a plugin offers, all of it or nothing."""
        modules = self._offers(name, plugin, "etappe_modules", ModuleSpec, self.modules)
        programmes = self._offers(name, plugin, "etappe_programmes", ProgrammeSpec, self._programmes)
        commands = self._offers(name, plugin, "etappe_commands", CommandSpec, _flat(self.commands))
        pages = self._offers(name, plugin, "etappe_pages", PageSpec, _flat(self.pages))
        _require_own(pages, modules)
        values = settings_of(modules, settings)
        self.modules += modules
        self.offered[name] = modules
        self.settings |= values
        self.commands[name] = commands
        self.pages[name] = pages
        self._programmes += programmes

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
        name = str(self._pm.get_name(plugin))

        def answers() -> Any:
            said = caller(**question)
            if isinstance(said, list):  # of a hook that collects
                return [eager(answer) for answer in cast("list[object]", said)]
            return eager(said)

        return self.watchdog.watch(answers, printed=partial(_count, self.printed, name))

    def _offers(
        self, name: str, plugin: object, hook: str, kind: type[S], taken: tuple[S, ...]
    ) -> tuple[S, ...]:
        """What one plugin answers: values of the right kind, of a contract that we know, under free keys."""
        offers: list[S] = []
        for offer in (o for answer in self._ask(plugin, hook) for o in answer):
            if not isinstance(offer, kind):
                raise BrokenModule(module=name, version="", cause=f"{hook} answered with {offer!r:.80}")
            look_again(offer)
            if isinstance(offer, ModuleSpec) and offer.contract > CONTRACT:
                raise NewerContract(module=offer.key, declared=offer.contract, ours=CONTRACT)
            if isinstance(offer, CommandSpec) and offer.name in OWN:
                raise CommandTaken(command=offer.name, module=name)
            if any(_key(o) == _key(offer) for o in (*taken, *offers)):
                raise self._taken(_key(offer), name)
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

    def _taken(self, key: str, name: str) -> EtappeError:
        """Two plugins offer one key: two versions of a module, or two modules of one name."""
        first = next((p for p, offers in self.offered.items() if any(o.key == key for o in offers)), name)
        if first != name and {first, name} <= self._versions.keys():
            versions = (f"{p} {self._versions[p]}" for p in (first, name))
            return ModuleTwice(module=key, first=next(versions), second=next(versions))
        return KeyTaken(key=key, first=key, second=name)

    def _park(self, module: str, version: str, error: Exception) -> None:
        if all(p.module != module for p in self._parked):
            known = self._versions.get(module, version)
            printed = self.printed.get(module, 0)
            secrecy = self.watchdog.secrecy
            self._note(set_aside(module, known, error, secrecy, printed, at_work=self._at_work))

    def _note(self, module: Parked) -> None:
        self._parked.append(module)
        getLogger(NAME).warning("%s is parked: %s", f"{module.module} {module.version}".strip(), module.cause)


def _count(printed: Counter[str], name: str, characters: int) -> None:
    if characters:
        printed[name] += characters


def _require_own(pages: tuple[PageSpec, ...], modules: tuple[ModuleSpec, ...]) -> None:
    """Refuse pages whose keys do not say whose they are; raises `KeyOutsideModule`."""
    for page in pages:
        if not any(page.key.startswith(f"{module.key}.") for module in modules):
            raise KeyOutsideModule(module=", ".join(m.key for m in modules), key=page.key)


def _flat(offers: Mapping[str, tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(offer for own in offers.values() for offer in own)


def _ours_first(entry: EntryPoint) -> tuple[bool, str]:
    # a stranger that takes a key of ours is the one to be parked, not ours
    return (entry.dist is None or entry.dist.name != NAME, entry.name)


def _key(offer: ModuleSpec | ProgrammeSpec | CommandSpec | PageSpec) -> str:
    return offer.name if isinstance(offer, CommandSpec) else offer.key
