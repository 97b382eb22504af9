"""Announcements to the team's channels: Teams, Mattermost, Matrix and whatever else Apprise reaches."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from etappe.errors import UnknownChannel

if TYPE_CHECKING:
    from apprise import NotifyBase

_NO_SCHEME = "?"
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
        announcers = [(_scheme(url), _announcer(url)) for url in self._urls]
        reached = [_reaches(scheme, announcer, title, body) for scheme, announcer in announcers]
        return all(reached)


class _Announcer(Protocol):
    """The part of an Apprise object that is used here, with the types its own annotations leave open."""

    def add(self, services: NotifyBase) -> bool: ...

    def notify(self, *, body: str, title: str, body_format: str) -> object: ...


class _Library(Protocol):
    """The part of the class Apprise that is used here."""

    def __call__(self) -> _Announcer: ...

    def instantiate(self, url: str) -> NotifyBase | None: ...


def _reaches(scheme: str, announcer: _Announcer, title: str, body: str) -> bool:
    # Only the truth value speaks: since version 2 it is an object, and "nobody matched" is false as well.
    reached = bool(announcer.notify(title=title, body=body, body_format="text"))
    if not reached:
        _log.warning("the team channel %s did not confirm an announcement", scheme)
    return reached


def _library() -> _Library:
    import apprise  # only now, because it is slow to import and few commands announce anything

    return apprise.Apprise


def _announcer(url: str) -> _Announcer:
    """Prepare one channel that tries once."""
    if _scheme(url) == _NO_SCHEME:
        raise UnknownChannel(scheme=_NO_SCHEME)
    _silence()
    library = _library()
    with warnings.catch_warnings():
        # The first URL makes Apprise import all its services, some of which lean on modules Python gives up.
        warnings.simplefilter("ignore", DeprecationWarning)
        service = library.instantiate(url)
    if service is None:
        raise UnknownChannel(scheme=_scheme(url))
    # The URL may ask for retries, each of which would be a new message, or for failures to pass as successes.
    service.retry = 0
    service.optional = False
    announcer = library()
    announcer.add(service)
    return announcer


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
    return scheme if found and scheme.isalnum() else _NO_SCHEME
