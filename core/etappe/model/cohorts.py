"""Cohorts: days on which several municipalities start together."""

from __future__ import annotations

from datetime import date

from etappe.errors import UnknownCohort
from etappe.model.programme_spec import ProgrammeSpec


def start_of(spec: ProgrammeSpec, cohort: str) -> date:
    """The day on which a cohort starts; raises `UnknownCohort`."""
    for offered in spec.cohorts:
        if offered.key == cohort:
            return offered.start
    known = ", ".join(f"{c.key} ({c.start:%d.%m.%Y})" for c in spec.cohorts)
    raise UnknownCohort(cohort=cohort, programme=spec.key, known=known or "none")


def cohort_on(spec: ProgrammeSpec, start: date) -> str | None:
    """The key of the cohort that starts on a day; None where a project started by itself."""
    return next((c.key for c in spec.cohorts if c.start == start), None)
