"""The real command, run as an operator runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etappe.cli.app import app
from etappe.errors import EtappeError

ETAPPE = Path(sys.executable).with_name("etappe")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, with every run of blanks as one, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """What people read beside the output."""
        return " ".join(self.err.split())


@dataclass(frozen=True, slots=True)
class Cli:
    """etappe with a data directory of its own."""

    folder: Path
    site: Path | None = None
    """A folder with distributions that are installed beside ours."""

    def __call__(self, *words: str | os.PathLike[str] | bytes) -> Ran:
        """Run one command."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "ETAPPE_DATA_DIR": str(self.data),
            **({"PYTHONPATH": str(self.site)} if self.site else {}),
        }
        command = [os.fsencode(word) for word in (ETAPPE, *words)]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, timeout=120, check=False
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ran.err, ran.err
        return ran

    def does(self, *words: str | os.PathLike[str]) -> str:
        """Run a command that has to succeed; what it printed."""
        ran = self(*words)
        assert ran.code == 0, ran.err
        return ran.out

    def tells(self, *words: str | os.PathLike[str]) -> Any:
        """Run a command with --json; what it told."""
        return json.loads(self.does(*words, "--json"))

    def refuses(self, *words: str | os.PathLike[str] | bytes) -> str:
        """Run a command that has to refuse with one sentence; the sentence."""
        ran = self(*words)
        assert ran.code == 1, (ran.code, ran.out, ran.err)
        assert ran.said.startswith("error: ")
        return ran.said.removeprefix("error: ")

    @property
    def data(self) -> Path:
        """Where it keeps its database."""
        return self.folder / "data"


def refusal(*words: str) -> str:
    """The sentence with which a command is refused before it opens a database; run in this process."""
    with pytest.raises(EtappeError) as refused:
        app(words)
    return str(refused.value)
