"""Every page that there is: whose it is, how one gets there, and which template makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

STRANGER, INVITED, ADMIN, FUNDER, FACILITATOR = "stranger", "invited", "admin", "funder", "facilitator"
HALF_WAY, CONTACT, PLANNER = "half way", "contact", "planner"


@dataclass(frozen=True, slots=True)
class Place:
    """A page: somebody goes to a path, fills in fields and presses buttons."""

    template: str
    who: str
    path: str
    """ "INVITATION", "LINK" and "WRONG" stand for what each world has of its own."""
    press: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def name(self) -> str:
        """What a test calls it."""
        return " ".join([self.template, self.who, self.path, *self.press])

    def open(self, page: Page, own: Mapping[str, str]) -> None:
        """Go there."""
        page.goto(own.get(self.path, self.path))
        for label, value in self.fill.items():
            page.get_by_label(label, exact=True).fill(value)
        for button in self.press:
            page.get_by_role("button", name=button, exact=True).first.click()
            page.wait_for_load_state()


DAY = "2026-06-23"
PLACES = (
    Place("sign_in", STRANGER, "/anmelden"),
    Place("sign_in", STRANGER, "/anmelden", ("Weiter",)),
    Place("invitation", STRANGER, "INVITATION"),
    Place("invitation", STRANGER, "INVITATION", ("Weiter",), {"Passwort": "kurz", "Noch einmal": "lang"}),
    Place("legal", STRANGER, "/impressum"),
    Place("legal", STRANGER, "/leichte-sprache"),
    Place("refusal", STRANGER, "/nirgends"),
    Place("mailbox", STRANGER, "/postfach"),
    Place("mailbox", STRANGER, "/postfach?an=niemand"),
    Place("mail", STRANGER, "/postfach/4"),
    Place("link_entry", STRANGER, "LINK"),
    Place("link_invalid", STRANGER, "WRONG"),
    Place("link_renewed", STRANGER, "WRONG", ("Neuen Link anfordern",)),
    Place("second_factor", INVITED, "/anmelden/einrichten"),
    Place("second_step", INVITED, "/anmelden/code"),
    Place("second_step", INVITED, "/anmelden/code", ("Anmelden",)),
    Place("code_form", HALF_WAY, "/antwort/code"),
    Place("code_form", HALF_WAY, "/antwort/code", ("Weiter",), {"Code": "1"}),
    Place("too_many", HALF_WAY, "/antwort/code", ("Neuen Code schicken",)),
    Place("answer", CONTACT, "/antwort"),
    Place("answer", CONTACT, "/antwort", ("Erledigt melden",)),
    Place("answer", CONTACT, "/antwort", ("Termin vorschlagen",)),
    Place("answer", CONTACT, "/antwort", ("Weitergeben",)),
    Place("answer", CONTACT, "/antwort", ("Hinzufügen",)),
    Place("own_plan", PLANNER, "/antwort"),
    Place("own_plan", PLANNER, "/antwort", ("Eintragen",)),
    Place("feed_address", PLANNER, "/antwort", ("Adresse anzeigen",)),
    Place("answer", PLANNER, "/antwort/aufgaben/vereinbarung.sperrzeiten"),
    Place("overview", FUNDER, "/"),
    Place("dates", FACILITATOR, "/termine"),
    Place("refusal", FACILITATOR, "/briefe"),
    Place("overview", ADMIN, "/"),
    Place("overview", ADMIN, "/?stand=overdue&still=1"),
    Place("overview", ADMIN, "/?q=nirgends"),
    Place("follow_ups", ADMIN, "/wiedervorlagen?seite=2"),
    Place("letters", ADMIN, "/briefe"),
    Place("letters", ADMIN, "/briefe?stand=verschickt"),
    Place("dates", ADMIN, "/termine"),
    Place("programme", ADMIN, "/programm"),
    Place("accounts", ADMIN, "/zugaenge"),
    Place("accounts", ADMIN, "/zugaenge", ("Einladen",)),
    Place("invited", ADMIN, "/zugaenge", ("Neu einladen",)),
    Place("own_account", ADMIN, "/konto"),
    Place("own_account", ADMIN, "/konto", ("Neue Codes",)),
    Place("project", ADMIN, "/projekte/aachen"),
    Place("project", ADMIN, "/projekte/altona-hamburg"),
    Place("project", ADMIN, "/projekte/altenburger-land"),
    Place("project", ADMIN, "/projekte/bruehl"),
    Place("project", ADMIN, "/projekte/brackenheim"),
    Place("letter_preview", ADMIN, "/projekte/aachen", ("Vorschau",)),
    Place("anchor_form", ADMIN, "/projekte/aachen/termine/workshop"),
    Place("anchor_form", ADMIN, "/projekte/aachen/termine/workshop", ("Ansehen, was sich ändert",)),
    Place(
        "diff", ADMIN, "/projekte/aachen/termine/workshop", ("Ansehen, was sich ändert",), {"Neuer Tag": DAY}
    ),
    Place("deadline_form", ADMIN, "/projekte/aachen/aufgaben/workshop.raum"),
    Place("deadline_form", ADMIN, "/projekte/aachen/aufgaben/workshop.raum", ("Mehr Zeit geben",)),
    Place("hold_form", ADMIN, "/projekte/aachen/ruht"),
    Place("hold_form", ADMIN, "/projekte/aachen/ruht", ("Ansehen, was sich ändert",)),
    Place(
        "diff",
        ADMIN,
        "/projekte/aachen/ruht",
        ("Ansehen, was sich ändert",),
        {"Es geht weiter am": DAY, "Grund": "Haushaltssperre"},
    ),
    Place("resume_form", ADMIN, "/projekte/altenburger-land/weiter"),
    Place("project_form", ADMIN, "/projekte/neu"),
    Place("project_form", ADMIN, "/projekte/neu", ("Plan ansehen",)),
    Place("plan_preview", ADMIN, "/projekte/neu?kommune=wilhelmshaven", ("Plan ansehen",), {"Start": DAY}),
)
