"""The files for systemd can be used as they are."""

from __future__ import annotations

import getpass
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from etappe.model.oidc import Oidc
from etappe.settings import Settings
from etappe_flows.settings import FlowSettings
from tests.flows.stack import settings_of

FOLDER = Path(__file__).parents[2] / "docs" / "operating"
UNITS = sorted(FOLDER.glob("*.service"))
BIN = Path(sys.executable).parent
EXAMPLE = FOLDER / "etappe.env.example"


def commands(unit: Path) -> list[list[str]]:
    """What a unit runs."""
    return [
        line.split() for line in re.findall(r"^ExecStart(?:Pre)?=(.*)$", unit.read_text("utf8"), re.MULTILINE)
    ]


def names() -> list[str]:
    """The settings of the example, those that are commented out too."""
    return re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE.read_text("utf8"), re.MULTILINE)


def test_there_is_a_unit_for_each_part() -> None:
    assert [unit.stem.removeprefix("etappe-") for unit in UNITS] == [
        "flows",
        "prefect-server",
        "prefect-services",
        "prefect-worker",
        "worker",
    ]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_calls_commands_with_options_that_they_know(unit: Path) -> None:
    for program, *words in commands(unit):
        options = [word for word in words if word.startswith("-")]
        verbs = words[: words.index(options[0])] if options else words
        command = (str(BIN / Path(program).name), *verbs, "--help")

        told = subprocess.run(command, capture_output=True, text=True)

        assert told.returncode == 0, told.stderr
        assert [option for option in options if option not in told.stdout] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_a_unit(unit: Path, tmp_path: Path) -> None:
    here = unit.read_text("utf8").replace("/opt/etappe/bin", str(BIN))
    copy = tmp_path / unit.name
    copy.write_text(here.replace("User=etappe", f"User={getpass.getuser()}"), "utf8")

    verified = subprocess.run(
        ("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(copy)),
        capture_output=True,
        text=True,
    )

    assert [line for line in verified.stderr.splitlines() if unit.name in line] == []
    assert verified.returncode == 0, verified.stderr


def test_every_setting_of_the_example_is_one() -> None:
    ours = {f"ETAPPE_{name}".upper() for name in Settings.model_fields}
    flows = {f"ETAPPE_FLOWS_{name}".upper() for name in FlowSettings.model_fields}

    oidc = {f"ETAPPE_OIDC__{name}".upper() for name in Oidc.model_fields}

    unknown = set(names()) - ours - oidc - flows - set(settings_of("postgresql://x/y", "h", 1, 2, FOLDER))

    assert unknown == set()
    assert flows <= set(names())


def test_the_example_has_what_the_distributed_test_proves() -> None:
    proven = set(settings_of("postgresql://x/y", "h", 1, 2, FOLDER))
    of_the_test_alone = {
        "COLUMNS",
        "PREFECT_WORKER_QUERY_SECONDS",
        "PREFECT_LOGGING_LEVEL",
        "PREFECT_SERVER_LOGGING_LEVEL",
    }

    assert proven - set(names()) == of_the_test_alone
