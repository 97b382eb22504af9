"""Calls the functions behind pages of modules, under the watchdog; what fails spoils its page alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TypeVar

from etappe.errors import NonsenseAnswer, PageBroken
from etappe.model.page import Page, PageSpec, PageVisit, Refused, Saved
from etappe.plugin.registry import Registry
from etappe.plugin.watchdog import LOADS_WITHIN

T = TypeVar("T")


class PageTurner:
    """The pages of the modules at work.

    A page that fails is no reason to park its module: what a visitor types into a form must not stop letters.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def offered(self) -> tuple[tuple[str, PageSpec], ...]:
        """The pages of the modules that are at work, each with the name of its plugin."""
        return tuple((name, page) for name, pages in self._registry.pages.items() for page in pages)

    def modules(self, name: str) -> frozenset[str]:
        """The keys of the modules that a plugin offers."""
        return frozenset(module.key for module in self._registry.offered.get(name, ()))

    def show(self, page: PageSpec, visit: PageVisit) -> Page:
        """What a page says; raises `PageBroken`."""
        said = self._called(page, page.shows, visit)
        if isinstance(said, Page):
            return said
        raise self._broken(page, NonsenseAnswer(answer=f"{said!r:.80}", wanted="Page"))

    def act(self, page: PageSpec, visit: PageVisit) -> Saved | Refused:
        """What becomes of a form that was sent; raises `PageBroken`."""
        said = self._called(page, page.acts or "", visit)
        if isinstance(said, Saved | Refused):
            return said
        raise self._broken(page, NonsenseAnswer(answer=f"{said!r:.80}", wanted="Saved or Refused"))

    def guarded(self, page: PageSpec, work: Callable[[], T]) -> T:
        """Run what is code of the module too, such as its template; raises `PageBroken`."""
        try:
            return self._registry.watchdog.watch(work)
        except Exception as error:  # a page is code of a module: it can fail in any way
            raise self._broken(page, error) from error

    def _called(self, page: PageSpec, target: str, visit: PageVisit) -> object:
        function = self._found(page, target)
        return self.guarded(page, partial(function, visit))

    def _found(self, page: PageSpec, target: str) -> Callable[[PageVisit], object]:
        module, _, name = target.partition(":")
        try:
            loaded = self._registry.watchdog.watch(partial(import_module, module), LOADS_WITHIN)
            found: Callable[[PageVisit], object] = getattr(loaded, name)
        except Exception as error:  # whatever a module raises at import is its own affair
            raise self._broken(page, error) from error
        return found

    def _broken(self, page: PageSpec, error: Exception) -> PageBroken:
        return PageBroken(page=page.key, cause=self._registry.watchdog.secrecy.cause(error))
