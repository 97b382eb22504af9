"""Settings: the environment before ``etappe.toml`` before the defaults, and no secret is ever told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from etappe.adapters.safe import FernetSafe, new_key
from etappe.bootstrap import gatehouse, safe_of
from etappe.errors import BadSetting
from etappe.model.link import LinkMode
from etappe.model.place import Land
from etappe.settings import Settings, read_settings

SECRET_OF_CLIENT = "s3hr-geheim"
SECRET = "mailtos://etappe:geheim@mail.example.org"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in, and an environment without settings of ours."""
    for name in list(os.environ):
        if name.startswith("ETAPPE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str) -> None:
    """Write the file of settings."""
    (folder / "etappe.toml").write_text(text, encoding="utf-8")


def refused() -> str:
    """What is said about settings that cannot be used."""
    with pytest.raises(BadSetting) as caught:
        read_settings()
    return str(caught.value)


def test_without_a_word_the_defaults_hold() -> None:
    settings = read_settings()

    assert (settings.programme, settings.staff_land) == ("weltoffene_kommune", None)
    assert (settings.mail, settings.team, settings.without) == (None, (), ())
    assert settings.data_dir.is_absolute()


def test_the_file_comes_before_the_defaults(folder: Path) -> None:
    write(folder, 'staff_land = "SN"\nwithout = ["dialog"]\n')

    settings = read_settings()

    assert (settings.staff_land, settings.without) == (Land.SN, ("dialog",))


def test_the_environment_comes_before_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, 'staff_land = "SN"\nprogramme = "probe"\n')
    monkeypatch.setenv("ETAPPE_STAFF_LAND", "HH")

    settings = read_settings()

    assert (settings.staff_land, settings.programme) == (Land.HH, "probe")


def test_a_named_folder_comes_before_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_DATA_DIR", "/anderswo")

    assert read_settings(folder).data_dir == folder


def test_database_and_mailbox_lie_in_the_folder(folder: Path) -> None:
    settings = read_settings(folder)

    assert settings.database_url == f"sqlite:///{folder}/etappe.db"
    assert settings.mailbox_dir == folder / "mailbox"


def test_a_named_database_lies_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_DATABASE", "postgresql://host/etappe")

    assert read_settings(folder).database_url == "postgresql://host/etappe"


def test_a_list_in_the_environment_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_WITHOUT", '["dialog", "workshop"]')

    assert read_settings().without == ("dialog", "workshop")


def test_an_unknown_key_is_refused_by_name(folder: Path) -> None:
    write(folder, 'stab_land = "SN"\n')

    assert refused() == (
        "The setting ETAPPE_STAB_LAND cannot be used: Extra inputs are not permitted; "
        "correct it in the environment or in etappe.toml."
    )


def test_a_land_is_two_capital_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_STAFF_LAND", "Berlin")

    assert refused().startswith("The setting ETAPPE_STAFF_LAND cannot be used: String should match pattern ")


def test_a_list_that_is_no_json_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_WITHOUT", "dialog")

    assert refused().startswith(
        'The setting ETAPPE_WITHOUT cannot be used: a list is written as JSON, like ["dialog"];'
    )


def test_a_bad_item_of_a_list_names_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_WITHOUT", '["dialog", 7, 8]')

    assert refused().startswith("The setting ETAPPE_WITHOUT cannot be used: Input should be a valid string;")


def test_several_faults_are_told_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "programme = 7\n")
    monkeypatch.setenv("ETAPPE_STAFF_LAND", "Berlin")

    assert refused().startswith("The setting ETAPPE_PROGRAMME, ETAPPE_STAFF_LAND cannot be used: ")


def test_a_file_that_is_no_toml_is_named_with_the_line(folder: Path) -> None:
    write(folder, 'programme = "probe"\nstaff_land = SN\n')

    told = refused()

    assert told.startswith("The setting etappe.toml cannot be used: ")
    assert "line 2" in told


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "etappe.toml").write_bytes('reply_to = "büro@place.de"\n'.encode("latin-1"))

    assert refused().startswith("The setting etappe.toml cannot be used: it is not written in UTF-8;")


def test_secrets_are_never_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_MAIL", SECRET)
    monkeypatch.setenv("ETAPPE_DATABASE", "postgresql://etappe:geheim@host/etappe")
    monkeypatch.setenv("ETAPPE_TEAM", f'["{SECRET}"]')

    settings: Settings = read_settings()

    assert "geheim" not in f"{settings!r} {settings}"
    assert settings.mail is not None
    assert settings.mail.get_secret_value() == SECRET


