"""A page that a module adds to the portal, and what its functions are shown and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from etappe.model.intentions import Intention
from etappe.model.offer import Key, Keyed
from etappe.model.permissions import Action
from etappe.model.views import ProjectView

Target = Annotated[str, Field(pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$")]


class PageAbout(StrEnum):
    """What a page is about."""

    PROJECT = "project"
    """One project; the project's own page leads to it."""
    PROGRAMME = "programme"
    """All projects of which the module keeps something; the main navigation leads to it."""


class PageSpec(Keyed):
    """A page of a module: etappe lets in who may see it, frames it, and carries out what a form on it wants.

    The functions are imported when somebody opens the page, and not before.
    """

    title: Annotated[str, Field(max_length=60)]
    shows: Target
    """"package.module:function" of a function that takes a `PageVisit` and gives a `Page`."""
    acts: Target | None = None
    """A function that takes a `PageVisit` with a form, and gives `Saved` or `Refused`."""
    about: PageAbout = PageAbout.PROJECT
    sees: Action = Action.SEE_PROJECT
    """What somebody of the team has to be allowed to do to open it."""
    does: Action = Action.SETTLE_TASKS
    """What they have to be allowed to do to send its form."""
    contacts: bool = False
    """Whether contact persons open it from their own plan, for their own project."""
    tasks: tuple[Key, ...] = ()
    """The tasks that it helps to answer: a link to one of them leads to the page, too."""

    @property
    def package(self) -> str:
        """The package in which the page's function lies, and its templates."""
        module = self.shows.partition(":")[0]
        return module.rpartition(".")[0] or module

    @model_validator(mode="after")
    def _fits(self) -> PageSpec:
        if self.about is PageAbout.PROGRAMME and (self.contacts or self.tasks):
            raise ValueError("contact persons see the own project alone; let the page be about a project")
        if self.tasks and not self.contacts:
            raise ValueError("a page that helps to answer tasks is for contact persons; set contacts=True")
        return self


@dataclass(frozen=True, slots=True)
class PageVisit:
    """Somebody opens a page of a module, or sends the form on it."""

    now: datetime
    today: date
    """The day at the places of the programme."""
    language: str
    """The language of the visitor: "de" or "en"."""
    by: str
    """Who acts, as the audit names them."""
    projects: tuple[ProjectView, ...]
    """One project; on a page about the programme a portion of those of which the module keeps something."""
    form: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was typed, by field; empty where the page is only looked at."""

    @property
    def project(self) -> ProjectView:
        """The project that a page is about."""
        return self.projects[0]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: a template of the module, and what is filled in."""

    template: str
    """A file below ``templates`` of the package in which the page's function lies."""
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stands in the fields of its form before somebody types."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A form that is taken: what it wants is carried out, all or nothing."""

    intentions: tuple[Intention, ...] = ()
    """On a page about the programme each names its project."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that is not taken; it is shown again with what was typed."""

    errors: Mapping[str, str]
    """Sentences by field: what is wrong, and what to do."""
