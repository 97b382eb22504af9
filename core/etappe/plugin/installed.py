"""What is installed: every door of every distribution, and those that stand there twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import Distribution, EntryPoint, distributions

from etappe.errors import ModuleTwice
from etappe.model.parked import Parked
from etappe.plugin import NAME
from etappe.plugin.secrecy import Secrecy
from etappe.plugin.setting_aside import set_aside


def entry_points(*, group: str) -> list[EntryPoint]:
    """All entry points of a group.

    The library's own function shows one distribution of each name and hides a second version of it.
    """
    found: dict[tuple[str, str, str], EntryPoint] = {}
    for distribution in distributions():
        if f"[{group}]" in (distribution.read_text("entry_points.txt") or ""):
            for entry in distribution.entry_points:
                if entry.group == group:
                    found.setdefault((*_of(distribution), entry.name), entry)
    return list(found.values())


def version_of(entry: EntryPoint) -> str:
    """The version of the distribution behind a door; empty where there is none."""
    return entry.dist.version if entry.dist else ""


def apart(
    entries: Iterable[EntryPoint], without: Collection[str] = ()
) -> tuple[list[EntryPoint], list[Parked]]:
    """The doors that can be gone through, and the modules that stand behind two doors of one name.

    Nobody knows which of two versions Python imports, so that neither is used; ours are used all the same.
    """
    by_name: dict[str, list[EntryPoint]] = defaultdict(list)
    for entry in entries:
        if entry.name not in without:
            by_name[entry.name].append(entry)
    single = [same[0] for same in by_name.values() if len(same) == 1 or _is_ours(same[0])]
    return single, [_twice(name, same) for name, same in by_name.items() if len(same) > 1]


def _twice(name: str, same: Sequence[EntryPoint]) -> Parked:
    first, second = (f"{_shown(e)} {version_of(e)}" for e in (same[0], same[1]))
    error = ModuleTwice(module=name, first=first, second=second)
    versions = ", ".join(version_of(e) for e in same)
    # a stranger that takes the name of one of ours is called by its own, since ours is at work
    shown = _shown(same[1]) if _is_ours(same[0]) else name
    return set_aside(shown, versions, error, Secrecy())


def _is_ours(entry: EntryPoint) -> bool:
    return entry.dist is not None and entry.dist.name == NAME


def _shown(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value


def _of(distribution: Distribution) -> tuple[str, str]:
    return distribution.name.lower().replace("_", "-"), distribution.version
