"""The contract of pages: each can be opened, with records and without, and takes or refuses any form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

from etappe.errors import PageBroken
from etappe.model.moments import moment
from etappe.plugin import PageSpec, PageVisit, ProjectView
from etappe.plugin.page_turner import PageTurner
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.time_machine import MORNING
from etappe.testing.contract.subject import Subject
from etappe.testing.rehearsals import Rehearsals

FORMS: tuple[Mapping[str, str], ...] = ({}, {"no such field": "x"}, {"": "\u202e\x00" * 100})
"""What a browser may send that no page has asked for."""


class Pages(Subject):
    """What the module shows in the portal."""

    def test_its_pages_can_be_opened(self, etappe_project: Rehearsals) -> None:
        """Each says something about a project, with records or without, and its template can be found."""
        for pages, page, visit in self._visits(etappe_project):
            try:
                said = pages.show(page, visit)
            except PageBroken as error:
                raise AssertionError(f"correct the page: {error}") from error
            template = files(page.package) / "templates" / said.template
            assert template.is_file(), (
                f"{page.key}: add the missing file {page.package}/templates/{said.template}"
            )

    def test_its_pages_take_or_refuse_any_form(self, etappe_project: Rehearsals) -> None:
        """An empty form, and one with other fields, is answered with `Saved` or `Refused`; none raises."""
        for pages, page, visit in self._visits(etappe_project):
            for form in FORMS if page.acts else ():
                asked = PageVisit(visit.now, visit.today, visit.language, visit.by, visit.projects, form)
                try:
                    pages.act(page, asked)
                except PageBroken as error:
                    raise AssertionError(f"refuse such a form instead of failing: {error}") from error

    def _visits(self, etappe_project: Rehearsals) -> Iterable[tuple[PageTurner, PageSpec, PageVisit]]:
        """Everybody who may open a page: of a project about which the module knows nothing, or something."""
        view, rows = self.asked_about(etappe_project)
        name = self.company.name
        registry = Registry([(name, self.hooks)])
        pages, questions = PageTurner(registry), Questions(registry)
        for page in registry.pages.get(name, ()):
            for known in ((), rows):
                yield pages, page, _visit(questions.shown(name, view, known))


def _visit(view: ProjectView) -> PageVisit:
    return PageVisit(moment(view.start, MORNING), view.start, "de", "test", (view,))
