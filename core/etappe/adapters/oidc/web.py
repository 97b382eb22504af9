"""Talks to a provider: encrypted and verified, led nowhere else, and for no longer than can be waited."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from threading import BoundedSemaphore
from time import monotonic
from typing import NamedTuple, cast

import httpx2

from etappe.errors import ProviderUnreachable

PATIENCE_S = 5.0
"""Seconds of silence, and those for an answer from its first byte to its last."""
LARGEST = 256 * 1024
"""Bytes of an answer; key sets of large providers have a tenth of it."""
AT_ONCE = 8
"""How many wait for a provider together: it may be slow, and the pages of others are to stay quick."""
OK = 200


class Answer(NamedTuple):
    """What the provider said."""

    status: int
    data: Mapping[str, object]


class Web:
    """Asks a provider for JSON; certificates are those that the machine trusts."""

    def __init__(self, patience: float = PATIENCE_S) -> None:
        self._tls = ssl.create_default_context()
        self._patience = patience
        self._lines = BoundedSemaphore(AT_ONCE)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, object]:
        """A document of the provider; raises `ProviderUnreachable`."""
        answer = self._ask("GET", url, headers or {})
        if answer.status != OK:
            raise ProviderUnreachable(cause=f"{url} has status {answer.status}")
        return answer.data

    def post(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        """What the provider says to a form, also where it refuses it; raises `ProviderUnreachable`."""
        return self._ask("POST", url, headers, body)

    def _ask(self, method: str, url: str, headers: Mapping[str, str], body: str | None = None) -> Answer:
        if not self._lines.acquire(blocking=False):
            raise ProviderUnreachable(cause="too many wait for it at once")
        try:
            with (
                httpx2.Client(verify=self._tls, timeout=self._patience, follow_redirects=False) as client,
                client.stream(method, url, headers=headers, content=body) as response,
            ):
                text = self._read(url, response)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ProviderUnreachable(cause=f"{url}: {type(error).__name__}") from error
        finally:
            self._lines.release()
        return Answer(response.status_code, _object(url, text))

    def _read(self, url: str, response: httpx2.Response) -> bytes:
        end, parts, length = monotonic() + self._patience, list[bytes](), 0  # a drop at a time is no silence
        for part in response.iter_bytes():
            length += len(part)
            if length > LARGEST:
                raise ProviderUnreachable(cause=f"{url} says more than {LARGEST} bytes")
            if monotonic() > end:
                raise ProviderUnreachable(cause=f"{url} does not come to an end")
            parts.append(part)
        return b"".join(parts)


def _object(url: str, text: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderUnreachable(cause=f"{url} is no JSON object")
    return cast("Mapping[str, object]", found)
