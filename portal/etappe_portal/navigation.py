"""Where a visitor can go, by what they may see."""

from __future__ import annotations

from dataclasses import dataclass

from etappe.model.accounts import StaffRole
from etappe.model.permissions import Action, may
from etappe_portal.wording import _, translations


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that is led to."""

    path: str
    title: str


PAGES = (
    ("/", _("Übersicht"), Action.SEE_OVERVIEW),
    ("/wiedervorlagen", _("Wiedervorlagen"), Action.DECIDE_FOLLOW_UPS),
    ("/briefe", _("Briefe"), Action.SEE_LETTERS),
    ("/termine", _("Termine"), Action.SEE_OWN_DATES),
    ("/programm", _("Programm"), Action.SEE_OPERATIONS),
    ("/zugaenge", _("Zugänge"), Action.MANAGE_USERS),
)
LEGAL = (
    ("/impressum", _("Impressum")),
    ("/datenschutz", _("Datenschutz")),
    ("/barrierefreiheit", _("Barrierefreiheit")),
    ("/leichte-sprache", _("Leichte Sprache")),
)


def entries_for(role: StaffRole, language: str) -> tuple[Entry, ...]:
    """The main pages that a role may see."""
    say = translations(language).gettext
    return tuple(Entry(path, say(title)) for path, title, action in PAGES if may(role, action))


def legal_pages(language: str) -> tuple[Entry, ...]:
    """The pages that every page leads to at its end."""
    say = translations(language).gettext
    return tuple(Entry(path, say(title)) for path, title in LEGAL)
