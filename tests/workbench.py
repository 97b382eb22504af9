"""An environment of a stranger's own, without network: pip installs into it and finds what we have."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_BUILD_ISOLATION": "false",  # pip's own way of saying yes to --no-build-isolation
    "PIP_NO_CACHE_DIR": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
}
PROGRAMS = {
    "etappe": "from etappe.cli.app import main; main()",
    "pip": "from pip._internal.cli.main import main; import sys; sys.exit(main())",
    "pytest": "import pytest, sys; sys.exit(pytest.main())",
}
"""What a terminal finds there, and what each of them runs."""


@dataclass(frozen=True, slots=True)
class Workbench:
    """A folder with an environment, and a terminal in it."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def programs(self) -> Path:
        """Where the programs of the environment lie."""
        return self.folder / "env" / "bin"

    def run(self, *words: str, within: str = ".", **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command as if it were typed in a folder."""
        environment = {
            "PATH": os.pathsep.join((str(self.programs), os.environ["PATH"])),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "110",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "ETAPPE_DATA_DIR": str(self.folder / "data"),
            **OFFLINE,
            **self.settings,
            **settings,
        }
        return subprocess.run(
            [self.programs / words[0], *words[1:]],
            cwd=self.folder / within,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )

    def does(self, *words: str, within: str = ".", **settings: str) -> str:
        """Run a command that has to succeed; what it printed."""
        done = self.run(*words, within=within, **settings)
        assert done.returncode == 0, done.stdout
        return done.stdout


def furnish(folder: Path) -> Workbench:
    """Make an environment that sees our own one, and the programs in it."""
    venv.create(folder / "env", symlinks=True)
    bench = Workbench(folder)
    site = next((folder / "env").glob("lib/python3*/site-packages"))
    ours = sysconfig.get_paths()["purelib"]
    (site / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    for name, code in PROGRAMS.items():
        program = bench.programs / name
        program.write_text(f"#!{bench.programs / 'python'}\n{code}\n")
        program.chmod(0o755)
    for tool in ("mypy", "ruff"):
        (bench.programs / tool).symlink_to(Path(sys.executable).with_name(tool))
    (bench.programs / "sed").symlink_to(shutil.which("sed") or "sed")
    return bench
