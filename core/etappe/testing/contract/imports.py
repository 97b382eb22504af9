"""The contract of imports: a module sees the face to modules, and nothing behind it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import ModuleType

from etappe.testing.contract.subject import Subject

FACE = frozenset({"etappe.plugin", "etappe.plugin.desk"})


class Imports(Subject):
    """What the module imports."""

    def test_it_imports_the_face_to_modules_alone(self) -> None:
        """What lies behind `etappe.plugin` may change with any version."""
        behind = [
            f"{path.name}: {name}"
            for path in _sources(files(_package(self.hooks)))
            for name in _imports(path)
            if name.split(".")[0] == "etappe" and name not in FACE
        ]

        assert not behind, f"import from etappe.plugin instead: {behind}"


def _package(hooks: object) -> str:
    """The package in which the hooks lie."""
    module = hooks if isinstance(hooks, ModuleType) else inspect.getmodule(type(hooks))
    assert module is not None, "name as 'hooks' a module, or an object whose class stands in one"
    assert module.__package__, "put the hooks into a package"
    return module.__package__


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _imports(path: Traversable) -> Iterable[str]:
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "etappe":
                yield from (f"etappe.{alias.name}" for alias in node.names)
            else:
                yield node.module
