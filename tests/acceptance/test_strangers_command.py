"""A stranger's command, record and rule, from the outside."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.acceptance.cli import Cli

START = ("projects", "start", "aachen", "--start", "2028-01-10", "--with", "catering")


@pytest.fixture
def cli(catering: Path, tmp_path: Path) -> Cli:
    """etappe with the stranger's module beside it, and a project that has chosen it."""
    cli = replace(Cli(tmp_path), site=catering)
    cli.does("kommunen", "add", "Aachen", "--land", "NW")
    cli.does("contacts", "set", "aachen", "AP", "Ada Peters", "ada@aachen.example")
    cli.does(*START)
    return cli


def test_hook_etappe_commands_adds_a_command_to_the_help_and_runs_it(cli: Cli) -> None:
    assert "Enter and list orders." in cli.does("--help")

    assert cli.does("catering", "order", "aachen", "40") == "aachen orders 40 meals, 0 of them vegetarian.\n"
    assert cli.does("catering", "list") == "Aachen: 40 meals, 0 of them vegetarian\n"


def test_a_command_of_a_module_refuses_in_one_sentence(cli: Cli) -> None:
    assert "'nowhere'" in cli.refuses("catering", "order", "nowhere", "40")


def test_a_task_that_a_rule_obstructs_is_done_once_the_record_is_there(cli: Cli) -> None:
    refused = cli.refuses("tasks", "done", "aachen", "catering.essenszahl")
    assert "Die Zahl der Essen ist noch nicht eingetragen." in refused

    cli.does("catering", "order", "aachen", "40")

    assert "is done" in cli.does("tasks", "done", "aachen", "catering.essenszahl")


def test_accepting_an_offer_opens_the_task_on_demand(cli: Cli) -> None:
    cli.does("tasks", "done", "aachen", "bewirtung.angebot")

    tasks = {t["key"]: t for t in cli.tells("projects", "show", "aachen")["tasks"]}
    assert tasks["catering.vertrag"]["state"] == "open"


def test_a_setting_that_does_not_fit_parks_the_module_and_names_the_field(cli: Cli) -> None:
    (cli.folder / "etappe.toml").write_text("[modules.catering]\nmost_meals = 'many'\n", "utf8")

    ran = cli("doctor")

    assert ran.code == 1
    assert "The setting 'most_meals' of the module 'catering' cannot be used" in " ".join(ran.out.split())


def test_a_setting_of_the_operator_counts(cli: Cli) -> None:
    (cli.folder / "etappe.toml").write_text("[modules.catering]\nmost_meals = 39\n", "utf8")
    cli.does("catering", "order", "aachen", "40")

    assert "mehr, als geliefert werden können (39)" in cli.refuses(
        "tasks", "done", "aachen", "catering.essenszahl"
    )


def test_the_draft_of_the_report_has_the_modules_section(cli: Cli) -> None:
    cli.does("catering", "order", "aachen", "40")

    assert "## Verpflegung\n\nBestellt wurden 40 Essen." in cli.does("projects", "report", "aachen")


def test_a_person_is_exported_and_erased_with_what_the_module_keeps(cli: Cli) -> None:
    cli.does("catering", "order", "aachen", "40", "--by", "ada@aachen.example")
    cli.does("contacts", "set", "aachen", "AP", "Neu Da", "neu@aachen.example", "--yes")
    exported = json.loads(cli.does("contacts", "export", "ada@aachen.example"))
    assert exported["modules"][0]["data"]["meals"] == 40

    assert "is erased, in 1 records of modules too" in cli.does("contacts", "erase", "ada@aachen.example")

    assert "ada@aachen.example" in cli.refuses("contacts", "export", "ada@aachen.example")
    assert cli.does("catering", "list") == "Aachen: 40 meals, 0 of them vegetarian\n"
