"""How lightly the command itself begins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = {"prefect", "apprise", "sqlalchemy", "holidays", "fastapi", "jinja2", "alembic"}
"""What the list of commands needs no part of; it asks the modules for theirs, and they bring pydantic."""
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
