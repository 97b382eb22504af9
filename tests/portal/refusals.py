"""Which errors a page can meet: those that the docstrings of what it calls name, and so on downwards."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import etappe
import etappe.errors
import etappe_portal.errors
from etappe.errors import EtappeError
from tests.portal.texts import SOURCES

CORE = Path(etappe.__file__).parent
REFUSES = re.compile(r"\b(?:[Rr]aises|[Rr]efuses)\b")
NAMED = re.compile(r"`(?:\w+\.)*(\w+)`")


def errors() -> dict[str, type[EtappeError]]:
    """Every error by its name, those of the portal too."""
    found = {**vars(etappe.errors), **vars(etappe_portal.errors)}
    return {n: c for n, c in found.items() if inspect.isclass(c) and issubclass(c, EtappeError)}


def met_by_pages() -> set[str]:
    """The errors of all that the portal calls of services and model."""
    known, met, seen, ahead = errors(), set[str](), set[str](), list(_called())
    while ahead:
        name = ahead.pop()
        if name in known:
            met.add(name)
        elif name not in seen:
            seen.add(name)
            ahead += _named().get(name, [])
    return met


def _called() -> Iterator[str]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if isinstance(node, ast.ImportFrom) and module and module.startswith(("etappe.s", "etappe.m")):
                yield from (alias.name for alias in node.names)


@cache
def _named() -> dict[str, list[str]]:
    """By the name of a function or class: what its docstring says is raised, or what raises it."""
    found: dict[str, list[str]] = {}
    for source in (*(CORE / "service").rglob("*.py"), *(CORE / "model").rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                found.setdefault(node.name, []).extend(_raised(node))
    return found


def _raised(node: ast.FunctionDef | ast.ClassDef) -> Iterator[str]:
    text = ast.get_docstring(node) or ""
    begins = REFUSES.search(text)
    if begins:
        yield from NAMED.findall(text[begins.start() :])
    if isinstance(node, ast.ClassDef):
        for method in node.body:
            if isinstance(method, ast.FunctionDef):
                yield from _raised(method)
