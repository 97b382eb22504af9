"""How often something may be tried in a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

HOUSEHOLD = 64
"""Whoever has one address of IPv6 has all of such a network."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a span that begins with the first of them."""

    name: str
    most: int
    span: timedelta
    daily_salt: bool = False
    """Whether the same subject is counted under another name every day, so that days cannot be joined."""


LOGIN = Limit("login", 5, timedelta(minutes=15))
"""Passwords for one address."""
LOGIN_NETWORK = Limit("login network", 30, timedelta(minutes=15), daily_salt=True)
"""Passwords from one network address."""
SECOND_FACTOR = Limit("second factor", 5, timedelta(minutes=15))
"""Codes within one session."""
SECOND_FACTOR_DAY = Limit("second factor of a day", 20, timedelta(days=1))
"""Codes for one account: whoever has its password begins as many sessions as the logins allow."""
LINK_REQUEST = Limit("link request", 3, timedelta(hours=1))
LINK_CODE = Limit("link code", 5, timedelta(minutes=10))
UPLOAD = Limit("upload", 20, timedelta(hours=1))
API = Limit("api", 600, timedelta(minutes=1))
"""Calls with one token."""
API_NETWORK = Limit("api network", 30, timedelta(minutes=15), daily_salt=True)
"""Wrong tokens from one network address; a good one is taken from there all the same."""


def network_of(address: str) -> str:
    """The network that is counted as one: an address of IPv4, the first half of one of IPv6, other text."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        return str(ip.ipv4_mapped or ip_network((ip, HOUSEHOLD), strict=False))
    return str(ip)
