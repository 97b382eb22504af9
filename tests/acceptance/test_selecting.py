"""Changes for many projects at once, selected instead of named."""

from __future__ import annotations

from pathlib import Path

import pytest

from etappe.bootstrap import STOPPED_CLOCK
from tests.acceptance.cli import Cli, refusal

SHIFT = ("anchors", "shift", "workshop", "5")
KOMMUNEN = (("aachen", "NW"), ("bonn", "NW"), ("leer", "NI"))


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """etappe with two projects in one Land, and one in another."""
    cli = Cli(Path(tmp_path_factory.mktemp("selecting")))
    cli.data.mkdir()
    (cli.data / STOPPED_CLOCK).write_text("2026-01-12T06:00:00+00:00", encoding="ascii")
    for name, land in KOMMUNEN:
        cli.does("kommunen", "add", name.title(), "--land", land)
        cli.does("contacts", "set", name, "AP", "Ada", f"ap@{name}.example")
    cli.does("projects", "start-many", "--start", "2026-01-12", "--all")
    return cli


def changed(cli: Cli, *words: str) -> list[str]:
    """The projects that a shift would change."""
    told = cli.tells(*SHIFT, *words, "--dry-run")
    return [diff["project"] for diff in told["diffs"]]


def test_all_running_projects_are_selected(cli: Cli) -> None:
    assert changed(cli, "--all") == ["aachen", "bonn", "leer"]


def test_those_of_a_land_are_selected(cli: Cli) -> None:
    assert changed(cli, "--land", "ni") == ["leer"]


def test_those_in_a_phase_are_selected(cli: Cli) -> None:
    assert changed(cli, "--phase", "vereinbarung", "--land", "NW") == ["aachen", "bonn"]


def test_a_selection_that_nobody_fits_is_refused(cli: Cli) -> None:
    assert "No running project fits" in cli.refuses(*SHIFT, "--land", "BY")


def test_an_unknown_land_is_refused(cli: Cli) -> None:
    assert "'XX' is no Land" in cli.refuses(*SHIFT, "--land", "XX")


def test_an_unknown_phase_is_refused(cli: Cli) -> None:
    assert "no phase 'mond'" in cli.refuses("projects", "hold-many", "--phase", "mond", *UNTIL)


UNTIL = ("--until", "2026-03-02", "--reason", "Haushalt")


@pytest.mark.parametrize(
    "words",
    [
        (*SHIFT, "aachen", "--all"),
        ("projects", "hold-many", "aachen", "--land", "NW", *UNTIL),
        ("plan", "upgrade", "aachen", "--phase", "workshop"),
        ("plan", "undo", "aachen", "--all"),
    ],
)
def test_names_and_a_selection_together_are_refused(words: tuple[str, ...]) -> None:
    assert "Projects are named, and selected as well" in refusal(*words)
