"""Lets a project begin with a sound module, which misbehaves then; prints what became of everybody's letters.

Runs in a process of its own, where the module is installed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date, time, timedelta
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from threading import Event

from pydantic import BaseModel

from etappe.adapters.mailbox import Mailbox, MailSink
from etappe.adapters.scribe import JinjaScribe
from etappe.bootstrap import Etappe, assembled, post_room, store_of
from etappe.model.kommune import Kommune
from etappe.model.moments import local_day, moment
from etappe.model.parked import Parked
from etappe.model.place import Land
from etappe.plugin.registry import Registry
from etappe.plugin.watchdog import Waiting, Watchdog
from etappe.service.holding import try_again
from etappe.service.kommunen import add_kommune
from etappe.service.people import set_contact, set_staff
from etappe.service.projects import Wish, start_project
from etappe.service.ticking import tick
from etappe.service.time_machine import FrozenClock
from etappe.settings import Settings

TOWN = "aachen"
CONTACT = "ap@aachen.example"
BEGINS = date(2026, 1, 12)
FIRST, LAST = date(2026, 1, 13), date(2026, 1, 22)
REPAIRED = date(2026, 1, 23)
TEMPLATES = {
    "passage_fails": "{{ 1 // 0 }}",
    "passage_knows_nothing": "{{ nobody.knows }}",
    "passage_does_not_compile": "{% for %}",
    "passage_hangs": "{% for n in range(10 ** 12) %}{% endfor %}",
    "passage_is_huge": "{% for n in range(10 ** 6) %}Zettel {% endfor %}",
}
SOUND = "Bitte füllen Sie den Zettel aus."
PATIENCE = 2.0
"""Seconds granted to a module that is known to hang."""


class Mail(BaseModel):
    """A letter as it lies in the mailbox."""

    to: str
    day: date
    subject: str
    text: str


class Outcome(BaseModel):
    """What became of it all."""

    parked: dict[str, tuple[str, str]]
    """Version and cause of each, after the last day."""
    held: dict[str, str]
    """Why which rungs of the module were held, by the end of their rule key."""
    mails: list[Mail]
    """Of the days on which the module misbehaved."""
    after: dict[str, str]
    """What became of the rungs of the module after the repair."""
    printed: str
    """What came out of it all beside this."""


def main() -> None:
    """Begin, or go on where a project has begun: misbehave, repair, print the outcome."""
    settings, out = Settings(), StringIO()
    clock = FrozenClock(moment(BEGINS, time(7)))
    if not settings.data_dir.exists():
        with assembled(settings, clock=clock) as etappe:
            _begin(etappe)
        return
    with redirect_stdout(out), redirect_stderr(out), MailSink(settings.mailbox_dir) as sink:
        _behave(os.environ.get("UNRULY", "sound"))
        etappe = _days(settings, sink.url, clock, FIRST, LAST)
        parked, held = (*etappe.registry.parked, *_noted(etappe)), _rungs(etappe, "held")
        mails = list(_mails(settings))
        _behave("sound")
        for failed in _noted(etappe):
            try_again(etappe.office.store, failed.module, "test", clock.now())
        etappe = _days(settings, sink.url, clock, REPAIRED, REPAIRED)
        after = _rungs(etappe, "sent") | _rungs(etappe, "merged") | _rungs(etappe, "skipped")
    told = {p.module: (p.version, p.cause) for p in parked}
    outcome = Outcome(parked=told, held=held, mails=mails, after=after, printed=out.getvalue())
    sys.stdout.write(outcome.model_dump_json())


def _behave(how: str) -> None:
    """Let the module be like this when it is loaded next."""
    os.environ["UNRULY"] = how
    found = find_spec("etappe_unruly")
    for folder in (found.submodule_search_locations or ()) if found else ():
        Path(folder, "templates", "zettel.txt").write_text(TEMPLATES.get(how, SOUND), "utf-8")


def _begin(etappe: Etappe) -> None:
    now = etappe.clock.now()
    add_kommune(etappe.office, Kommune(TOWN, "Aachen", Land.NW), "test", now)
    for role, email in (("AP", CONTACT), ("VS", "vs@aachen.example")):
        set_contact(etappe.office, TOWN, role, role, email, None, "test", now)
    for role in ("PM", "MO", "PL"):
        set_staff(etappe.office, role, f"{role} Team", f"{role.lower()}@team.example", None, "test", now)
    chosen = ("unruly",) if "unruly" in etappe.office.programme.optional else ()
    start_project(etappe.office, TOWN, Wish(BEGINS, chosen, {}), "test", now)


def _days(settings: Settings, url: str, clock: FrozenClock, first: date, last: date) -> Etappe:
    """Tick at eight on some days, as a worker that was started anew on the first."""
    for name in [m for m in sys.modules if m.startswith("etappe_unruly")]:
        del sys.modules[name]
    watchdog = Watchdog([os.environ.get("UNRULY_TOKEN", "")], _patient())
    registry = Registry.installed(settings.without, aside=_failed(settings), watchdog=watchdog)
    clock.moment = moment(first, time(7))
    with assembled(settings, registry, clock) as etappe, post_room(settings, url) as room:
        room = replace(room, scribe=JinjaScribe(watchdog.render))
        for number in range((last - first).days + 1):
            clock.moment = moment(first + timedelta(days=number), time(8))
            tick(etappe.office, room, clock)
    return etappe


def _patient() -> Waiting:
    hangs = os.environ.get("UNRULY", "").endswith("hangs")
    return lambda done, seconds: Event.wait(done, PATIENCE if hangs else seconds)


def _failed(settings: Settings) -> tuple[Parked, ...]:
    with store_of(settings) as (store, _), store.begin() as tx:
        return tx.parking.all()


def _noted(etappe: Etappe) -> tuple[Parked, ...]:
    with etappe.office.store.begin() as tx:
        return tx.parking.all()


def _rungs(etappe: Etappe, outcome: str) -> dict[str, str]:
    with etappe.office.store.begin() as tx:
        found = [e for e in tx.ledger.entries(TOWN) if e.outcome == outcome]
        return {
            e.rule_key.partition(".")[2]: e.reason or outcome
            for e in found
            if e.task_key and e.task_key.startswith("unruly.")
        }


def _mails(settings: Settings) -> Iterable[Mail]:
    mailbox = Mailbox(settings.mailbox_dir)
    for mail in mailbox.list():
        if mail.date:
            text = mailbox.read(mail.number)
            yield Mail(to=mail.to, day=local_day(mail.date), subject=mail.subject, text=text)


if __name__ == "__main__":
    main()
