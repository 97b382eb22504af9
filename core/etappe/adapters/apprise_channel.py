"""Announcements to the team's channels: Teams, Mattermost, Matrix and whatever else Apprise reaches."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from etappe.errors import UnknownChannel

if TYPE_CHECKING:
    from apprise import Apprise

_log = logging.getLogger(__name__)


class AppriseChannel:
    """Announces to every channel it was given, each by its Apprise URL.

    The URLs hold tokens and passwords: no log, no error and no ``repr`` shows more than their scheme.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        self._urls = tuple(urls)

    def __repr__(self) -> str:
        return f"AppriseChannel({', '.join(map(_scheme, self._urls))})"

    def announce(self, title: str, body: str) -> bool:
        """Tell every channel once and return whether all of them took it.

        A channel that did not may have shown the announcement all the same: Apprise cannot tell.
        """
        return all([self._reaches(url, title, body) for url in self._urls])

    def _reaches(self, url: str, title: str, body: str) -> bool:
        from apprise import NotifyFormat

        # Only the truth value speaks: since version 2 it is an object, and "nobody matched" is false as well.
        reached = bool(_service(url).notify(title=title, body=body, body_format=NotifyFormat.TEXT))
        if not reached:
            _log.warning("the team channel %s did not confirm an announcement", _scheme(url))
        return reached


def _service(url: str) -> Apprise:
    """Load Apprise only now, because its import is slow, with one service that tries once."""
    from apprise import Apprise

    _silence()
    service = Apprise.instantiate(url)
    if service is None:
        raise UnknownChannel(scheme=_scheme(url))
    # The URL may ask for retries, each of which would be a new message, or for failures to pass as successes.
    service.retry = 0
    service.optional = False
    apprise = Apprise()
    apprise.add(service)
    return apprise


class _NoUrls(logging.Filter):
    """Drops what Apprise says about URLs; it masks passwords, but not every token."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "://" not in record.getMessage()


_NO_URLS = _NoUrls()


def _silence() -> None:
    """Pin Apprise's logger, which would name recipients at INFO and passwords below DEBUG."""
    logger = logging.getLogger("apprise")
    logger.setLevel(max(logger.level, logging.WARNING))
    logger.addFilter(_NO_URLS)


def _scheme(url: str) -> str:
    """Return what stands before the ://, which is the only part of a URL that tells no secret."""
    scheme, found, _ = url.partition("://")
    return scheme if found and scheme.isalnum() else "?"
