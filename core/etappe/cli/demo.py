"""``etappe demo``: 35 Kommunen carried half way through the programme by a time machine."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
import sys
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from etappe.cli.demo_table import WIDE, table_of
from etappe.cli.inputs import Day
from etappe.cli.interruption import stopped_by_signal
from etappe.cli.terminal import Json, err, german, out, print_json, say
from etappe.errors import DemoTooShort, FolderUnusable, NotADemo

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe
    from etappe.service.office import Office
    from etappe.service.portfolio import ProjectRow, Totals
    from etappe.service.sending import PostRoom
    from etappe.service.simulation import TownHalls
    from etappe.service.ticking import Ticked
    from etappe.service.time_machine import FrozenClock
    from etappe.settings import Settings

FIRST = date(2026, 1, 12)
MIDDLE = date(2026, 5, 22)
DAWN, EVENING = time(6), time(18)
WHO = "demo"
PROGRAMME = "weltoffene_kommune"
DEPUTIES = (
    ("Jonte Ackerfeld", "vertretung-1@etappe-demo.example"),
    ("Sibel Marschner", "vertretung-2@etappe-demo.example"),
    ("Wenke Brandhorst", "vertretung-3@etappe-demo.example"),
    ("Luan Seewald", "vertretung-4@etappe-demo.example"),
)
"""Who steps in while a contact person is away; fictional, like everybody in the demo."""
INTERRUPTED = 130


def demo(
    *,
    data_dir: Annotated[Path | None, Parameter(help="The demo goes into its folder 'demo'.")] = None,
    until: Annotated[Day, Parameter(help="The simulated day on which the demo stops.")] = MIDDLE,
    json: Json = False,
) -> int:
    """Carry 35 Kommunen through the programme until a day in the middle, in a database of their own."""
    from etappe.bootstrap import assembled

    if until <= FIRST:
        raise DemoTooShort(first=german(FIRST), until=german(until))
    settings = settings_of_demo(data_dir)
    if not json:
        say("35 Kommunen enter the programme; their people are simulated, their letters real.\n")
    if not carry(settings, until):
        return INTERRUPTED
    with assembled(settings) as etappe:
        _show(etappe, json=json)
    return 0


def carry(settings: Settings, until: date = MIDDLE) -> bool:
    """Carry the Kommunen of the demo to a day, on which its clock stands; False where somebody stops it."""
    from etappe.bootstrap import assembled, posting
    from etappe.model.moments import moment
    from etappe.service.time_machine import FrozenClock

    clock = FrozenClock(moment(FIRST, DAWN))
    _make_room(settings.data_dir, clock)
    try:
        with (
            assembled(settings, clock=clock) as etappe,
            posting(settings, mailbox=True) as room,
            _progress(until) as progress,
        ):
            _run(etappe, clock, room, until, progress)
    except KeyboardInterrupt:
        err.print(Text(f"Stopped on {clock.moment:%d.%m.%Y} of the simulation; 'etappe demo' begins anew."))
        return False
    finally:
        _leave_clock(settings.data_dir, clock)
    return True


def settings_of_demo(data_dir: Path | None, portal_url: str | None = None) -> Settings:
    """The settings of the demo: its own folder and database, no real mail server and no real channels."""
    from etappe.bootstrap import STOPPED_CLOCK
    from etappe.settings import Settings, read_settings

    mine = read_settings(data_dir)
    parent = mine.data_dir.expanduser().resolve()
    folder = parent if (parent / STOPPED_CLOCK).is_file() else parent / "demo"
    return Settings(
        data_dir=folder,
        database=None,
        programme=PROGRAMME,
        mail=None,
        reply_to=None,
        team=(),
        portal_url=portal_url,
        uploads=True,
    )


def _make_room(folder: Path, clock: FrozenClock) -> None:
    """Take an earlier demo away; a folder that is none is left alone."""
    from etappe.bootstrap import STOPPED_CLOCK

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / STOPPED_CLOCK).is_file():
            raise NotADemo(folder=folder)
        _leave_clock(folder, clock)
        for kept in ("mailbox", "files"):
            shutil.rmtree(folder / kept, ignore_errors=True)
        for name in ("etappe.db", "etappe.db-wal", "etappe.db-shm"):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise FolderUnusable(folder=folder, cause=error.strerror) from None


def _leave_clock(folder: Path, clock: FrozenClock) -> None:
    """Note where the simulation stands; every command that looks into the folder goes by it."""
    from etappe.bootstrap import STOPPED_CLOCK

    (folder / STOPPED_CLOCK).write_text(clock.moment.isoformat(), encoding="ascii")


@contextmanager
def _progress(until: date) -> Generator[Progress]:
    """A bar from the first day to the last, on a terminal only."""
    columns = (
        TextColumn("{task.fields[day]}"),
        BarColumn(),
        TextColumn("{task.fields[letters]} letters so far"),
    )
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task("travel", total=(until - FIRST).days, day=german(FIRST), letters=0)
        yield progress


def _run(etappe: Etappe, clock: FrozenClock, room: PostRoom, until: date, progress: Progress) -> None:
    """Let the Kommunen in, and travel."""
    from etappe.model.moments import local_day, moment
    from etappe.service.time_machine import travel

    (bar,) = progress.task_ids

    stopped = stopped_by_signal()

    def arrived(at: datetime, ticked: Ticked) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        day, letters = local_day(at), progress.tasks[0].fields["letters"] + ticked.sent.sent
        progress.update(bar, completed=(day - FIRST).days, day=german(day), letters=letters)

    town_halls = _let_in(etappe.office, clock.now())
    travel(etappe.office, room, clock, moment(until, EVENING), town_halls.morning, arrived)


def _let_in(office: Office, now: datetime) -> TownHalls:
    """Enter Kommunen, project team, calendars and deputies before the first day begins."""
    from etappe.demo import demo_sheet_text
    from etappe.demo.people import TEAM
    from etappe.model.kommune_csv import read_sheet
    from etappe.service import simulation
    from etappe.service.kommunen import import_kommunen
    from etappe.service.people import set_staff

    import_kommunen(office, read_sheet(demo_sheet_text()), WHO, now)
    for member in TEAM:
        set_staff(office, member.role, member.name, member.email, member.deputy, WHO, now)
    simulation.enter_calendars(office, now)
    entering = simulation.entrances(office, FIRST, DEPUTIES)
    simulation.name_deputies(office, entering, now)
    return simulation.TownHalls(office, entering)


def _show(etappe: Etappe, *, json: bool) -> None:
    from etappe.model.moments import local_time
    from etappe.service.portfolio import portfolio, totals

    now = etappe.clock.now()
    rows = portfolio(etappe.office, now)
    if json:
        print_json([asdict(row) for row in rows])
        return
    stands = f"The demo stands on {local_time(now):%A, %d.%m.%Y, %H:%M} (simulated)"
    out.print(table_of(stands, rows, wide=out.width >= WIDE))
    _tell_totals(totals(etappe.office))
    _tell_next_steps(etappe, sorted(rows, key=lambda row: row.light == "green"))


def _tell_totals(totals: Totals) -> None:
    say(
        f"{totals.letters} letters sent, {totals.merged} rungs merged into letters or follow-ups, "
        f"{totals.follow_ups} follow-ups open.\n"
    )


def _tell_next_steps(etappe: Etappe, rows: Iterable[ProjectRow]) -> None:
    """Commands that work as they stand."""
    called = _called()
    steps = {f"{called} mailbox": "the newest letters"}
    for row, letter, task in itertools.islice(_worth_seeing(etappe, rows), 1):
        steps[f"{called} mailbox {letter}"] = f"the last one to {row.kommune}"
        steps[f"{called} why {row.project}/{task}"] = "what came of a task, and why on these days"
        steps[f"{called} projects show {row.project}"] = "all anchors, tasks and dates"
    steps[f"{called} follow-ups"] = "what waits for project management"
    say("To look around, point etappe at the demo; these lines work as they stand:\n")
    for line in (*_exports(etappe.settings), *_aligned(steps)):
        out.print(Text(f"  {line}"), soft_wrap=True)
    say(f"\nThe demo's clock stands still; '{called} demo --until DAY' begins anew and stops on another day.")


def _aligned(steps: Mapping[str, str]) -> Iterable[str]:
    longest = max(len(command) for command in steps)
    return (f"{command:{longest}}  # {purpose}" for command, purpose in steps.items())


def _worth_seeing(etappe: Etappe, rows: Iterable[ProjectRow]) -> Iterator[tuple[ProjectRow, int, str]]:
    """Projects, each with the number of its last letter and the last task that letters were about."""
    from etappe.adapters.mailbox import Mailbox

    last = {mail.to: mail.number for mail in Mailbox(etappe.settings.mailbox_dir).list()}
    for row in rows:
        with etappe.office.store.begin() as tx:
            told = [e.task_key for e in tx.ledger.entries(row.project) if e.recipients and e.task_key]
            project = tx.projects.get(row.project)
            contact = tx.people.contacts([project.kommune])[project.kommune].get("AP") if project else None
        if told and contact and contact.person.email in last:
            yield row, last[contact.person.email], told[-1]


def _exports(settings: Settings) -> Iterable[str]:
    """What turns the other commands to the demo, whatever is set otherwise."""
    from etappe.settings import read_settings

    mine = read_settings()
    yield f"export ETAPPE_DATA_DIR={shlex.quote(str(settings.data_dir))}"
    if mine.database is not None:
        yield f"export ETAPPE_DATABASE={shlex.quote(settings.database_url)}"
    if mine.programme != settings.programme:
        yield f"export ETAPPE_PROGRAMME={settings.programme}"


def _called() -> str:
    """How the reader called etappe, so that the commands work from the same place."""
    found = shutil.which("etappe")
    if found and os.path.realpath(found) == os.path.realpath(sys.argv[0]):
        return "etappe"
    return shlex.quote(sys.argv[0])
