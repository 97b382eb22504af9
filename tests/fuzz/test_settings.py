"""Settings of operators: read, or refused with the name of the setting and without its value."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from etappe.adapters.smtp.relay import Relay
from etappe.adapters.sql.engine import open_engine
from etappe.model.module_settings import ModuleSettings
from etappe.model.spec import ModuleSpec
from etappe.plugin.set_values import settings_of
from etappe.settings import Settings, read_settings
from tests.fuzz.nasty import fuzz, nasty, readable, refusal

NAMES = sorted(Settings.model_fields)
CANARY = "canary-7f3a"
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), readable),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(readable, inner, max_size=3)),
    max_leaves=6,
)


class Lunch(ModuleSettings):
    """Settings of a module."""

    portions: int = 20
    note: str = ""


LUNCH = ModuleSpec(key="lunch", title="Mittagessen", version="1", settings=Lunch)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder and an environment without settings."""
    for name in list(os.environ):
        if name.startswith("ETAPPE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@given(st.sampled_from(NAMES), st.one_of(readable, values.map(json.dumps)))
@fuzz(120)
def test_any_environment_is_read_or_refused_by_name(name: str, value: str) -> None:
    value = value.replace("\0", "")[:3000]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"ETAPPE_{name.upper()}", value)
        _read()


@given(st.dictionaries(st.sampled_from([*NAMES, "unknown"]), values, max_size=3))
@fuzz(100)
def test_any_file_is_read_or_refused_by_name(tmp_path: Path, said: dict[str, JsonValue]) -> None:
    (tmp_path / "etappe.toml").write_text("\n".join(f"{k} = {_toml(v)}" for k, v in said.items()), "utf-8")

    _read()


@given(nasty)
@fuzz(100)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "etappe.toml").write_bytes(text.encode(errors="surrogatepass"))

    _read()


@given(st.sampled_from(["mail", "database", "portal_url", "scanner"]), readable)
@fuzz(100)
def test_no_refusal_quotes_a_value(name: str, value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(f"ETAPPE_{name.upper()}", f"{CANARY}{value}".replace("\0", ""))
        said = refusal(read_settings)
        if said:
            assert CANARY not in said
            return
        settings = read_settings()
    assert name in {"mail", "database"}
    assert CANARY not in repr(settings)
    assert any(CANARY in secret for secret in settings.secrets({}))


@given(st.dictionaries(st.one_of(st.sampled_from(["portions", "note"]), readable), values, max_size=3))
@fuzz(120)
def test_the_settings_of_a_module_fit_or_are_refused_by_field(given_values: dict[str, JsonValue]) -> None:
    said = refusal(partial(settings_of, [LUNCH], {"lunch": given_values}))
    if said:
        assert "lunch" in said
        return

    found = settings_of([LUNCH], {"lunch": given_values})
    assert Lunch.model_validate(found["lunch"].model_dump()) == found["lunch"]


def _read() -> None:
    """Read the settings, and use what was read as a start does."""
    said = refusal(read_settings)
    if said:
        assert any(named in said for named in ("ETAPPE_", "etappe.toml", "environment"))
        return
    settings = read_settings()
    refusal(partial(open_engine, settings.database_url))
    if settings.mail:
        refusal(partial(Relay.from_url, settings.mail.get_secret_value()))
    settings.secrets(os.environ)
    assert settings.files_dir.name == "files"


def _toml(value: JsonValue) -> str:
    """A value as TOML has it; what it does not have becomes a text."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(str(value))
