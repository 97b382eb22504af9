"""What the portal says, read from its templates and its code, and what its catalogue makes of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from jinja2.ext import extract_from_ast

import etappe_portal

Text = tuple[str, ...]
"""A text alone, or with its plural."""
PORTAL = Path(etappe_portal.__file__).parent
TEMPLATES = sorted((PORTAL / "templates").glob("*.html"))
SOURCES = sorted(PORTAL.rglob("*.py"))
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])|\{(\w+)(?::[^}]*)?\}")
GETTEXT = frozenset({"_", "gettext", "ngettext"})
TAG = re.compile(r"<[^>]*>")
SPOKEN = re.compile(r"""\b(?:aria-label|alt|title|placeholder)=["']([^"']*)["']""")
"""Attributes that are read out or shown."""
environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def texts_in_templates() -> set[Text]:
    """Everything that the templates say."""
    found: set[Text] = set()
    for template in TEMPLATES:
        for _, _, text in extract_from_ast(environment.parse(template.read_text("utf-8"))):
            parts = text if isinstance(text, tuple) else (text,)
            found.add(tuple(part for part in parts if part is not None))
    return found


def texts_in_code() -> set[Text]:
    """Everything that the code says or marks."""
    arguments = (argument for _, argument in said_in_code())
    return {(a.value,) for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)}


def said_in_code() -> Iterator[tuple[str, ast.expr]]:
    """Where something is said or marked, and what."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _says(node.func):
                yield f"{source.relative_to(PORTAL)}:{node.lineno}", node.args[0]


def calculated_in_templates() -> Iterator[str]:
    """Where a template would say something that nobody can extract."""
    for template in TEMPLATES:
        for call in environment.parse(template.read_text("utf-8")).find_all(nodes.Call):
            said = isinstance(call.node, nodes.Name) and call.node.name in GETTEXT
            if said and not isinstance(call.args[0], nodes.Const):
                yield f"{template.name}:{call.lineno}"


def unmarked_in_templates() -> Iterator[tuple[str, str]]:
    """Words that stand in a template as they are, outside of tags or in attributes that are read out."""
    for template in TEMPLATES:
        tokens = environment.lex(template.read_text("utf-8"))
        html = "".join(value for _, kind, value in tokens if kind == "data")
        shown = " ".join([TAG.sub(" ", html), *SPOKEN.findall(html)])
        yield from ((template.name, word) for word in re.findall(r"[^\W\d_]{2,}", shown))


def catalogue() -> dict[Text, Text]:
    """Every text with its English."""
    content = files("etappe_portal").joinpath("locale/en.po").read_bytes()
    messages = (m for m in read_po(BytesIO(content), "en") if m.id)
    return {_parts(message.id): _parts(message.string or "") for message in messages}


def placeholders(text: str) -> list[str]:
    """What is put into a text, and how."""
    return sorted(found[0] for found in PLACEHOLDER.finditer(text))


def _parts(text: str | list[str] | tuple[str, ...]) -> Text:
    return (text,) if isinstance(text, str) else tuple(text)


def _says(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "say"
    return isinstance(function, ast.Name) and function.id == "_"