@pytest.mark.parametrize("team", [SECRET, f'{{"geheim": "{SECRET}"}}', f'[["{SECRET}"]]'])
def test_secrets_are_never_in_the_error(team: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_TEAM", team)
    monkeypatch.setenv("ETAPPE_MAIL", SECRET)

    told = refused()

    assert ("ETAPPE_TEAM" in told, "geheim" in told) == (True, False)


@pytest.mark.parametrize("line", [f'mail = ["{SECRET}"]', f'post = "{SECRET}"', f"mail = {SECRET}"])
def test_secrets_of_the_file_are_never_in_the_error(line: str, folder: Path) -> None:
    write(folder, f"{line}\n")

    assert "geheim" not in refused()


def test_every_secret_is_known_so_that_it_can_be_struck_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_MAIL", "mailtos://etappe:ge%40heim@host")
    monkeypatch.setenv("ETAPPE_TEAM", '["json://team"]')
    environment = {"API_TOKEN": "t0ken-of-somebody", "KEYBOARD": "de", "LANG": "de_DE.UTF-8"}

    secrets = read_settings().secrets(environment)

    assert secrets == {
        "mailtos://etappe:ge%40heim@host",
        "ge%40heim",
        "ge@heim",
        "json://team",
        "t0ken-of-somebody",
    }


def test_a_secret_that_is_no_address_is_hidden_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_DATABASE", "sqlite://[")

    assert read_settings().secrets({}) == {"sqlite://["}


@pytest.mark.parametrize("url", ["https://etappe.example.org", " https://etappe.example.org/ "])
def test_the_portal_is_an_address_without_a_slash_at_its_end(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("ETAPPE_PORTAL_URL", url)

    assert read_settings().portal_url == "https://etappe.example.org"


def test_the_portal_may_have_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_PORTAL_URL", "http://127.0.0.1:8000")

    assert read_settings().portal_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "url",
    [
        "etappe.example.org",
        "ftp://etappe.example.org",
        "https://",
        "https://etappe.example.org/pfad",
        "https://etappe.example.org?a=b",
        "https://etappe.example.org#x",
        "https://eva@etappe.example.org",
        "https://etappe.example.org:ninety",
        "https://etappe example.org",
        "https://etäppe.example.org",
        "",
    ],
)
def test_what_is_no_address_of_a_portal_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("ETAPPE_PORTAL_URL", url)

    assert "ETAPPE_PORTAL_URL" in refused()


def test_a_link_asks_for_a_code_unless_programme_or_operator_say_it_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read_settings().link_mode is None

    monkeypatch.setenv("ETAPPE_LINK_MODE", "link")

    assert read_settings().link_mode is LinkMode.LINK


def test_files_come_in_where_programme_or_operator_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (read_settings().uploads, read_settings().uploads_quota_mb) == (None, 100)

    monkeypatch.setenv("ETAPPE_UPLOADS", "true")

    assert read_settings().uploads is True


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:3310", "tcp://clamav", "unix:///run/clamd.ctl"])
def test_a_scanner_is_reached_over_tcp_or_a_socket(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ETAPPE_SCANNER", address)

    assert read_settings().scanner == address


@pytest.mark.parametrize(
    "address",
    ["", "clamav", "http://clamav", "tcp://", "tcp://clamav/x", "tcp://clamav:x", "unix://run/clamd"],
)
def test_what_is_no_address_of_a_scanner_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("ETAPPE_SCANNER", address)

    assert "ETAPPE_SCANNER" in refused()


def test_secret_keys_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETAPPE_SECRET_KEYS", '["eins-zwei-drei"]')

    settings = read_settings()

    assert "eins-zwei-drei" not in repr(settings)
    assert "eins-zwei-drei" in settings.secrets({})


def test_the_keys_of_the_settings_seal_and_are_hidden_from_every_output(tmp_path: Path) -> None:
    keys = [new_key(), new_key()]
    sealed = FernetSafe(keys[1:]).seal(b"secret")

    settings = Settings(data_dir=tmp_path, secret_keys=tuple(SecretStr(key) for key in keys))

    assert safe_of(settings).open(sealed) == b"secret"
    assert settings.secrets({}) >= set(keys)
    assert not any(tmp_path.iterdir())


def test_what_hides_subjects_of_throttles_follows_from_the_key(tmp_path: Path) -> None:
    same, other = Settings(data_dir=tmp_path / "a"), Settings(data_dir=tmp_path / "b")

    assert gatehouse(same).salt == gatehouse(same).salt != gatehouse(other).salt
    assert repr(gatehouse(same).salt) not in repr(gatehouse(same))


def set_provider(monkeypatch: pytest.MonkeyPatch, **other: str) -> None:
    """Set a provider in the environment."""
    provider = {"issuer": "https://sso.example.org", "client_id": "etappe", "client_secret": SECRET_OF_CLIENT}
    for name, value in {**provider, "title": "Rathaus-Konto", **other}.items():
        monkeypatch.setenv(f"ETAPPE_OIDC__{name.upper()}", value)


def test_a_provider_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    set_provider(monkeypatch, amr_values='["mfa"]', passwords="no")

    oidc = read_settings().oidc

    assert oidc is not None
    assert (oidc.issuer, oidc.amr_values, oidc.passwords) == ("https://sso.example.org", ("mfa",), False)
    assert oidc.client_secret.get_secret_value() == SECRET_OF_CLIENT


def test_a_provider_is_set_by_the_file_and_its_secret_by_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        folder, '[oidc]\nissuer = "https://sso.example.org"\nclient_id = "etappe"\ntitle = "Rathaus-Konto"\n'
    )
    monkeypatch.setenv("ETAPPE_OIDC__CLIENT_SECRET", SECRET_OF_CLIENT)

    oidc = read_settings().oidc

    assert oidc is not None
    assert (oidc.client_id, oidc.passwords) == ("etappe", True)


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"issuer": "http://sso.example.org"}, "ETAPPE_OIDC__ISSUER"),
        ({"client_secret": ""}, "ETAPPE_OIDC__CLIENT_SECRET"),
        ({"passwords": "perhaps"}, "ETAPPE_OIDC__PASSWORDS"),
        ({"tittle": "a"}, "ETAPPE_OIDC__TITTLE"),
    ],
)
def test_a_provider_that_cannot_be_used_is_named_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, other: dict[str, str], named: str
) -> None:
    set_provider(monkeypatch, **other)

    sentence = refused()

    assert named in sentence
    assert SECRET_OF_CLIENT not in sentence


def test_the_secret_of_the_client_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    set_provider(monkeypatch)
    settings = read_settings()

    assert SECRET_OF_CLIENT in settings.secrets({})
    assert SECRET_OF_CLIENT not in repr(settings)
