"""Whether a portal may be opened to others: an address with TLS, texts, a mail server, keys kept apart."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.model.exposure import Exposure
from etappe.service.checkup import Finding, Level

GOOD = Finding("production", Level.FINE, "address, texts, mail server and keys are as others need them")


def production(exposure: Exposure) -> tuple[Finding, ...]:
    """What stands against letting others in, each with its remedy; where nothing does, that."""
    return tuple(_faults(exposure)) or (GOOD,)


def _faults(exposure: Exposure) -> Iterable[Finding]:
    yield from _address(exposure)
    for text in exposure.missing_texts:
        remedy = f"write it under [legal] in etappe.toml as {_key(text)} = '…', or into ETAPPE_LEGAL"
        yield Finding(f"text {text}", Level.FAULT, "every page leads to it, and it is empty", remedy)
    if not exposure.mail:
        text = "no mail server is set: letters and codes reach nobody"
        remedy = "set ETAPPE_MAIL, like mailtos://user:password@mail.example.org?from=etappe@example.org"
        yield Finding("mail", Level.FAULT, text, remedy)
    if exposure.keys_beside_database:
        text = "the keys lie in the folder of the database: whoever takes that reads what is sealed"
        remedy = "move the key into ETAPPE_SECRET_KEYS, and let no backup hold both"
        yield Finding("keys", Level.FAULT, text, remedy)


def _address(exposure: Exposure) -> Iterable[Finding]:
    remedy = "set ETAPPE_PORTAL_URL to it, like https://etappe.example.org, with a proxy for TLS before it"
    if not exposure.public:
        yield Finding("address", Level.FAULT, "the portal has no address that others reach", remedy)
    elif not str(exposure.address).startswith("https://"):
        text = f"{exposure.address} is without TLS: passwords and codes travel in the open"
        yield Finding("address", Level.FAULT, text, remedy)


def _key(text: str) -> str:
    """How TOML wants a name to be written."""
    return text if text.isidentifier() else f'"{text}"'
