"""Opens the provider of the settings, where what it needs is installed."""

from __future__ import annotations

from importlib.util import find_spec

from etappe.errors import NoPortal, OidcMissing
from etappe.model.oidc import Oidc
from etappe.service.identity_provider import RETURN_PATH, IdentityProvider

NEEDS = ("authlib", "httpx", "joserfc")
"""What the extra 'oidc' brings."""


def open_provider(oidc: Oidc, portal_url: str | None) -> IdentityProvider:
    """The provider, which is not asked yet: it may be down while etappe starts.

    Raises `OidcMissing` where something is not installed, `NoPortal` where nobody could come back to.
    """
    for package in NEEDS:
        if find_spec(package) is None:
            raise OidcMissing(package=package)
    if portal_url is None:
        raise NoPortal
    from etappe.adapters.oidc.provider import OidcProvider  # what the extra brings is imported here alone
    from etappe.adapters.oidc.web import Web

    return OidcProvider(oidc, portal_url + RETURN_PATH, Web())
