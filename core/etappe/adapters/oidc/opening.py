"""Opens the provider of the settings, where what it needs is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from etappe.errors import OidcMissing
from etappe.model.oidc import Oidc

if TYPE_CHECKING:
    from etappe.adapters.oidc.provider import OidcProvider

NEEDS = ("authlib", "httpx2", "joserfc")
"""What the extra 'oidc' brings."""


def open_provider(oidc: Oidc, back: str) -> OidcProvider:
    """The provider, which is not asked yet: it may be down while etappe starts.

    ``back`` is where it sends browsers to. Raises `OidcMissing` where something is not installed.
    """
    for package in NEEDS:
        if find_spec(package) is None:
            raise OidcMissing(package=package)
    from etappe.adapters.oidc.provider import OidcProvider  # what the extra brings is imported here alone
    from etappe.adapters.oidc.web import Web

    return OidcProvider(oidc, back, Web())
