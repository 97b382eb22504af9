"""Tokens of the API by the command line."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.acceptance.cli import Cli


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """An empty data directory."""
    return Cli(tmp_path_factory.mktemp("tokens"))


def test_a_token_is_shown_once_and_lies_nowhere(cli: Cli) -> None:
    added = cli.tells("tokens", "add", "Statistik", "--role", "funder", "--days", "30")

    secret = added.pop("token")
    made, ends = (datetime.fromisoformat(added[when]) for when in ("made_at", "expires_at"))
    assert secret.startswith("etappe_")
    assert ends - made == timedelta(days=30)
    (listed,) = cli.tells("tokens", "list")
    assert (listed["id"], listed["role"], listed["works"]) == (added["id"], "funder", True)
    assert "token" not in listed
    assert not [f for f in cli.data.iterdir() if f.is_file() and secret.encode() in f.read_bytes()]


def test_a_token_is_revoked_by_the_beginning_of_its_id(cli: Cli) -> None:
    token = cli.tells("tokens", "add", "Datenblatt")

    first = cli.tells("tokens", "revoke", token["id"][:13])
    again = cli.tells("tokens", "revoke", token["id"])

    assert (first["already"], again["already"]) == (False, True)
    listed = {t["id"]: t["works"] for t in cli.tells("tokens", "list")}
    assert listed[token["id"]] is False


@pytest.mark.parametrize("days", ["0", "731", "many"])
def test_a_token_holds_for_two_years_at_most(cli: Cli, days: str) -> None:
    assert cli("tokens", "add", "Probe", "--days", days).code == 2
