"""Prefect in tests: silent, with a home of its own, and never a developer's server."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkdtemp

import pytest

from etappe_flows.environment import QUIET
from tests.flows.towns import Town, new_town

# before any test module imports Prefect, which reads this once
for _name in [name for name in os.environ if name.startswith("PREFECT_")]:
    del os.environ[_name]
os.environ.update(QUIET, PREFECT_HOME=mkdtemp(prefix="etappe_prefect_"), PREFECT_LOGGING_LEVEL="ERROR")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Five Kommunen in their second week, in the data directory that the environment names."""
    town = new_town(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ETAPPE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ETAPPE_DATA_DIR", str(town.folder))
    return town
