"""What modules offer as pages: where they lie, how they are called, who is led to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from etappe.model.page import PageAbout, PageSpec
from etappe.model.permissions import Action
from etappe_portal import module_templates
from etappe_portal.navigation import Entry
from etappe_portal.portal import Portal


@dataclass(frozen=True, slots=True)
class Offered:
    """A page and its title in the language of the visitor."""

    spec: PageSpec
    title: str


def of_project(portal: Portal, modules: Iterable[str], language: str) -> tuple[Offered, ...]:
    """The pages about a project with some modules, each with its title."""
    chosen = set(modules)
    return tuple(
        Offered(spec, title_of(spec, language))
        for owner, spec in portal.pages.offered()
        if spec.about is PageAbout.PROJECT and portal.pages.modules(owner) & chosen
    )


def of_programme(portal: Portal, may: Callable[[Action], bool], language: str) -> tuple[Entry, ...]:
    """The pages about the programme that somebody may see."""
    return tuple(
        Entry(f"/bausteine/{spec.key}", title_of(spec, language))
        for _, spec in portal.pages.offered()
        if spec.about is PageAbout.PROGRAMME and may(spec.sees)
    )


def title_of(spec: PageSpec, language: str) -> str:
    """The title of a page in a language, where its module has words for that."""
    return _words(spec.package, language)(spec.title)


@cache
def _words(package: str, language: str) -> Callable[[str], str]:
    try:
        return module_templates.wording(package, language).gettext
    except Exception:  # a catalogue that cannot be read costs its module the translation, nobody a page
        return str
