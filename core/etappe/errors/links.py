"""What is refused to those who come by a link, and to those who look after links."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class LinkInvalid(EtappeError):
    """This link opens nothing; ask for a new one."""


class TooManyRequests(EtappeError):
    """This was asked for several times already; wait an hour."""


class CodeRefused(EtappeError):
    """This code is not good; ask for a new one."""


class TooLateToUndo(EtappeError):
    """'{task}' of '{project}' was settled too long ago, or in another way, to be taken back by link;
    ask project management to reopen it."""


class UnknownLink(EtappeError):
    """There is no link '{link}'; see 'etappe links list'."""


class NoLinksOf(EtappeError):
    """'{wanted}' is neither the address of a person nor a project; see 'etappe projects list'."""


class NoPartIn(EtappeError):
    """{name} has no part in '{project}'; name somebody who fills a role or steps in there."""


class NoPortal(EtappeError):
    """No portal is set for links to lead to; set ETAPPE_PORTAL_URL to its address."""
