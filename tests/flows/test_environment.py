"""What Prefect finds in its environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from etappe_flows.environment import be_quiet, become, embedded
from etappe_flows.errors import BadFlowSetting
from etappe_flows.settings import read_flow_settings


def test_a_server_of_our_own_knows_nothing_of_another() -> None:
    around = {"PREFECT_API_URL": "https://other.example/api", "PREFECT_API_KEY": "secret", "PATH": "/bin"}

    found = embedded(Path("/data/prefect"), 4711, around)

    assert found["PREFECT_API_URL"] == "http://127.0.0.1:4711/api"
    assert found["PREFECT_HOME"] == "/data/prefect"
    assert found["PATH"] == "/bin"
    assert "PREFECT_API_KEY" not in found


def test_a_server_of_our_own_is_silent_and_forgets() -> None:
    found = embedded(Path("/data/prefect"), 4711, {})

    assert (found["DO_NOT_TRACK"], found["PREFECT_SERVER_ANALYTICS_ENABLED"]) == ("1", "false")
    assert found["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "events,flow_runs"
    assert found["PREFECT_WORKER_WEBSERVER_HOST"] == "127.0.0.1"


def test_this_machine_is_reached_without_a_proxy() -> None:
    found = embedded(Path("/data/prefect"), 4711, {"NO_PROXY": "place.example", "HTTP_PROXY": "http://p:1"})

    assert found["no_proxy"] == found["NO_PROXY"] == "place.example,127.0.0.1,localhost"
    assert found["HTTP_PROXY"] == "http://p:1"


def test_a_process_becomes_what_its_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(os.environ)
    monkeypatch.setenv("PREFECT_API_KEY", "secret")

    become({"PATH": "/bin"})
    found = dict(os.environ)
    become(before)

    assert found == {"PATH": "/bin"}


def test_a_client_is_silent_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DO_NOT_TRACK", "0")

    be_quiet()

    assert os.environ["DO_NOT_TRACK"] == "1"


def test_a_setting_that_makes_no_sense_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_FLOWS_SHARDS", "0")

    with pytest.raises(BadFlowSetting, match="The setting ETAPPE_FLOWS_SHARDS cannot be used"):
        read_flow_settings()
