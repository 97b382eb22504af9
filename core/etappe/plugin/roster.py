"""Which modules are at work in this process, for the services."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.model.parked import Parked
from etappe.model.reasons import Reasons
from etappe.plugin.registry import Registry


class InstalledModules:
    """Answers from the registry."""

    def __init__(self, registry: Registry, without: Iterable[str] = ()) -> None:
        self._registry = registry
        self._without = frozenset(without)
        self._told: set[str] = set()

    def why_not(self, module: str, say: Reasons) -> str | None:
        """Why nothing can be said in a module's name; None where it is at work."""
        for parked in self._registry.parked:
            offered = (m.key for m in self._registry.offered.get(parked.module, ()))
            if module == parked.module or module in offered:
                return say.parked.format(cause=parked.cause)
        if any(m.key == module for m in self._registry.modules):
            return None
        return say.switched_off if module in self._without else say.not_installed

    def version_behind(self, package: str) -> str:
        """The version of the module whose passages lie in a package; empty where none is at work."""
        return self._registry.version_behind(package)

    def fallen(self) -> tuple[Parked, ...]:
        """The modules that have failed since this was asked last, and that others have to know of."""
        new = tuple(
            p for p in self._registry.parked if p.lasting and p.since is None and p.module not in self._told
        )
        self._told.update(p.module for p in new)
        return new
