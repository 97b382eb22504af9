"""What is set for a provider is refused where it would let anybody in."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from etappe.model.oidc import Oidc, is_safe

GOOD: dict[str, Any] = {
    "issuer": "https://sso.example.org/realms/staff",
    "client_id": "etappe",
    "client_secret": "geheim",
    "title": "Rathaus-Konto",
}


def oidc(**other: object) -> Oidc:
    """The settings with something else in them."""
    return Oidc.model_validate({**GOOD, **other})


def test_an_issuer_stays_as_the_provider_writes_it() -> None:
    assert oidc(issuer="https://sso.example.org/").issuer == "https://sso.example.org/"


@pytest.mark.parametrize(
    "issuer",
    [
        "http://sso.example.org",
        "sso.example.org",
        "ftp://sso.example.org",
        "https://",
        "https://sso.example.org?realm=staff",
        "https://sso.example.org#staff",
        "https://etappe@sso.example.org",
        "https://sso.example.org/a b",
        "https://sso.example.org\n",
        "https://sso.example.org:99999",
        "https://ämter.example",
        f"https://sso.example.org/{'x' * 255}",
    ],
)
def test_an_issuer_that_cannot_be_trusted_is_refused(issuer: str) -> None:
    with pytest.raises(ValidationError):
        oidc(issuer=issuer)


def test_only_this_machine_may_go_without_tls() -> None:
    assert is_safe("http://127.0.0.1:9400")
    assert is_safe("http://localhost/realms/staff")
    assert not is_safe("http://127.0.0.1.example.org")


@pytest.mark.parametrize(
    "other", [{"client_id": ""}, {"client_secret": ""}, {"title": " "}, {"title": "a\nb"}, {"titel": "a"}]
)
def test_what_is_missing_or_misspelt_is_refused(other: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        oidc(**other)


def test_the_secret_is_not_shown() -> None:
    assert "geheim" not in repr(oidc())


def test_where_nothing_is_asked_for_everything_is_enough() -> None:
    assert oidc().shows_enough(None, ())


@pytest.mark.parametrize(
    ("acr", "amr", "enough"),
    [
        ("gold", (), True),
        (None, ("pwd", "otp"), True),
        ("silver", ("pwd",), False),
        (None, (), False),
        ("otp", (), False),
        (None, ("gold",), False),
    ],
)
def test_one_of_the_values_that_stand_for_two_factors_is_enough(
    acr: str | None, amr: tuple[str, ...], enough: bool
) -> None:
    asked = oidc(acr_values=["gold"], amr_values=["otp", "mfa"])

    assert asked.shows_enough(acr, amr) is enough
