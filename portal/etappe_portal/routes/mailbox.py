"""The local mailbox of a demo: every letter as its reader sees it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from etappe.adapters.mailbox import Mailbox, MailSummary
from etappe.errors import NoMailbox, NoSuchMail
from etappe_portal.errors import NoSuchPage
from etappe_portal.guards import Anybody
from etappe_portal.visit import Visit

router = APIRouter(prefix="/postfach")
PAGE = 50
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@router.get("")
def show(
    visit: Anybody, an: Annotated[str, Query(max_length=254)] = "", seite: Annotated[int, Query(ge=1)] = 1
) -> HTMLResponse:
    """What arrived, the newest first; of one reader, where somebody says."""
    mails = [mail for mail in reversed(_mailbox(visit)) if an.lower() in mail.to.lower()]
    last = max(1, -(-len(mails) // PAGE))
    page = min(seite, last)
    shown = mails[(page - 1) * PAGE : page * PAGE]
    return visit.page("mailbox.html", mails=shown, number=len(mails), an=an, page=page, last=last)


@router.get("/{number}")
def read(visit: Anybody, number: int) -> HTMLResponse:
    """One letter; its addresses can be followed."""
    mail = next((mail for mail in _mailbox(visit) if mail.number == number), None)
    if mail is None:
        raise NoSuchPage(path=visit.path)
    try:
        text = Mailbox(visit.portal.etappe.settings.mailbox_dir).read(number)
    except NoSuchMail:
        raise NoSuchPage(path=visit.path) from None
    return visit.page("mail.html", mail=mail, text=_with_links(text))


def _mailbox(visit: Visit) -> tuple[MailSummary, ...]:
    """The letters of the demo; where people are real, nobody reads their letters here."""
    if not visit.portal.demo:
        raise NoSuchPage(path=visit.path)
    try:
        return Mailbox(visit.portal.etappe.settings.mailbox_dir).list()
    except NoMailbox:
        return ()


def _with_links(text: str) -> Markup:
    """A letter in which every address leads somewhere, as mail programs show it."""
    parts: list[str] = []
    end = 0
    for found in ADDRESS.finditer(text):
        address = escape(found[0])
        parts += [
            escape(text[end : found.start()]),
            Markup('<a class="kern-link" href="{0}">{0}</a>').format(address),
        ]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
