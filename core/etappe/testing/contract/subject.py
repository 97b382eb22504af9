"""What the contract is about: the hooks of a module, and what its tests need to know beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest

from etappe.errors import ModuleParked
from etappe.model.records import Body, RecordRow, filed
from etappe.plugin import ProjectView, Record, TaskSpec
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.rehearsals import Rehearsals
from etappe.testing.stage import Company, gather


class Subject:
    """The attributes that a test class sets, and what all parts of the contract work with."""

    hooks: object
    """Whatever answers the hooks: the module ``hooks`` of a package."""
    samples: tuple[Record, ...] = ()
    """One record of each kind that the module keeps."""
    old_records: Mapping[str, Sequence[Body]] = MappingProxyType({})
    """By kind of record, how one looked in each earlier version, from the first on."""
    answers: Mapping[str, bool] = MappingProxyType({})
    """Answers to conditions, where yes to all is not what the module wants to be tried with."""

    @property
    def company(self) -> Company:
        """The module among those that are installed; where it does not compose, one test says why."""
        try:
            return gather(self.hooks)
        except ModuleParked:
            pytest.skip("the module does not compose: see test_it_composes_where_it_belongs")

    def asked_about(self, etappe_project: Rehearsals) -> tuple[ProjectView, tuple[RecordRow, ...]]:
        """A project that has begun, and a record of each kind that the module keeps about it."""
        project = self.begun(etappe_project)
        specs = [spec for module in self.company.offered for spec in module.records]
        rows = tuple(
            filed(spec, project.id, "sample", sample)
            for spec in specs
            for sample in self.samples
            if type(sample) is spec.model
        )
        return project.view, rows

    def begun(self, etappe_project: Rehearsals, *, diligent: bool = False) -> Rehearsal:
        """A project with the module, and with yes to all that it asks and to all that must be answered."""
        company = self.company
        own = {m.key for m in company.offered}
        asked = {
            c.key: True
            for module in company.programme.modules.values()
            for c in module.conditions
            if module.key in own or (c.default is None and module.key in company.programme.mandatory)
        }
        return etappe_project(self.hooks, answers={**asked, **self.answers}, diligent=diligent)


def own_tasks(company: Company) -> tuple[TaskSpec, ...]:
    """The tasks that the module offers."""
    return tuple(task for module in company.offered for task in module.tasks)
