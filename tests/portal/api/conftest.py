"""Programs with tokens, and a portal that several tests share because they leave it as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.portal.api.programs import program
from tests.portal.site import Site, new_site


@pytest.fixture(scope="module")
def standing(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A portal that is only looked at."""
    folder = tmp_path_factory.mktemp("standing")
    shutil.copyfile(tables, folder / "etappe.db")
    with new_site(folder) as made:
        yield made


@pytest.fixture
def manager(site: Site) -> TestClient:
    """A program that does what project management does."""
    return program(site)


@pytest.fixture
def looker(standing: Site) -> TestClient:
    """A program of project management that changes nothing, or is refused."""
    return program(standing)
