"""A portal for each test, its tables made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.testing.database import migrated_file
from tests.portal.provided import Provided, provided
from tests.portal.site import Site, new_site


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    return migrated_file(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def site(tables: Path, tmp_path: Path) -> Iterator[Site]:
    """A portal with Aachen and Bonn under way."""
    shutil.copyfile(tables, tmp_path / "etappe.db")
    with new_site(tmp_path) as made:
        yield made


@pytest.fixture
def provided_site(site: Site) -> Iterator[Provided]:
    """The same portal, whose staff sign in at a provider."""
    with provided(site) as made:
        yield made


@pytest.fixture
def jule(provided_site: Provided) -> Provided:
    """That portal, to which Jule is invited, and has not signed in."""
    provided_site.invite()
    return provided_site
