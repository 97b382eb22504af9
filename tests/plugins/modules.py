"""The five modules as their hooks hand them over, with all of their tasks and letters."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from etappe.plugin import LetterSpec, ModuleSpec, TaskSpec

NAMES = ("weltoffene_kommune", "selbstcheck", "workshop", "dialog", "entscheidungstraeger")


def module_of(name: str) -> ModuleSpec:
    """Ask the hooks of one module, as etappe does."""
    return cast("tuple[ModuleSpec, ...]", import_module(f"etappe_{name}.hooks").etappe_modules())[0]


MODULES = tuple(module_of(name) for name in NAMES)
TASKS: tuple[TaskSpec, ...] = tuple(task for module in MODULES for task in module.tasks)
LETTERS: tuple[LetterSpec, ...] = tuple(letter for module in MODULES for letter in module.letters)
