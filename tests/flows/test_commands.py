"""What ``etappe flows`` refuses, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from etappe.errors import UnknownProgramme
from etappe_flows.cli import app
from etappe_flows.errors import PrefectMissing
from tests.flows.served import flows
from tests.flows.towns import Town


def nowhere(_name: str) -> None:
    """What the import system says of something that is not installed."""


@pytest.mark.parametrize("words", [["serve"], ["deploy"], ["services"], ["status"]], ids=" ".join)
def test_without_prefect_a_command_says_how_to_get_it(
    words: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etappe_flows.cli.find_spec", nowhere)

    with pytest.raises(PrefectMissing, match=r"pip install 'etappe\[flows\]'"):
        app(words)


def test_a_programme_that_nobody_offers_is_refused_before_anything_starts(town: Town) -> None:
    with pytest.raises(UnknownProgramme, match="'atlantis'"):
        app(["serve", "--programme", "atlantis"])

    assert not (town.folder / "prefect").exists()


def test_deploying_needs_a_server(town: Town) -> None:
    refused = flows(town, "deploy")

    assert refused.returncode == 1
    assert "No Prefect server is named; set PREFECT_API_URL to its address" in refused.stderr


def test_a_server_that_does_not_answer_is_told_without_its_password(town: Town) -> None:
    refused = flows(town, "deploy", PREFECT_API_URL="http://user:secret@127.0.0.1:1/api")

    assert refused.returncode == 1
    assert "The Prefect server at http://127.0.0.1:1/api does not answer" in refused.stderr
    assert "secret" not in refused.stderr


def test_a_data_directory_that_is_read_only_is_told(town: Town) -> None:
    refused = flows(town, "serve", ETAPPE_DATA_DIR="/proc/etappe")

    assert refused.returncode == 1
    assert "The folder '/proc/etappe/prefect' cannot be used" in refused.stderr
    assert "set ETAPPE_DATA_DIR to one that you may write to" in refused.stderr


def test_the_status_of_nothing_says_who_keeps_the_time(town: Town) -> None:
    told = flows(town, "status")

    assert told.returncode == 1
    assert "no Prefect server runs here, and PREFECT_API_URL names none" in told.stdout
    assert "'etappe worker' keeps the time without it" in told.stdout
    assert "run 'etappe flows serve'" in told.stdout


def test_the_status_of_a_dead_server_is_told_and_no_error(town: Town) -> None:
    told = flows(town, "status", PREFECT_API_URL="http://127.0.0.1:1/api")

    assert told.returncode == 1
    assert "does not answer" in told.stdout
    assert "'etappe worker' keeps the time without it" in told.stdout


def test_background_services_need_a_database_that_can_be_shared(town: Town) -> None:
    refused = flows(town, "services")

    assert refused.returncode == 1
    assert "set PREFECT_SERVER_DATABASE_CONNECTION_URL to postgresql+asyncpg://" in refused.stderr
