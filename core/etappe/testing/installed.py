"""A rehearsal of a module that is installed, outside of pytest."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

from etappe.errors import ModuleNotInstalled, ModuleParked
from etappe.plugin import NAME
from etappe.plugin.registry import Registry
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.rehearsals import START, Rehearsals
from etappe.testing.stage import set_up


@contextmanager
def rehearsed(name: str, start: date | None = None) -> Generator[Rehearsal]:
    """A project that has run for six months; raises `ModuleNotInstalled` or `ModuleParked`."""
    hooks = _hooks_of(name)
    with TemporaryDirectory() as folder, Rehearsals(set_up(Path(folder)), Path(folder)) as rehearsals:
        yield rehearsals(hooks, start=start or START, diligent=True).run(months=6)


def _hooks_of(name: str) -> object:
    registry = Registry.installed()
    for parked in registry.parked:
        if parked.module == name:
            raise ModuleParked(module=name, cause=parked.cause)
    if name not in registry.offered:
        raise ModuleNotInstalled(name=name, known=", ".join(registry.offered))
    [entry] = entry_points(group=NAME, name=name)
    return entry.load()
