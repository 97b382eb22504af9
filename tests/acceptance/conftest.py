"""What acceptance tests install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CATERING = Path(__file__).parents[1] / "assets" / "etappe-catering"
OFFLINE = ("--no-index", "--no-deps", "--no-build-isolation", "--no-compile", "--quiet")


@pytest.fixture(scope="session")
def catering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stranger's distribution, built and installed without a network."""
    folder = tmp_path_factory.mktemp("site")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
    subprocess.run([*pip, *OFFLINE, "--target", folder, CATERING], check=True)
    return folder
