"""R27: whatever a module does, the core goes on, it is named, and everybody else's letters come on time."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.acceptance.conftest import OFFLINE
from tests.acceptance.test_strangers_module import ROOT
from tests.acceptance.unruly_project import FIRST, Mail, Outcome

UNRULY = ROOT / "tests" / "assets" / "etappe-unruly"
CANARY = "canary-4711-in-the-mine"
MODULE, PASSAGE = "unruly", "etappe_unruly/zettel.txt"
MISDEEDS = {
    "import_raises": "RuntimeError: no zettel, but ***",
    "import_hangs": "ModuleHangs: It took longer than 30 seconds and was given up",
    "import_quits": "ModuleQuits: It raised SystemExit, which ends etappe itself",
    "hook_raises": "RuntimeError: no zettel, but ***",
    "hook_hangs": "ModuleHangs: It took longer than 5 seconds and was given up",
    "hook_quits": "ModuleQuits: It raised SystemExit",
    "prints_secret": "SecretPrinted: It printed a secret of the settings",
    "endless": "KeyTaken: The key 'unruly' is offered by",
    "junk": "BrokenModule: The module 'unruly' could not be loaded: etappe_modules answered with <object",
    "unknown_keys": "ValidationError: ModuleSpec: colour: Extra inputs are not permitted",
    "newer_contract": "NewerContract: The module 'unruly' was written for contract 2 of etappe",
    "duplicate_keys": "KeyTaken: The key 'start' is offered by the modules",
    "huge_text": "ValidationError: ModuleSpec: tasks.0.title: String should have at most 200 characters",
    "many_tasks": "ValidationError: ModuleSpec: tasks: Tuple should have at most 200 items",
    "calendar_raises": "RuntimeError: no zettel, but ***",
    "calendar_hangs": "ModuleHangs: It took longer than 5 seconds and was given up",
    "calendar_quits": "ModuleQuits: It raised SystemExit",
    "calendar_junk": "BrokenModule: The module 'unruly' could not be loaded: etappe_calendar gave 'Mondays'",
    "passage_fails": "ZeroDivisionError: ",
    "passage_knows_nothing": "UndefinedError: 'nobody' is undefined",
    "passage_does_not_compile": "TemplateSyntaxError: ",
    "passage_hangs": "ModuleHangs: It took longer than 5 seconds and was given up",
    "passage_is_huge": "PassageTooLong: It has more than 20000 characters",
}
"""What the module does, and how its cause begins."""


@pytest.fixture(scope="session")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the distribution, built and installed without a network."""
    folder = tmp_path_factory.mktemp("unruly")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install")
    subprocess.run([*pip, *OFFLINE, "--target", folder, UNRULY], check=True)
    return folder


@pytest.fixture(scope="session")
def begun(distribution: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a project that has begun while the module was sound."""
    home = tmp_path_factory.mktemp("begun")
    run_days(home, "sound", distribution)
    return home


@pytest.fixture
def site(distribution: Path, tmp_path: Path) -> Path:
    """The distribution, for one test alone."""
    return shutil.copytree(distribution, tmp_path / "site")


@pytest.fixture
def home(begun: Path, tmp_path: Path) -> Path:
    """The project, for one test alone."""
    return shutil.copytree(begun, tmp_path / "home")


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The same days without the module."""
    home = tmp_path_factory.mktemp("sound")
    run_days(home, "sound")
    return days(home, "sound")


def run(home: Path, behaviour: str, site: Path | None, *command: str | Path) -> CompletedProcess[str]:
    """A command in a process of its own, with the module and a secret beside the environment."""
    return subprocess.run(
        command,
        cwd=home,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": os.pathsep.join(map(str, (*([site] if site else ()), ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
            "ETAPPE_DATA_DIR": str(home / "data"),
            "UNRULY": behaviour,
            "UNRULY_TOKEN": CANARY,
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def run_days(home: Path, behaviour: str, site: Path | None = None) -> str:
    """Begin a project, or go on with it; what was printed."""
    ran = run(home, behaviour, site, sys.executable, "-m", "tests.acceptance.unruly_project")
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def days(home: Path, behaviour: str, site: Path | None = None) -> Outcome:
    """Some days with a module that misbehaves."""
    return Outcome.model_validate_json(run_days(home, behaviour, site))


def single(outcome: Outcome) -> list[Mail]:
    """The letters that are no overview, which is the core's own and names every open task."""
    found = [m for m in outcome.mails if m.day >= FIRST and not m.subject.startswith("Wochenübersicht")]
    return sorted(found, key=lambda m: (m.day, m.to))


@pytest.mark.parametrize("behaviour", MISDEEDS)
def test_an_unruly_module_holds_up_nobody_and_tells_nothing(
    behaviour: str, site: Path, home: Path, sound: Outcome
) -> None:
    outcome = days(home, behaviour, site)

    name = PASSAGE if behaviour.startswith("passage") else MODULE
    assert outcome.parked[name][0] == "0.9.0"
    assert outcome.parked[name][1].startswith(MISDEEDS[behaviour])
    assert single(outcome) == single(sound) != []
    assert "vor_1" in outcome.held
    assert outcome.after == {"vor_3": "ersetzt durch die spätere Stufe zettel.vor_1", "vor_1": "merged"}
    written = b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())
    assert CANARY not in outcome.model_dump_json()
    assert CANARY.encode() not in written


@pytest.mark.parametrize(
    "behaviour", ["import_raises", "import_quits", "hook_quits", "prints_secret", "newer_contract"]
)
def test_the_real_command_names_it_and_prints_json_all_the_same(
    behaviour: str, site: Path, home: Path
) -> None:
    etappe = Path(sys.executable).with_name("etappe")

    doctor = run(home, behaviour, site, etappe, "doctor", "--json")
    modules = run(home, behaviour, site, etappe, "modules", "--json")

    (finding,) = [f for f in json.loads(doctor.stdout) if f["name"] == "module unruly"]
    (parked,) = json.loads(modules.stdout)["parked"]
    assert (doctor.returncode, modules.returncode) == (1, 0)
    assert finding["text"].startswith(f"parked 0.9.0: {MISDEEDS[behaviour]}")
    assert (parked["key"], parked["version"]) == (MODULE, "0.9.0")
    assert finding["remedy"] == parked["remedy"] != ""
    assert CANARY not in "".join((doctor.stdout, doctor.stderr, modules.stdout, modules.stderr))
