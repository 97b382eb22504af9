"""How fast and how lightly the command itself begins."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from tests.acceptance.cli import Cli

HEAVY = {"prefect", "apprise", "sqlalchemy", "pydantic", "holidays", "fastapi"}
SHOW_HELP = """
import sys
from etappe.cli.app import main
sys.argv = ["etappe", "--help"]
try:
    main()
except SystemExit:
    pass
print(" ".join(sys.modules), file=sys.stderr)
"""


def test_the_help_takes_less_than_half_a_second_of_cpu(tmp_path: Path) -> None:
    etappe = Cli(tmp_path)
    etappe.does("--help")  # the first run of all writes bytecode

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    etappe.does("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5


def test_the_help_imports_nothing_heavy(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHOW_HELP],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "TERM": "dumb"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert "Usage: etappe" in done.stdout
    assert HEAVY.isdisjoint(done.stderr.split())
