"""The pytest plugin: fixtures for the tests of a module, loaded because etappe is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from etappe.testing.rehearsals import Rehearsals
    from etappe.testing.stage import Stage

pytest.register_assert_rewrite("etappe.testing.contract")


@pytest.fixture(scope="session")
def etappe_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """What all rehearsals of a test run share: a database with empty tables, and a scribe."""
    from etappe.testing.stage import set_up

    return set_up(tmp_path_factory.mktemp("etappe"))


@pytest.fixture
def etappe_project(etappe_stage: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsals]:
    """Starts projects with a module under test, each in a database of its own, on a frozen clock."""
    from etappe.testing.rehearsals import Rehearsals

    with Rehearsals(etappe_stage, tmp_path_factory.mktemp("rehearsal")) as rehearsals:
        yield rehearsals
