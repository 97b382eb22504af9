"""What an operator can set: environment ``ETAPPE_…`` before ``etappe.toml`` before these defaults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from tomllib import TOMLDecodeError
from urllib.parse import unquote, urlsplit

from platformdirs import user_data_path
from pydantic import Field, JsonValue, PositiveInt, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from etappe.errors import BadSetting
from etappe.model.exposure import LEGAL_TEXTS, Exposure
from etappe.model.link import LinkMode
from etappe.model.oidc import Oidc
from etappe.model.region import RegionKey

DATABASE_FILE = "etappe.db"
SETTINGS_FILE = "etappe.toml"
SECRET_WORDS = ("SECRET", "PASSWORD", "TOKEN", "KEY")
SECRET_SETTINGS = frozenset({"ETAPPE_DATABASE", "ETAPPE_MAIL", "ETAPPE_TEAM"})
_GAP = re.compile(r"[\s\x00-\x1f<>\"\\]")
WORTH_HIDING = 6
"""Shorter values in the environment are names of keyboards and the like."""


class Origin(StrEnum):
    """Where a setting comes from."""

    COMMAND = "command"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


def read_settings(data_dir: Path | None = None) -> Settings:
    """The settings as they are now; raises `BadSetting`, which never quotes a value."""
    try:
        return Settings() if data_dir is None else Settings(data_dir=data_dir)
    except (ValidationError, SettingsError, TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(setting=_setting(error), cause=_cause(error)) from None


class Settings(BaseSettings):
    """Read once, at the outermost edge."""

    model_config = SettingsConfigDict(
        env_prefix="ETAPPE_", env_nested_delimiter="__", toml_file=SETTINGS_FILE, extra="forbid"
    )

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
    legal: dict[str, str] = Field(default_factory=dict[str, str])
    """The texts that every page leads to: impressum, datenschutz, barrierefreiheit, leichte-sprache."""
    staff_land: RegionKey | None = None
    """The Land or region whose holidays the project team keeps; without one, that of the programme."""
    portal_url: str | None = None
    """Where the web portal is, like https://etappe.example.org; without it letters hold no links."""
    link_mode: LinkMode | None = None
    """Whether a link is enough or a code is mailed too; without it, as the programme says."""
    uploads: bool | None = None
    """Whether town halls can add files to their tasks; without it, as the programme says."""
    uploads_quota_mb: PositiveInt = 100
    """What the files of one Kommune may take together."""
    scanner: str | None = None
    """ClamAV's daemon, which looks through every file: tcp://HOST:PORT or unix:///PATH."""
    secret_keys: tuple[SecretStr, ...] = ()
    """The keys that seal what no reader of the database may read, the newest first; without one a key lies in
    a file in the data directory."""

    oidc: Oidc | None = None
    """The provider at which staff sign in: [oidc] in ``etappe.toml``, ETAPPE_OIDC__… in the environment."""

    @field_validator("portal_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        return None if url is None else _portal_address(url)

    @field_validator("scanner")
    @classmethod
    def _is_a_scanner(cls, address: str | None) -> str | None:
        return None if address is None else _scanner_address(address)

    @property
    def database_url(self) -> str:
        """The database to use."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.data_dir / DATABASE_FILE}"

    def secrets(self, environment: Mapping[str, str]) -> frozenset[str]:
        """Every value that no output, log or row may show: addresses with passwords, and what an environment
        calls secret."""
        oidc = self.oidc.client_secret if self.oidc else None
        hidden = (self.database, self.mail, *self.team, *self.secret_keys, oidc)
        held = [s.get_secret_value() for s in hidden if s is not None]
        named = (v for name, v in environment.items() if len(v) >= WORTH_HIDING and _is_secret(name))
        return frozenset((*held, *(p for url in held for p in _passwords(url)), *named))

    def exposure(self, environment: Mapping[str, str]) -> Exposure:
        """What is set, as far as it matters to those who come from outside."""
        missing = tuple(text for text in LEGAL_TEXTS if not self.legal.get(text, "").strip())
        return Exposure(
            self.portal_url, missing, self.mail is not None, self._keys_beside_database(environment)
        )

    def origins(self, environment: Mapping[str, str]) -> Mapping[str, Origin]:
        """Where each setting comes from."""
        named, filed = {name.lower() for name in environment}, _in_file()
        return {name: self._origin(name, named, filed) for name in type(self).model_fields}

    def _origin(self, name: str, named: Container[str], filed: Container[str]) -> Origin:
        if name not in self.model_fields_set:
            return Origin.DEFAULT
        if f"etappe_{name}" in named:
            return Origin.ENVIRONMENT
        return Origin.FILE if name in filed else Origin.COMMAND

    def _keys_beside_database(self, environment: Mapping[str, str]) -> bool:
        """Whether the keys lie in the folder in which the database does, where that is a file."""
        if not self.database_url.startswith("sqlite:///"):
            return False
        folder = Path(self.database_url.removeprefix("sqlite:///")).resolve().parent
        if not self.secret_keys:
            return self.data_dir.resolve() == folder
        filed = self.origins(environment)["secret_keys"] is Origin.FILE
        return filed and Path(SETTINGS_FILE).resolve().parent == folder

    @property
    def mailbox_dir(self) -> Path:
        """Where the local mailbox keeps its letters."""
        return self.data_dir / "mailbox"

    @property
    def files_dir(self) -> Path:
        """Where the files of town halls lie, a folder for each programme."""
        return self.data_dir / "files"

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


def _in_file() -> frozenset[str]:
    """The settings that the file names; none where there is no file, or none that can be read any more."""
    try:
        return frozenset(tomllib.loads(Path(SETTINGS_FILE).read_text("utf-8")))
    except (OSError, TOMLDecodeError, UnicodeDecodeError):
        return frozenset()


def _is_secret(name: str) -> bool:
    return any(word in name.upper() for word in SECRET_WORDS) or name.upper() in SECRET_SETTINGS


def _passwords(url: str) -> Iterable[str]:
    """The password in an address, as it is written there and as it is meant."""
    try:
        password = urlsplit(url).password
    except ValueError:  # no address at all; it is hidden as a whole
        return ()
    return (password, unquote(password)) if password else ()


def _portal_address(url: str) -> str:
    """The address without the slash at its end; raises where it is more, or less, than scheme and host."""
    clean = url.strip().rstrip("/")
    parts = urlsplit(clean)
    plain = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and clean.isascii()
    if not plain or parts.username or parts.path or parts.query or parts.fragment or _GAP.search(clean):
        raise ValueError("write it like https://etappe.example.org, with nothing behind the host")
    return clean


def _scanner_address(address: str) -> str:
    """The address as it is; raises where nothing could be reached under it."""
    parts = urlsplit(address)
    tcp = parts.scheme == "tcp" and parts.hostname and parts.port != 0 and not parts.path
    if not tcp and not (parts.scheme == "unix" and parts.path and not parts.netloc):
        raise ValueError("write it like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl")
    return address


def _setting(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return ", ".join(dict.fromkeys(_name(e["loc"]) for e in error.errors()))
    if isinstance(error, (TOMLDecodeError, UnicodeDecodeError)):
        return "etappe.toml"
    field = re.search(r'field "(\w+)"', str(error))
    return f"ETAPPE_{field[1].upper()}" if field else "in the environment"


def _name(place: tuple[int | str, ...]) -> str:
    """How the environment calls what lies at a place; the settings of the provider are named one by one."""
    inner = place[:2] if place[0] == "oidc" else place[:1]
    return f"ETAPPE_{'__'.join(map(str, inner))}".upper()


def _cause(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(dict.fromkeys(e["msg"] for e in error.errors(include_input=False)))
    if isinstance(error, TOMLDecodeError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is not written in UTF-8"
    return 'a list is written as JSON, like ["dialog"]'
