"""pytest loads the plugin in every run on a machine with etappe: it must be felt nowhere."""

from __future__ import annotations

import subprocess
import sys

from etappe.testing import plugin

HEAVY = ("alembic", "copier", "cyclopts", "holidays", "jinja2", "prefect", "pydantic", "sqlalchemy")


def test_it_imports_nothing_heavy() -> None:
    code = "import etappe.testing.plugin, sys; print(*(m for m in sys.argv[1:] if m in sys.modules))"

    told = subprocess.run(
        [sys.executable, "-c", code, *HEAVY], capture_output=True, text=True, check=True
    ).stdout

    assert told.split() == []


def test_its_fixtures_bear_our_name() -> None:
    found = [name for name, thing in vars(plugin).items() if isinstance(thing, type(plugin.etappe_stage))]

    assert found == ["etappe_stage", "etappe_project"]
    assert all(name.startswith("etappe_") for name in found)
