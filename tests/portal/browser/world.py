"""Seven Kommunen in every state that a page can show, made once and kept as a folder."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path

from etappe.bootstrap import assembled, gatehouse, posting
from etappe.demo import demo_sheet_text
from etappe.demo.people import TEAM
from etappe.model.kommune_csv import Sheet, read_sheet
from etappe.model.link import LinkMode
from etappe.model.moments import moment
from etappe.model.project import TaskState
from etappe.plugin.registry import Registry
from etappe.service.access import Gatehouse
from etappe.service.attaching import add_file
from etappe.service.changing import make_change
from etappe.service.kommunen import import_kommunen
from etappe.service.office import Office, open_file
from etappe.service.people import set_staff
from etappe.service.projects import Wish, start_project
from etappe.service.resting import HoldProject
from etappe.service.tasks import settle
from etappe.service.ticking import tick
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings
from tests.files import PDF

BEGINNING, READ_UNTIL, TODAY = date(2026, 1, 12), date(2026, 3, 10), date(2026, 3, 12)
"""When it begins, from when on nobody has answered, and when tests find it."""
DAWN, NOW = time(7), moment(TODAY, time(10))
WHO = "test"
EVERY_MODULE = ("dialog", "entscheidungstraeger")
ENTRIES = {
    "altona-hamburg": date(2026, 1, 12),
    "aachen": date(2026, 1, 19),
    "altenburger-land": date(2026, 2, 2),
    "ansbach": date(2026, 3, 2),
    "bruehl": date(2026, 3, 3),
}
"""When the projects start; Wilhelmshaven has none."""
LATER = ("brackenheim", date(2026, 5, 4))
"""A project that has not begun."""
UNREAD, RESTING, OVER = "altona-hamburg", "altenburger-land", "bruehl"
"""Where nobody does anything, so that tasks are overdue; where a project rests; where all is done."""
WITH_FILE = "aachen"
NEWCOMER = "wilhelmshaven"
STRANGER = Path(__file__).parents[2] / "assets" / "etappe-catering"
LEGAL = {"impressum": "Stadtverwaltung Musterstadt\n\nMarktplatz 1, 12345 Musterstadt"}


@cache
def modules() -> Registry:
    """All that is installed, and a stranger's module with pages of its own."""
    if str(STRANGER) not in sys.path:
        sys.path.append(str(STRANGER))  # for good: pages are imported when they are opened
    return Registry.installed(beside=[("catering", import_module("etappe_catering.hooks"))])


def settings_in(folder: Path, address: str) -> Settings:
    """The settings of the world in a folder, whatever the environment says."""
    return Settings(
        data_dir=folder,
        database=None,
        programme="weltoffene_kommune",
        mail=None,
        reply_to=None,
        team=(),
        secret_keys=(),
        portal_url=address,
        link_mode=LinkMode.CODE,
        uploads=True,
        legal=LEGAL,
    )


def settle_down(folder: Path, address: str) -> None:
    """Let the Kommunen enter one after the other, and go on until `NOW`; letters lead to an address."""
    clock, settings = FrozenClock(moment(BEGINNING, DAWN)), settings_in(folder, address)
    with assembled(settings, modules(), clock) as etappe, posting(settings, mailbox=True) as room:
        _enter(etappe.office, clock.now())
        for kommune, start in ENTRIES.items():
            clock.moment = moment(start, DAWN)
            chosen = (*EVERY_MODULE, "catering") if kommune == RESTING else EVERY_MODULE
            start_project(etappe.office, kommune, Wish(start, chosen), WHO, clock.now())
        clock.moment = moment(READ_UNTIL, DAWN)
        start_project(etappe.office, LATER[0], Wish(LATER[1]), WHO, clock.now())
        for kommune in ENTRIES.keys() - {UNREAD}:
            _finish(etappe.office, kommune, clock.now())
        rest = HoldProject(date(2026, 4, 20), "Haushaltssperre", READ_UNTIL)
        make_change(etappe.office, project_of(etappe.office, RESTING), rest, WHO, clock.now())
        for days in range((TODAY - READ_UNTIL).days + 1):
            clock.moment = moment(READ_UNTIL + timedelta(days=days), time(9))
            tick(etappe.office, room, clock)
        _add_a_file(etappe.office, gatehouse(settings), clock.now())


def _enter(office: Office, now: datetime) -> None:
    wanted = {*ENTRIES, LATER[0], NEWCOMER}
    sheet: Sheet = read_sheet(demo_sheet_text())
    rows = tuple(row for row in sheet.rows if row.kommune.slug in wanted)
    import_kommunen(office, replace(sheet, rows=rows), WHO, now)
    for member in TEAM:
        set_staff(office, member.role, member.name, member.email, member.deputy, WHO, now)


def _finish(office: Office, kommune: str, now: datetime) -> None:
    """Settle everything that was due, or everything at all."""
    project = project_of(office, kommune)
    with office.store.begin() as tx:
        file = open_file(office, tx, project)
        for task in file.tasks.values():
            if kommune == OVER or (task.due < READ_UNTIL and task.state is TaskState.OPEN):
                settle(tx, file, task.key, TaskState.DONE, WHO, None, now)


def _add_a_file(office: Office, gate: Gatehouse, now: datetime) -> None:
    """Let the contact person of Aachen add a file to the task of the last letter."""
    with office.store.begin() as tx:
        project = next(p.id for p in tx.projects.of_kommune(WITH_FILE))
        link = next(link for link in tx.links.of_project(project) if link.task_key)
    add_file(office, gate, link.id, None, "Anwesende beim Auftakt.pdf", PDF, now)


def project_of(office: Office, kommune: str) -> str:
    """The id of the project of a Kommune."""
    with office.store.begin() as tx:
        return next(p.id for p in tx.projects.of_kommune(kommune))
