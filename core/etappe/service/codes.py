"""The second step behind a link: a code of six digits goes to the address that is known, and is good once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from etappe.errors import CodeRefused, TooManyRequests
from etappe.model.audit import Fact
from etappe.model.code import ASKED_AT_MOST, GOOD_FOR, SPAN, TRIES, browser_hash, new_code
from etappe.model.slip import SlipKind
from etappe.service.doorway import Doorway
from etappe.service.office import Office
from etappe.service.opening import Opened, open_again
from etappe.service.slip_writing import about, queue_slip


def request_code(office: Office, door: Doorway, link_id: str, browser: str, now: datetime) -> None:
    """Mail a code to the person of a link, for one browser; a code from before is not good any more.

    ``browser`` is a random secret that this browser alone has. Whether the mail went is not said.
    Raises `LinkInvalid`, `TooManyRequests`.
    """
    with office.store.begin() as tx:
        opened = open_again(tx, link_id, now)
        number = tx.codes.last_number(link_id) + 1
        if tx.codes.asked_since(link_id, now - SPAN) >= ASKED_AT_MOST:
            raise TooManyRequests
        digits = door.chance.code()
        tx.codes.add(new_code(link_id, number, browser, digits, now))
        content = replace(about(office, SlipKind.CODE, now), kommune=_place(opened), secret=digits)
        queue_slip(tx, door, opened.person, content, now, GOOD_FOR)


def check_code(office: Office, link_id: str, browser: str, code: str, now: datetime) -> Opened:
    """What a link opens, now that its code was entered in the browser that had asked for it; a try is counted
    whatever comes of it.

    Raises `LinkInvalid`, or `CodeRefused`, the same for a wrong code and one that is used, old, voided,
    another browser's or was tried too often.
    """
    with office.store.begin() as tx:
        opened = open_again(tx, link_id, now)
        newest = tx.codes.try_newest(link_id, browser_hash(browser), now, TRIES)
        fits = newest is not None and newest.fits(browser, "".join(code.split()))
        good = newest is not None and fits and tx.codes.use_up(newest, now)
        if newest is not None:
            action = "code accepted" if good else "code refused"
            tx.audit.record([Fact(f"person/{opened.person.id}", action, f"link/{link_id}", {})], now)
    if not good:  # only now, so that the try stays counted
        raise CodeRefused
    return opened


def _place(opened: Opened) -> str:
    return opened.kommune.name if opened.kommune else ""
