"""Accounts by the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.cli import Cli

JULE, EMRE = "jule@etappe.example", "emre@etappe.example"


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """A data directory with an administrator."""
    cli = Cli(tmp_path_factory.mktemp("users"))
    cli.does("users", "add", JULE, "--name", "Jule Sommer", "--role", "admin")
    return cli


def test_the_link_is_shown_once_and_lies_nowhere(cli: Cli) -> None:
    added = cli.tells("users", "add", EMRE, "--name", "Emre Tal")

    token = added["path"].removeprefix("/einrichten/")
    assert (added["role"], added["state"]) == ("management", "to be set up")
    assert len(token) == 43
    assert token not in cli.does("users", "list", "--json")
    assert not [f for f in cli.data.iterdir() if f.is_file() and token.encode() in f.read_bytes()]


def test_the_key_that_seals_lies_beside_the_database_for_its_owner_alone(cli: Cli) -> None:
    key: Path = cli.data / "secret.key"

    assert key.stat().st_mode & 0o777 == 0o600


def test_a_reset_shows_another_link(cli: Cli) -> None:
    first, second = (cli.tells("users", "reset", JULE)["path"] for _ in range(2))

    assert first != second


def test_a_role_is_changed_and_the_list_shows_it(cli: Cli) -> None:
    cli.does("users", "add", "mo@etappe.example", "--name", "Mo Rat", "--role", "facilitator")

    assert cli.tells("users", "change", "mo@etappe.example", "--role", "funder")["role"] == "funder"
    listed = {user["email"]: user["role"] for user in cli.tells("users", "list")}
    assert (listed[JULE], listed["mo@etappe.example"]) == ("admin", "funder")


def test_the_last_administrator_is_not_deactivated(cli: Cli) -> None:
    assert "Jule Sommer is the only one" in cli.refuses("users", "deactivate", JULE)


def test_whoever_is_linked_to_nothing_is_unlinked_all_the_same(cli: Cli) -> None:
    cli.does("users", "add", "una@etappe.example", "--name", "Una", "--role", "funder")

    assert cli.tells("users", "unlink", "una@etappe.example")["state"] == "to be set up"


def test_whoever_is_deactivated_stays_in_the_list(cli: Cli) -> None:
    cli.does("users", "add", "ex@etappe.example", "--name", "Ex", "--role", "funder")

    gone = cli.tells("users", "deactivate", "ex@etappe.example")

    assert gone["state"] == "deactivated"
    assert gone in cli.tells("users", "list")


def test_an_unknown_role_is_wrong_usage(cli: Cli) -> None:
    assert cli("users", "add", "x@etappe.example", "--name", "X", "--role", "king").code == 2


def test_roles_are_told_with_what_they_may_do(cli: Cli) -> None:
    roles = cli.tells("users", "roles")

    assert roles["funder"] == ["see overview", "see progress"]
    assert "manage users" in roles["admin"]
