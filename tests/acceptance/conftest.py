"""What acceptance tests install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[1] / "assets"
OFFLINE = ("--no-index", "--no-deps", "--no-build-isolation", "--no-compile", "--quiet")


@pytest.fixture(scope="session")
def catering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stranger's distribution, built and installed without a network."""
    return installed("etappe-catering", tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def welcoming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the second programme's distribution."""
    return installed("etappe-welcoming", tmp_path_factory.mktemp("site"))


def installed(distribution: str, folder: Path) -> Path:
    """Build one of our assets and install it into a folder."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
    subprocess.run([*pip, *OFFLINE, "--target", folder, ASSETS / distribution], check=True)
    return folder
