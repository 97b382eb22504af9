"""What is set for signing in by OpenID Connect: which provider, as whom, and what it has to show."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LONGEST_ISSUER = 255
LONGEST_TITLE = 60


class Oidc(BaseModel):
    """The provider at which staff sign in, and etappe's own name there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Annotated[str, Field(max_length=LONGEST_ISSUER)]
    """As the provider writes it, to the last slash."""
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: Annotated[SecretStr, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    """What stands behind "Anmelden mit"."""
    acr_values: tuple[str, ...] = ()
    """Values of acr that stand for two factors; the provider is asked for one of them."""
    amr_values: tuple[str, ...] = ()
    """Values of amr that stand for two factors. With neither, the provider itself sees to them."""
    passwords: bool = True
    """Whether one may still sign in with a password of etappe."""

    @field_validator("issuer")
    @classmethod
    def _is_an_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        if not is_safe(url) or parts.username or parts.query or parts.fragment:
            raise ValueError(
                "write it as the provider does, with https, like https://sso.example.org/realms/staff"
            )
        return url

    @field_validator("title")
    @classmethod
    def _can_be_read(cls, title: str) -> str:
        if not title.strip() or not title.isprintable():
            raise ValueError("name it as people do")
        return title.strip()

    def shows_enough(self, acr: str | None, amr: tuple[str, ...]) -> bool:
        """Whether the provider has shown what is asked for; where nothing is, it always has."""
        if not self.acr_values and not self.amr_values:
            return True
        return acr in self.acr_values or not set(self.amr_values).isdisjoint(amr)


def is_safe(url: str) -> bool:
    """Whether what is sent to an address travels encrypted, or does not leave this machine."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    if not named or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
