"""Templates of modules: their words in the look of the portal, in a sandbox, with their own catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Any, cast

from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from etappe_portal.rendering import filters
from etappe_portal.wording import GERMAN, catalogue_in, translations

LONGEST_PAGE = 250_000
"""Characters; no page of the portal may become larger than 300 kB with its frame."""


class PageTooLong(Exception):
    """A page of a module has more text than anybody reads."""


def render(package: str, template: str, language: str, facts: Mapping[str, object]) -> Markup:
    """What a module's template says; raises whatever can be wrong with it."""
    parts: list[str] = []
    size = 0
    for part in _environment(package, language).get_template(template).generate(facts):
        parts.append(part)
        size += len(part)
        if size > LONGEST_PAGE:
            raise PageTooLong(f"more than {LONGEST_PAGE} characters; show less at once")
    return Markup("".join(parts))  # noqa: S704 - the template has escaped what was put into it


def wording(package: str, language: str) -> NullTranslations:
    """The words of a module in a language: its own ``locale``, then those of the portal."""
    own = files(package).joinpath(f"locale/{language}.po")
    if language == GERMAN or not own.is_file():
        return translations(language)
    found = GNUTranslations(catalogue_in(own.read_bytes(), language))
    found.add_fallback(translations(language))
    return found


@cache
def _environment(package: str, language: str) -> SandboxedEnvironment:
    ours = PrefixLoader({"etappe": PackageLoader("etappe_portal")})
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([ours, PackageLoader(package)]),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    tools = cast("Any", environment)  # the extension adds its method when it is loaded
    tools.install_gettext_translations(wording(package, language), newstyle=True)
    cast("dict[str, Any]", environment.globals).update(language=language)
    environment.filters.update(filters(language))
    return environment
