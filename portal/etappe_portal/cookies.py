"""Cookies that no script reads, no other host sets, and that end with the browser."""

from __future__ import annotations

from typing import Literal

from starlette.responses import Response

from etappe_portal.address import Address


def put(
    response: Response, address: Address, name: str, value: str, same_site: Literal["lax", "strict"]
) -> None:
    """Let the browser keep something for the portal."""
    response.set_cookie(
        address.cookie(name), value, path="/", secure=address.secure, httponly=True, samesite=same_site
    )


def drop(response: Response, address: Address, name: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(address.cookie(name), path="/", secure=address.secure, httponly=True)
