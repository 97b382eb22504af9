"""What an operator can set: environment ``ETAPPE_…`` before ``etappe.toml`` before these defaults."""

from __future__ import annotations

import re
from pathlib import Path
from tomllib import TOMLDecodeError

from platformdirs import user_data_path
from pydantic import Field, JsonValue, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from etappe.errors import BadSetting
from etappe.model.region import RegionKey


def read_settings(data_dir: Path | None = None) -> Settings:
    """The settings as they are now; raises `BadSetting`, which never quotes a value."""
    try:
        return Settings() if data_dir is None else Settings(data_dir=data_dir)
    except (ValidationError, SettingsError, TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(setting=_setting(error), cause=_cause(error)) from None


class Settings(BaseSettings):
    """Read once, at the outermost edge."""

    model_config = SettingsConfigDict(env_prefix="ETAPPE_", toml_file="etappe.toml", extra="forbid")

    data_dir: Path = Field(default_factory=lambda: user_data_path("etappe", appauthor=False))
    """Where database and mailbox lie."""
    database: SecretStr | None = None
    """A database URL; without one an SQLite file in the data directory."""
    programme: str = "weltoffene_kommune"
    mail: SecretStr | None = None
    """The mail server as an Apprise URL: mailtos://user:password@host?from=…&name=…"""
    reply_to: str | None = None
    team: tuple[SecretStr, ...] = ()
    """Apprise URLs of the project team's own channels."""
    without: tuple[str, ...] = ()
    """Modules that are switched off."""
    modules: dict[str, dict[str, JsonValue]] = Field(default_factory=dict[str, dict[str, JsonValue]])
    """What is set for modules: in ``etappe.toml`` under [modules.KEY]."""
    staff_land: RegionKey | None = None
    """The Land or region whose holidays the project team keeps; without one, that of the programme."""

    @property
    def database_url(self) -> str:
        """The database to use."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.data_dir / 'etappe.db'}"

    @property
    def mailbox_dir(self) -> Path:
        """Where the local mailbox keeps its letters."""
        return self.data_dir / "mailbox"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order in which settings are looked for."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def _setting(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return ", ".join(dict.fromkeys(f"ETAPPE_{e['loc'][0]}".upper() for e in error.errors()))
    if isinstance(error, (TOMLDecodeError, UnicodeDecodeError)):
        return "etappe.toml"
    field = re.search(r'field "(\w+)"', str(error))
    return f"ETAPPE_{field[1].upper()}" if field else "in the environment"


def _cause(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(dict.fromkeys(e["msg"] for e in error.errors(include_input=False)))
    if isinstance(error, TOMLDecodeError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not written in UTF-8"
    return 'a list is written as JSON, like ["dialog"]'
