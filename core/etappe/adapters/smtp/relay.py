"""The mail server of the house, read from the address under which it is configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from etappe.adapters.envelope import header_text, wire_address
from etappe.errors import BadMailUrl, UnusableAddress
from etappe.model.letter import Sender


class Security(StrEnum):
    """How the line to the mail server is protected."""

    NONE = "insecure"
    STARTTLS = "starttls"
    SSL = "ssl"


@dataclass(frozen=True, slots=True)
class Relay:
    """Where letters are handed in and as whom."""

    host: str
    port: int
    security: Security
    sender: Sender
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> Relay:
        """Read an Apprise mail URL, ``mailtos://user:password@host:587/?from=…&name=…&mode=ssl``.

        No error of this method shows the URL, because the URL holds the password.
        """
        parts, port = _split(url)
        facts = _facts(parts.query)
        user = unquote(parts.username) if parts.username else None
        security = _security(parts.scheme, facts.get("mode"), port)
        return cls(
            host=_host(facts.get("smtp") or parts.hostname),
            port=port or _PORTS[security],
            security=security,
            sender=_sender(facts.get("from") or user or "", facts.get("name", "")),
            user=user,
            password=unquote(parts.password) if parts.password else None,
        )


_PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.SSL: 465}
_KNOWN = ("from", "name", "mode", "smtp")


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        # The cause is left out because it quotes the URL: a password with a raw '/' looks like a port.
        raise BadMailUrl(
            part="host or port", fault="cannot be read (write special characters of the password as %XX)"
        ) from None


def _facts(query: str) -> dict[str, str]:
    facts = dict(parse_qsl(query, keep_blank_values=True))
    for name in facts:
        if name not in _KNOWN:
            raise BadMailUrl(part="query", fault=f"may hold {', '.join(_KNOWN)} and nothing else")
    return facts


def _host(host: str | None) -> str:
    try:
        if host and host.encode("idna") and host.isprintable() and " " not in host:
            return host
    except UnicodeError:
        pass  # said below, as for every other host that cannot be looked up
    raise BadMailUrl(part="host", fault="is missing or cannot be read")


def _security(scheme: str, mode: str | None, port: int | None) -> Security:
    if scheme not in ("mailto", "mailtos"):
        raise BadMailUrl(part="scheme", fault="must be mailto or mailtos")
    if mode is not None and mode not in tuple(Security):
        raise BadMailUrl(part="mode", fault=f"must be one of {', '.join(Security)}")
    if scheme == "mailtos" and mode == Security.NONE:
        raise BadMailUrl(part="mode", fault="contradicts mailtos, which promises a protected line")
    if mode is not None:
        return Security(mode)
    if scheme == "mailto":
        return Security.NONE
    return Security.SSL if port == 465 else Security.STARTTLS


def _sender(address: str, name: str) -> Sender:
    # parseaddr would make an address of two lines into one; the line break has to be seen before.
    shown, bare = parseaddr(address if header_text(address) == address else "")
    try:
        return Sender(name=name or shown, address=wire_address(bare))
    except UnusableAddress:
        raise BadMailUrl(part="from", fault="is missing or not a mail address") from None
