"""Prefect lives in the flows and nowhere else, and nobody waits for it who does not ask for it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ELSEWHERE = ("core", "plugins", "benchmarks")
HELP = """
import sys
sys.argv = {arguments}
try:
    {call}
except SystemExit as end:
    assert not end.code, end.code
print("prefect" in sys.modules)
"""
ETAPPE = "from etappe.cli.app import main; main()"
FLOWS = "from etappe_flows.cli import app; app()"


def imported(path: Path) -> Iterable[str]:
    """The first word of every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def sources(folders: Iterable[str]) -> list[Path]:
    """All Python files below some folders of the repository."""
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def test_nothing_outside_the_flows_imports_prefect() -> None:
    guilty = [str(path) for path in sources(ELSEWHERE) if {"prefect", "etappe_flows"} & set(imported(path))]

    assert guilty == []
    assert any("prefect" in set(imported(path)) for path in sources(["flows"]))


@pytest.mark.parametrize(
    ("arguments", "call"),
    [(["etappe", "--help"], ETAPPE), (["flows", "--help"], FLOWS), (["flows", "serve", "--help"], FLOWS)],
    ids=["etappe", "flows", "serve"],
)
def test_help_does_not_import_prefect(arguments: list[str], call: str) -> None:
    script = HELP.format(arguments=arguments, call=call)

    done = subprocess.run((sys.executable, "-c", script), capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "False"
