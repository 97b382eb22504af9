"""`etappe module new` writes a module that a stranger can install, test, change and publish."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.acceptance.cli import Cli
from tests.workbench import Workbench, furnish

HOME = "etappe-rundgang"
NO_PREFECT_NO_NETWORK = '''"""Forbids what the tests of a module must not need."""

import socket
import sys


class _Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"prefect", "prefect_redis"}:
            raise ImportError(f"{name} is not to be had here")
        return None


def _refuse(*_args, **_kwargs):
    raise OSError("there is no network here")


sys.meta_path.insert(0, _Absent())
socket.socket.connect = socket.socket.bind = socket.getaddrinfo = _refuse
'''


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """etappe in an empty folder."""
    return Cli(tmp_path)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """An environment in which a new module has been written and installed."""
    bench = furnish(tmp_path_factory.mktemp("bench"))
    bench.does("etappe", "module", "new", "rundgang", "--title", "Rundgang durch die Stadt")
    bench.does("pip", "install", "-e", ".[dev]", within=HOME)
    return bench


def test_its_tests_pass_without_prefect_and_without_network(bench: Workbench) -> None:
    forbidding = bench.folder / "forbidding"
    forbidding.mkdir()
    (forbidding / "sitecustomize.py").write_text(NO_PREFECT_NO_NETWORK)

    told = bench.does("pytest", within=HOME, PYTHONPATH=str(forbidding))

    assert "failed" not in told
    assert " passed in " in told


def test_it_is_clean_for_ruff_and_for_strict_mypy(bench: Workbench) -> None:
    bench.does("ruff", "check", ".", within=HOME)
    bench.does("ruff", "format", "--check", ".", within=HOME)

    told = bench.does("mypy", "--python-executable", "../env/bin/python", ".", within=HOME)
    assert "no issues found" in told


def test_its_letters_lie_in_the_mailbox_of_a_rehearsal(bench: Workbench) -> None:
    letters = json.loads(bench.does("etappe", "module", "letters", "rundgang", "--json"))

    assert letters[0]["to"] == "ap@musterstadt.example"
    assert letters[0]["day"] == "2026-02-12"
    assert letters[0]["tasks"] == ["rundgang.ort", "workshop.raum"]


def test_a_letter_can_be_read(bench: Workbench) -> None:
    text = " ".join(bench.does("etappe", "module", "letters", "rundgang", "1").split())

    assert "Warum dieser Tag: 15 Arbeitstage vor dem Termin „Rundgang durch die Stadt“ am 10.03.2026" in text
    assert "Bei Fragen hilft Ihnen das Projektteam gern weiter." in text


def test_a_letter_that_is_not_there_is_refused(bench: Workbench) -> None:
    refused = bench.run("etappe", "module", "letters", "rundgang", "99")

    assert refused.returncode == 1
    assert "There is no letter 99; they are numbered from 1 to" in refused.stdout


def test_a_project_starts_with_it_and_its_command_is_there(bench: Workbench) -> None:
    bench.does("etappe", "kommunen", "add", "Aachen", "--land", "NW")
    bench.does("etappe", "contacts", "set", "aachen", "AP", "Ada Peters", "ada@aachen.example")
    wish = ("--start", "2040-01-09", "--with", "rundgang", "--ignore", "school_holidays")
    bench.does("etappe", "projects", "start", "aachen", *wish)

    told = bench.does("etappe", "rundgang", "aachen", "25")

    assert told == "aachen: 25 guests noted.\n"
    refused = bench.run("etappe", "rundgang", "aachen", "-1")
    assert "Must be >= 0" in refused.stdout


def test_its_wheel_holds_the_templates_and_names_the_door(bench: Workbench) -> None:
    bench.does("pip", "wheel", "--no-deps", "--wheel-dir", "dist", ".", within=HOME)

    [wheel] = (bench.folder / HOME / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        door = opened.read("etappe_rundgang-0.1.0.dist-info/entry_points.txt").decode()
    assert {"etappe_rundgang/templates/aufgabe.txt", "etappe_rundgang/py.typed"} <= names
    assert "rundgang = etappe_rundgang.hooks" in door


def test_the_name_of_an_installed_module_is_taken(bench: Workbench) -> None:
    refused = bench.run("etappe", "module", "new", "rundgang", "--into", "elsewhere")

    assert "'rundgang' is taken already by the module 'rundgang'" in refused.stdout
    assert not (bench.folder / "elsewhere").exists()


def test_it_needs_no_git(bench: Workbench) -> None:
    bench.does("etappe", "module", "new", "ohne_git", PATH=str(bench.programs))

    assert (bench.folder / "etappe-ohne-git" / "etappe_ohne_git" / "hooks.py").is_file()


def test_without_copier_the_remedy_is_named(bench: Workbench) -> None:
    absent = bench.folder / "absent"
    absent.mkdir()
    (absent / "copier.py").write_text("raise ImportError('no copier')\n")

    refused = bench.run("etappe", "module", "new", "ohne_copier", PYTHONPATH=str(absent))

    assert "pip install 'etappe[kit]'" in " ".join(refused.stdout.split())
    assert not (bench.folder / "etappe-ohne-copier").exists()


def test_it_says_what_to_type_next(cli: Cli) -> None:
    told = cli.does("module", "new", "stadtfest")

    assert told == (
        "etappe-stadtfest holds a module that works, in 18 files. Go on with:\n\n"
        '  cd etappe-stadtfest\n  pip install -e ".[dev]"\n  pytest\n  etappe module letters stadtfest\n'
    )


def test_it_tells_scripts_what_it_wrote(cli: Cli) -> None:
    told = cli.tells("module", "new", "stadtfest", "--into", "my modules")

    assert told["folder"] == "my modules/etappe-stadtfest"
    assert "etappe_stadtfest/offers.py" in told["files"]
    assert told["next"][0] == "cd 'my modules/etappe-stadtfest'"


def test_a_title_is_what_town_halls_read(cli: Cli) -> None:
    cli.does("module", "new", "stadtfest", "--title", "Großes Fest & Umzug")

    offers = (cli.folder / "etappe-stadtfest/etappe_stadtfest/offers.py").read_text("utf8")
    assert 'title="Großes Fest & Umzug"' in offers


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Stadtfest",), "'Stadtfest' is no name for a module: it is no key"),
        (("lambda",), "'lambda' is no name for a module: Python keeps this word for itself"),
        (("workshop",), "'workshop' is taken already by the module 'workshop'"),
        (("auftakt",), "'auftakt' is taken already by the module 'weltoffene_kommune'"),
        (("mailbox",), "'mailbox' is taken already by a command of etappe"),
        (("stadtfest", "--programme", "nirgends"), "No installed module offers the programme 'nirgends'"),
        (("stadtfest", "--title", 'Das "Fest"'), "cannot be a title"),
        (("stadtfest", "--into", "/proc"), "The folder '/proc/etappe-stadtfest' cannot be written"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    cli: Cli, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in cli.refuses("module", "new", *words)
    assert [entry.name for entry in cli.folder.iterdir() if entry.name != "data"] == []


def test_a_folder_that_holds_something_is_left_alone(cli: Cli) -> None:
    mine = cli.folder / "etappe-stadtfest" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")

    assert "exists and is not empty" in cli.refuses("module", "new", "stadtfest")
    assert list(mine.parent.iterdir()) == [mine]


def test_a_module_that_is_not_installed_has_no_letters(cli: Cli) -> None:
    assert "No module 'stadtfest' is installed" in cli.refuses("module", "letters", "stadtfest")


def test_the_template_is_part_of_the_wheel(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    root = Path(__file__).parents[2]
    [wheel] = WheelBuilder(str(root)).build(directory=str(tmp_path), versions=["standard"])

    with zipfile.ZipFile(wheel) as opened:
        names = [n for n in opened.namelist() if n.startswith("etappe/module_template/")]
    there = [f for f in (root / "core/etappe/module_template").rglob("*") if f.is_file()]
    assert len(names) == len(there)
    assert "etappe/module_template/copier.yml" in names
