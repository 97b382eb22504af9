"""What is set, line by line: the value, where it comes from, and where to change it; never a secret."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass

from etappe import __version__
from etappe.model.exposure import LEGAL_TEXTS
from etappe.model.link import LinkMode
from etappe.settings import Origin
from etappe_portal.navigation import LEGAL
from etappe_portal.visit import Visit
from etappe_portal.wording import _

ORIGINS = {
    Origin.COMMAND: _("Befehlszeile"),
    Origin.ENVIRONMENT: _("Umgebung"),
    Origin.FILE: _("etappe.toml"),
    Origin.DEFAULT: _("nicht gesetzt"),
}
MODES = {
    LinkMode.CODE: _("Link und Code per E-Mail"),
    LinkMode.LINK: _("Link genügt für eine einzelne Aufgabe"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is set."""

    title: str
    value: str
    origin: str = ""
    name: str = ""
    """What the setting is called in etappe.toml; empty where nobody sets it."""
    faulty: bool = False
    """Whether others should not be let in as long as it is like this."""

    @property
    def variable(self) -> str:
        """What the setting is called in the environment."""
        return f"ETAPPE_{self.name}".upper() if self.name else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Some lines under one heading."""

    title: str
    lines: tuple[Line, ...]


class Told:
    """Tells what is set in one visit."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._set = visit.portal.etappe.settings
        self._spec = visit.reading.programme.spec
        self._exposure = self._set.exposure(os.environ)
        self._origins = self._set.origins(os.environ)

    def groups(self) -> tuple[Group, ...]:
        """Everything that is set."""
        visit = self._visit
        return (
            Group(visit.say("Programm"), tuple(self._programme())),
            Group(visit.say("Portal"), tuple(self._portal())),
            Group(visit.say("Post"), tuple(self._post())),
            Group(visit.say("Technik"), tuple(self._machine())),
        )

    def _programme(self) -> Iterable[Line]:
        visit = self._visit
        spec, chosen = self._spec, self._set
        yield self._line(visit.say("Programm"), spec.title, "programme")
        regions = {region.key: region.title for region in spec.regions}
        land = chosen.staff_land or spec.staff_land
        title = visit.say("Feiertage des Projektteams")
        yield self._line(title, regions.get(land, land), "staff_land", by_programme=True)
        mode = visit.portal.link_mode
        yield self._line(
            visit.say("Antworten aus Briefen"),
            visit.say(MODES[mode]),
            "link_mode",
            by_programme=True,
        )
        off = ", ".join(chosen.without) or visit.say("keine")
        yield self._line(visit.say("Ausgeschaltete Module"), off, "without")

    def _portal(self) -> Iterable[Line]:
        visit = self._visit
        address, public = self._set.portal_url, self._exposure.public
        unsafe = not public or not str(address).startswith("https://")
        value = address or visit.say("keine")
        yield self._line(visit.say("Adresse"), value, "portal_url", faulty=unsafe)
        titles = {path.removeprefix("/"): visit.say(title) for path, title in LEGAL}
        for text in LEGAL_TEXTS:
            missing = text in self._exposure.missing_texts
            value = visit.say("fehlt") if missing else visit.say("vorhanden")
            yield self._line(titles[text], value, "legal", faulty=missing)

    def _post(self) -> Iterable[Line]:
        visit = self._visit
        chosen = self._set
        value = visit.say("gesetzt") if chosen.mail else visit.say("fehlt; Briefe bleiben auf diesem Server")
        yield self._line(visit.say("Mailserver"), value, "mail", faulty=chosen.mail is None)
        yield self._line(visit.say("Antworten gehen an"), chosen.reply_to or visit.say("keine"), "reply_to")
        yield self._line(visit.say("Kanäle des Projektteams"), str(len(chosen.team)), "team")

    def _machine(self) -> Iterable[Line]:
        visit = self._visit
        etappe, beside = visit.portal.etappe, self._exposure.keys_beside_database
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[etappe.engine.dialect.name]
        yield self._line(visit.say("Datenbank"), kind, "database")
        keys = len(self._set.secret_keys)
        value = str(keys) if keys else visit.say("einer, im Datenordner")
        if beside:
            value = visit.say("{number}, im Ordner der Datenbank", number=keys or 1)
        yield self._line(visit.say("Schlüssel"), value, "secret_keys", faulty=beside)
        yield Line(visit.say("Version"), f"etappe {__version__}, Python {platform.python_version()}")

    def _line(
        self, title: str, value: str, name: str, *, by_programme: bool = False, faulty: bool = False
    ) -> Line:
        """A line about a setting; what nobody has set is as the programme says, or as it always is."""
        visit, origin = self._visit, self._origins[name]
        word = visit.say(ORIGINS[origin])
        if by_programme and origin is Origin.DEFAULT:
            word = visit.say("Vorgabe des Programms")
        return Line(title, value, word, name, faulty)
