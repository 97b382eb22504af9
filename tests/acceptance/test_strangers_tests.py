"""The tests of the stranger's module pass with the kit, where it is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.acceptance.conftest import ASSETS


def test_the_strangers_own_tests_pass(catering: Path, tmp_path: Path) -> None:
    pytest = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")

    done = subprocess.run(
        [*pytest, "--rootdir", tmp_path, ASSETS / "etappe-catering" / "tests"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(catering), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout
