"""Starts rehearsals: projects with a module under test, each in a database of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from etappe.model.moments import moment
from etappe.model.place import HolidayCategory, Land, Place
from etappe.service.projects import Wish, start_project
from etappe.service.time_machine import MORNING, FrozenClock
from etappe.testing.letterbox import LetterBox
from etappe.testing.people import BY, KOMMUNE, settle_in
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.stage import Company, Stage, gather, office_of

START = date(2026, 1, 12)
"""A Monday without holidays near it."""


class Rehearsals:
    """What the fixture ``etappe_project`` gives: call it with the hooks of a module to start a project."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage = stage
        self._folder = folder
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def __call__(
        self,
        module: object,
        *,
        land: str | None = None,
        category: HolidayCategory | str = HolidayCategory.LAND,
        start: date = START,
        modules: Collection[str] = (),
        answers: Mapping[str, bool] | None = None,
        fixed: Mapping[str, date] | None = None,
        settings: Mapping[str, object] | None = None,
        programme: str | None = None,
        diligent: bool = False,
    ) -> Rehearsal:
        """Start a project of Musterstadt at seven on the morning of a day, an hour before letters go out.

        ``land`` is the key of a Land or region, without one Niedersachsen or the first of the programme.
        ``module`` is whatever answers the hooks, usually the module ``hooks`` of a package; it need not be
        installed. It is chosen by itself, ``modules`` names further optional ones. ``answers`` answers
        conditions, ``fixed`` fixes anchors, ``settings`` sets what the module can be told. With
        ``diligent`` people do in time what other modules ask of them. Raises `ModuleParked` where the
        module does not compose, and what starting a project refuses.
        """
        company = gather(module, programme, settings)
        wish = Wish(start, _chosen(company, modules), answers or {}, fixed or {})
        place = Place(land or _usual(company), HolidayCategory(category))
        return self._begin(company, wish, place, diligent=diligent)

    def _begin(self, company: Company, wish: Wish, place: Place, *, diligent: bool) -> Rehearsal:
        engine = self._stage.database(self._folder)
        self._open.callback(engine.dispose)
        clock = FrozenClock(moment(wish.start, MORNING, company.programme.spec.zone))
        office = office_of(company, engine, clock.now())
        settle_in(office, place, clock.now())
        started = start_project(office, KOMMUNE, wish, BY, clock.now())
        box = LetterBox()
        room = self._stage.post_room(box)
        return Rehearsal(company, office, clock, box, room, started.project.id, diligent=diligent)


def _chosen(company: Company, modules: Collection[str]) -> tuple[str, ...]:
    """What the project chooses: the modules named, and those under test that are not mandatory anyway."""
    own = [m.key for m in company.offered if m.key in company.programme.optional]
    return tuple(dict.fromkeys((*modules, *own)))


def _usual(company: Company) -> str:
    regions = [region.key for region in company.programme.spec.regions]
    return Land.NI if Land.NI in regions else regions[0]
