"""How Sphinx builds the docs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel
from pydantic.fields import FieldInfo

import etappe.plugin

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf8"))["project"]

project = "etappe"
release = version = _PROJECT["version"]
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
autodoc_default_options = {
    "undoc-members": True,
    "member-order": "bysource",
    "exclude-members": "model_config, model_post_init",
}
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
add_module_names = False
# annotations name what is described beside them, or what Python and pydantic describe
nitpick_ignore_regex = [("py:.*", ".*")]
myst_heading_anchors = 3
nitpicky = True
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"etappe {release}"
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """Let the reference show what a value is made with in words that people type."""
    app.connect("autodoc-process-signature", _signature)


def _signature(_app: object, what: str, _name: str, thing: object, *_rest: object) -> tuple[str, None] | None:
    if what != "class":
        return None
    if isinstance(thing, type) and issubclass(thing, BaseModel):
        return (f"({', '.join(_field(*named) for named in thing.model_fields.items())})", None)
    return ("", None)


def _field(name: str, field: FieldInfo) -> str:
    """A field that has to be given by its name, another with what it is otherwise."""
    if field.is_required():
        return name
    if field.default is etappe.plugin.LAENDER:
        return f"{name}=LAENDER"
    value = field.get_default(call_default_factory=True)
    return f"{name}={getattr(value, 'value', value)!r}"
