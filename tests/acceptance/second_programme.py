"""Carries a city of the second programme to some days after the renewal.

Runs in a process of its own, where that programme is installed, and prints the letters in the mailbox.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from pydantic import BaseModel

from etappe.adapters.mailbox import Mailbox, MailSink
from etappe.bootstrap import Etappe, assembled, clock_of, post_room
from etappe.model.moments import local_day, moment
from etappe.model.project import TaskState
from etappe.service.office import open_file
from etappe.service.tasks import settle
from etappe.service.ticking import Ticked
from etappe.service.time_machine import FrozenClock, travel
from etappe.settings import Settings

ENDS = date(2030, 9, 27)
"""Some days after the renewal."""
RENEWAL = "renewal.application"


class Mail(BaseModel):
    """A letter as it lies in the mailbox."""

    to: str
    day: date
    subject: str
    text: str


class Travelled(BaseModel):
    """What became of the years."""

    mails: list[Mail]
    renewal: date


def main() -> None:
    """Travel, and print what came."""
    settings = Settings()
    clock = FrozenClock(clock_of(settings).now())
    with (
        MailSink(settings.mailbox_dir) as sink,
        assembled(settings, clock=clock) as etappe,
        post_room(settings, sink.url) as room,
    ):
        zone = etappe.office.zone
        travel(etappe.office, room, clock, moment(ENDS, time(20), zone), _dutiful(etappe), _unobserved)
        with etappe.office.store.begin() as tx:
            renewal = open_file(etappe.office, tx, "dayton").schedule.anchors["renewal"].day
    print(Travelled(mails=_mails(settings, zone), renewal=renewal).model_dump_json())


def _dutiful(etappe: Etappe) -> Callable[[datetime], None]:
    """Does every morning what is due, but not the renewal: that has to be reminded of."""

    def morning(now: datetime) -> None:
        today = local_day(now, etappe.office.zone)
        with etappe.office.store.begin() as tx:
            file = open_file(etappe.office, tx, "dayton")
            for key, task in file.tasks.items():
                if task.state is TaskState.OPEN and task.due <= today and key != RENEWAL:
                    settle(tx, file, key, TaskState.DONE, "test", None, now)

    return morning


def _unobserved(_now: datetime, _ticked: Ticked) -> None:
    """Only the mailbox counts here."""


def _mails(settings: Settings, zone: str) -> list[Mail]:
    mailbox = Mailbox(settings.mailbox_dir)
    return [
        Mail(to=m.to, day=local_day(m.date, zone), subject=m.subject, text=mailbox.read(m.number))
        for m in mailbox.list()
        if m.date
    ]


if __name__ == "__main__":
    main()
