"""What a provider says about itself, in its discovery document."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, ValidationError

from etappe.errors import ProviderUnreachable
from etappe.model.oidc import is_safe

DISCOVERY = "/.well-known/openid-configuration"
S256 = "S256"


class Metadata(BaseModel):
    """The part of the document that is used here (OpenID Connect Discovery, section 3)."""

    model_config = ConfigDict(frozen=True, strict=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    code_challenge_methods_supported: list[str] | None = None
    """Some providers know S256 and do not say so: only one that says it knows others alone is refused."""
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]
    authorization_response_iss_parameter_supported: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everything that is asked, or led to."""
        asked = self.authorization_endpoint, self.token_endpoint, self.jwks_uri, self.userinfo_endpoint
        return tuple(url for url in asked if url is not None)


def read_metadata(found: Mapping[str, object], issuer: str) -> Metadata:
    """The document of an issuer; raises `ProviderUnreachable` where it cannot be worked with."""
    try:
        metadata = Metadata.model_validate(found)
    except ValidationError as error:
        fields = ", ".join(str(e["loc"][0]) for e in error.errors(include_input=False))
        raise ProviderUnreachable(cause=f"its discovery document lacks, or garbles: {fields}") from None
    if metadata.issuer != issuer:
        raise ProviderUnreachable(cause=f"its discovery document is that of {metadata.issuer!r}")
    for url in metadata.addresses:
        if not is_safe(url):
            raise ProviderUnreachable(cause=f"its discovery document leads to {url!r}, without TLS")
    if S256 not in (metadata.code_challenge_methods_supported or [S256]):
        raise ProviderUnreachable(cause="it does not know PKCE with S256")
    return metadata
