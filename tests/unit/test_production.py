"""What has to be in order before others are let in, and how it is found out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from etappe.adapters.safe import new_key
from etappe.model.exposure import LEGAL_TEXTS, Exposure
from etappe.service.checkup import Level
from etappe.service.production import production
from etappe.settings import Origin, Settings, read_settings

READY = Exposure("https://etappe.example.org", (), mail=True, keys_beside_database=False)


def faults(exposure: Exposure) -> list[str]:
    """The names of what is at fault."""
    found = [f for f in production(exposure) if f.level is Level.FAULT]
    assert all(f.text and f.remedy for f in found)
    return [f.name for f in found]


def test_where_nothing_is_missing_that_is_said() -> None:
    (finding,) = production(READY)

    assert (finding.name, finding.level) == ("production", Level.FINE)


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:8000", "http://[::1]:8000", "https://localhost"])
def test_an_address_that_only_this_machine_reaches_is_none(address: str | None) -> None:
    exposure = replace(READY, address=address)

    assert (exposure.public, faults(exposure)) == (False, ["address"])


def test_an_address_without_tls_is_refused() -> None:
    assert faults(replace(READY, address="http://etappe.example.org")) == ["address"]


def test_every_missing_text_is_named_with_where_to_write_it() -> None:
    found = production(replace(READY, missing_texts=LEGAL_TEXTS))

    assert [f.name for f in found] == [f"text {text}" for text in LEGAL_TEXTS]
    assert "\"leichte-sprache\" = '…'" in found[-1].remedy


def test_without_a_mail_server_nobody_gets_a_code() -> None:
    assert faults(replace(READY, mail=False)) == ["mail"]


def test_keys_beside_what_they_seal_are_refused() -> None:
    assert faults(replace(READY, keys_beside_database=True)) == ["keys"]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def beside(settings: Settings, **environment: str) -> bool:
    """Whether the keys lie beside the database."""
    return settings.exposure(environment).keys_beside_database


def test_a_key_that_etappe_makes_lies_beside_its_database_unless_that_is_elsewhere(folder: Path) -> None:
    here = Settings(data_dir=folder / "data", database=None)
    elsewhere = Settings(data_dir=folder / "data", database=SecretStr(f"sqlite:///{folder}/db/etappe.db"))
    server = Settings(data_dir=folder / "data", database=SecretStr("postgresql://u:p@db/etappe"))

    assert (beside(here), beside(elsewhere), beside(server)) == (True, False, False)


def test_keys_of_the_environment_lie_nowhere_and_those_of_the_file_beside_it(folder: Path) -> None:
    (folder / "etappe.toml").write_text(f'secret_keys = ["{new_key()}"]\n')

    filed = read_settings(folder)

    assert beside(filed)
    assert not beside(filed, ETAPPE_SECRET_KEYS="…")
    assert not beside(read_settings(folder / "data"))


def test_a_text_of_blanks_is_missing() -> None:
    settings = Settings(legal={**dict.fromkeys(LEGAL_TEXTS, "Text"), "impressum": " \n"})

    assert settings.exposure({}).missing_texts == ("impressum",)


def test_each_setting_says_where_it_comes_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "etappe.toml").write_text('reply_to = "a@b.de"\nlink_mode = "link"\n')
    monkeypatch.setenv("ETAPPE_LINK_MODE", "code")

    found = read_settings(folder).origins({"ETAPPE_LINK_MODE": "code"})

    assert found["link_mode"] is Origin.ENVIRONMENT
    assert found["reply_to"] is Origin.FILE
    assert found["data_dir"] is Origin.COMMAND
    assert found["staff_land"] is Origin.DEFAULT


def test_a_file_that_cannot_be_read_any_more_names_nothing(folder: Path) -> None:
    settings = Settings(reply_to="a@b.de")
    (folder / "etappe.toml").write_text("reply_to = ")

    assert settings.origins({})["reply_to"] is Origin.COMMAND
