"""Every page that there is: whose it is, how one gets there, and which template makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

STRANGER, INVITED, ADMIN, FUNDER, FACILITATOR = "stranger", "invited", "admin", "funder", "facilitator"
HALF_WAY, CONTACT, PLANNER, HEAD, HEAD_OF_ALL = "half way", "contact", "planner", "head", "head of all"


@dataclass(frozen=True, slots=True)
class Place:
    """A page: somebody goes to a path, fills in fields, chooses in lists and presses buttons."""

    template: str
    who: str
    path: str
    """Words in capitals stand for what each world has of its own."""
    press: tuple[str, ...] = ()
    fill: Mapping[str, str] = field(default_factory=dict[str, str])
    choose: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is chosen in lists, by their labels."""
    upload: Mapping[str, str] = field(default_factory=dict[str, str])
    """Which files of the world are uploaded, by the id of their fields."""

    @property
    def name(self) -> str:
        """What a test calls it."""
        return " ".join([self.template, self.who, self.path, *self.press, *self.choose.values()])

    def open(self, page: Page, own: Mapping[str, str]) -> None:
        """Go there."""
        page.goto(own.get(self.path, self.path))
        for label, value in self.fill.items():
            page.get_by_label(label, exact=True).fill(value)
        for label, option in self.choose.items():
            page.get_by_label(label, exact=True).select_option(label=option)
        for field_id, name in self.upload.items():
            page.locator(f"#{field_id}").set_input_files(own[name])
        for button in self.press:
            page.get_by_role("button", name=button, exact=True).first.click()
            page.wait_for_load_state()


DAY = "2026-06-23"
ORDER = "/projekte/altenburger-land/bausteine/catering.bestellung"
PLACES = (
    Place("sign_in", STRANGER, "/anmelden"),
    Place("sign_in", STRANGER, "/anmelden", ("Weiter",)),
    Place("coming_back", STRANGER, "/anmelden/rueckkehr"),
    Place("sign_in", STRANGER, "/anmelden/rueckkehr", ("Weiter",)),
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
    Place("head_task", HEAD, "/antwort"),
    Place("head_task", HEAD, "/antwort", ("Erledigt melden",)),
    Place("head_task", HEAD, "/antwort", ("Weitergeben",)),
    Place("head_plan", HEAD_OF_ALL, "/antwort"),
    Place("overview", FUNDER, "/"),
    Place("dates", FACILITATOR, "/termine"),
    Place("refusal", FACILITATOR, "/briefe"),
    Place("own_account", FACILITATOR, "/konto"),
    Place("overview", ADMIN, "/"),
    Place("overview", ADMIN, "/?stand=overdue&still=1"),
    Place("overview", ADMIN, "/?q=nirgends"),
    Place("follow_ups", ADMIN, "/wiedervorlagen?seite=2"),
    Place("follow_ups", ADMIN, "/wiedervorlagen?art=escalation&q=altona"),
    Place("letters", ADMIN, "/briefe"),
    Place("letters", ADMIN, "/briefe?stand=verschickt"),
    Place("letters", ADMIN, "/briefe?stand=abgelegt"),
    Place("slips", ADMIN, "/briefe/kurzmails"),
    Place("letter", ADMIN, "FAILED"),
    Place("letter", ADMIN, "FAILED", ("Ablegen",)),
    Place("letter", ADMIN, "UNKNOWN"),
    Place("letter", ADMIN, "UNKNOWN", ("Erneut senden",)),
    Place("dates", ADMIN, "/termine"),
    Place("programme", ADMIN, "/programm"),
    Place("settings", ADMIN, "/einstellungen"),
    Place("accounts", ADMIN, "/zugaenge"),
    Place("accounts", ADMIN, "/zugaenge", ("Einladen",)),
    Place("invited", ADMIN, "/zugaenge", ("Neu einladen",)),
    Place("tokens", ADMIN, "/zugaenge/schluessel"),
    Place("tokens", ADMIN, "/zugaenge/schluessel", ("Schlüssel anlegen",)),
    Place(
        "token_made",
        ADMIN,
        "/zugaenge/schluessel",
        ("Schlüssel anlegen",),
        {"Für welches Programm": "Fachverfahren"},
        {"Rolle": "Fördernde (nur lesen)"},
    ),
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
    Place("module_page", ADMIN, "/bausteine/catering.bestellungen"),
    Place("module_page", ADMIN, "/projekte/altenburger-land/bausteine/catering.bestellung"),
    Place(
        "module_page",
        ADMIN,
        "/projekte/altenburger-land/bausteine/catering.bestellung",
        ("Bestellung speichern",),
    ),
    Place("resume_form", ADMIN, "/projekte/altenburger-land/weiter"),
    Place("sheets", ADMIN, "/projekte/einlesen"),
    Place("sheets", ADMIN, "/projekte/einlesen", ("Ansehen, was sich ändert",)),
    Place(
        "sheets", ADMIN, "/projekte/einlesen", ("Ansehen, was sich ändert",), upload={"file": "faulty.xlsx"}
    ),
    Place(
        "sheets_preview",
        ADMIN,
        "/projekte/einlesen",
        ("Ansehen, was sich ändert",),
        upload={"file": "moved.xlsx"},
    ),
    Place("project_form", ADMIN, "/projekte/neu"),
    Place("project_form", ADMIN, "/projekte/neu", ("Plan ansehen",)),
    Place("shift_form", ADMIN, "/verschieben"),
    Place("shift_form", ADMIN, "/verschieben?land=BY", ("Ansehen, was sich ändert",)),
    Place(
        "shift_preview",
        ADMIN,
        "/verschieben",
        ("Ansehen, was sich ändert",),
        {"Um wie viele Arbeitstage": "10"},
        {"Termin": "Selbstcheck-Workshop"},
    ),
    Place("kommunen", ADMIN, "/kommunen"),
    Place("kommunen", ADMIN, "/kommunen?q=nirgends"),
    Place("kommune_form", ADMIN, "/kommunen/neu"),
    Place("kommune_form", ADMIN, "/kommunen/neu", ("Kommune anlegen",)),
    Place("kommune_form", ADMIN, "/kommunen/aachen/daten"),
    Place("effect", ADMIN, "/kommunen/aachen/daten", ("Speichern",), choose={"Land": "Bayern"}),
    Place("kommune", ADMIN, "/kommunen/aachen"),
    Place("seat_form", ADMIN, "/kommunen/aachen/rollen/AP"),
    Place("seat_form", ADMIN, "/kommunen/aachen/rollen/MO"),
    Place("seat_form", ADMIN, "/kommunen/aachen/rollen/AP/uebergabe", ("Ansehen, was übergeben wird",)),
    Place(
        "hand_over",
        ADMIN,
        "/kommunen/aachen/rollen/AP/uebergabe",
        ("Ansehen, was übergeben wird",),
        {"Name": "Ida Moos", "E-Mail-Adresse": "ida@aachen.example"},
    ),
    Place("plan_preview", ADMIN, "/projekte/neu?kommune=wilhelmshaven", ("Plan ansehen",), {"Start": DAY}),
)
