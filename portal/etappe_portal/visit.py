"""One request for a page: who asks, in which language, when; and how the page goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from starlette.responses import HTMLResponse, RedirectResponse

from etappe.errors import EtappeError
from etappe.model.permissions import Action, may
from etappe.service.office import Office
from etappe_portal.errors import NotSignedIn
from etappe_portal.link_sessions import LinkSession
from etappe_portal.messages import message_of
from etappe_portal.module_offers import of_programme
from etappe_portal.navigation import Entry, entries_for, legal_pages
from etappe_portal.portal import Portal
from etappe_portal.reasons import reason
from etappe_portal.rendering import render
from etappe_portal.viewer import Viewer
from etappe_portal.wording import Wording, translations


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page."""

    programme: str
    home: str
    here: str
    navigation: tuple[Entry, ...]
    legal: tuple[Entry, ...]
    person: str
    csrf: str
    message: str
    demo: bool
    today: date


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page."""

    portal: Portal
    path: str
    now: datetime
    language: str
    viewer: Viewer | None = None
    done: str = ""
    """What the visitor has just done, as the address says it."""
    by_link: LinkSession | None = None
    """How somebody came in who has no account."""
    partial: bool = False
    """Whether only the part of the page is asked for that changes."""

    @property
    def office(self) -> Office:
        """The programme at work; only what is posted may ask for it."""
        return self.portal.etappe.office

    @property
    def reading(self) -> Office:
        """The programme for whoever only looks: nothing can be written through it."""
        return self.portal.etappe.reading

    @property
    def today(self) -> date:
        """The day at the places of the programme."""
        return self.portal.today(self.now)

    @property
    def came(self) -> LinkSession:
        """The session of whoever came by a link; raises `NotSignedIn` for anybody else."""
        if self.by_link is None:
            raise NotSignedIn(path=self.path)
        return self.by_link

    @property
    def csrf(self) -> str:
        """What the forms of the visitor carry; empty for those who have no session."""
        session = self.viewer or self.by_link
        return session.csrf if session else ""

    @property
    def by(self) -> str:
        """Who acts, for the audit."""
        return self.viewer.actor if self.viewer else "portal"

    @property
    def called(self) -> str:
        """Whom people read of as the one who acts."""
        return self.viewer.name if self.viewer else ""

    @property
    def start(self) -> str:
        """Where the visitor begins: with the first page that they may see."""
        if self.by_link is not None:
            return "/antwort"
        return self._entries[0].path if self._entries else "/"

    @property
    def _entries(self) -> tuple[Entry, ...]:
        if self.viewer is None:
            return ()
        own = entries_for(self.viewer.role, self.language)
        return (*own, *of_programme(self.portal, self.may, self.language))

    def say(self, german: LiteralString | Wording, **facts: object) -> str:
        """A sentence in the language of the visitor; it is written out in the code, or marked there."""
        return translations(self.language).gettext(german).format(**facts)

    def why_not(self, error: EtappeError) -> str:
        """Why something was refused, in the language of the visitor and the words of the programme."""
        return reason(error, self.language, self.titles, self.portal.zone)

    @property
    def titles(self) -> dict[str, str]:
        """What people call tasks, anchors and phases, by their keys."""
        titles: dict[str, str] = {}
        for module in self.reading.programme.modules.values():
            titles |= {task.key: task.title for task in module.tasks}
            titles |= {anchor.key: anchor.title for anchor in module.anchors}
            titles |= {phase.key: phase.title for phase in module.phases}
        return titles

    def may(self, action: Action) -> bool:
        """Whether the visitor may do something."""
        return self.viewer is not None and may(self.viewer.role, action)

    def page(self, template: str, status: int = 200, /, **facts: object) -> HTMLResponse:
        """A page in the language of the visitor."""
        text = render(template, self.language, {"frame": self.frame(), "may": self.may, **facts})
        return HTMLResponse(text, status, {"Vary": "HX-Request, Accept-Language, Cookie"})

    def onward(self, path: str, done: str = "") -> RedirectResponse:
        """Lead on after something was done, so that loading the page again does it no second time."""
        mark = f"{'&' if '?' in path else '?'}getan={done}" if done else ""
        return RedirectResponse(f"{path}{mark}", 303)

    def frame(self) -> Frame:
        """What surrounds the page."""
        spec = self.portal.etappe.office.programme.spec
        return Frame(
            programme=spec.short_title or spec.title,
            home=self.start,
            here=self.path,
            navigation=self._entries,
            legal=legal_pages(self.language),
            person=self.viewer.name if self.viewer else "",
            csrf=self.csrf,
            message=message_of(self.done, self.language),
            demo=self.portal.demo,
            today=self.today,
        )
