"""Carries a project with the module catering through its months, and prints what became of the module's part.

Runs in a process of its own, where that module is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from pydantic import BaseModel

from etappe.adapters.mailbox import Mailbox, MailSink
from etappe.bootstrap import Etappe, assembled, post_room
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.kommune import Kommune
from etappe.model.moments import local_day
from etappe.model.place import Land
from etappe.model.project import TaskState
from etappe.model.schedule import Schedule
from etappe.service.kommunen import add_kommune
from etappe.service.office import open_file
from etappe.service.people import set_contact, set_staff
from etappe.service.projects import Wish, start_project
from etappe.service.tasks import settle
from etappe.service.ticking import Ticked
from etappe.service.time_machine import FrozenClock, travel
from etappe.settings import Settings

TOWN = "aachen"
CONTACT = "ap@aachen.example"
BEGINS = datetime(2026, 1, 12, 6, tzinfo=UTC)
ENDS = datetime(2026, 4, 15, 20, tzinfo=UTC)
"""The evening of the workshop."""
WISH = Wish(date(2026, 1, 12), ("catering",), {"catering_ohne_kueche": True})
PREFIXES = ("bewirtung.", "catering.", "verkostung.")


class Dated(BaseModel):
    """A day and why it is that day."""

    day: date
    why: str


class Mail(BaseModel):
    """A letter as it lies in the mailbox."""

    to: str
    day: date
    subject: str
    text: str


class Rung(BaseModel):
    """A line of the ledger."""

    task: str
    rule: str
    day: date
    outcome: str


class Outcome(BaseModel):
    """What became of the module's part in the project."""

    modules: dict[str, str]
    phases: dict[str, tuple[date, date]]
    anchors: dict[str, Dated]
    tasks: dict[str, Dated]
    phase_of: dict[str, str]
    armed: list[Rung]
    """Right after the start of the project."""
    ledger: list[Rung]
    """On the evening of the workshop."""
    mails: list[Mail]


def main() -> None:
    """Found the town, start its project, run to the workshop, print the outcome."""
    settings, clock = Settings(), FrozenClock(BEGINS)
    with (
        MailSink(settings.mailbox_dir) as sink,
        assembled(settings, clock=clock) as etappe,
        post_room(settings, sink.url) as room,
    ):
        _found(etappe)
        schedule = start_project(etappe.office, TOWN, WISH, "test", BEGINS).schedule
        armed = list(_rungs(etappe))
        travel(etappe.office, room, clock, ENDS, _dutiful(etappe), _unobserved)
        outcome = _outcome(schedule, armed, list(_rungs(etappe)), list(_mails(settings)))
    print(outcome.model_dump_json())


def _found(etappe: Etappe) -> None:
    add_kommune(etappe.office, Kommune(TOWN, "Aachen", Land.NW), "test", BEGINS)
    for role, name, email in (("AP", "Ada Peters", CONTACT), ("VS", "Vera Stein", "vs@aachen.example")):
        set_contact(etappe.office, TOWN, role, name, email, None, "test", BEGINS)
    for role in ("PM", "MO", "PL"):
        set_staff(etappe.office, role, f"{role} Team", f"{role.lower()}@team.example", None, "test", BEGINS)


def _dutiful(etappe: Etappe) -> Callable[[datetime], None]:
    """Does every morning what is due, but nothing of catering: that has to be reminded of."""

    def morning(now: datetime) -> None:
        with etappe.office.store.begin() as tx:
            file = open_file(etappe.office, tx, TOWN)
            for key, task in file.tasks.items():
                if task.state is TaskState.OPEN and task.due <= local_day(now) and not _own(key):
                    settle(tx, file, key, TaskState.DONE, "test", None, now)

    return morning


def _unobserved(_now: datetime, _ticked: Ticked) -> None:
    """Only the mailbox counts here."""


def _own(key: str) -> bool:
    return key.startswith(PREFIXES)


def _rungs(etappe: Etappe) -> Iterable[Rung]:
    with etappe.office.store.begin() as tx:
        for entry in tx.ledger.entries(TOWN):
            if entry.task_key and _own(entry.task_key):
                yield Rung(
                    task=entry.task_key,
                    rule=entry.rule_key,
                    day=entry.local_date,
                    outcome=entry.outcome.value,
                )


def _mails(settings: Settings) -> Iterable[Mail]:
    mailbox = Mailbox(settings.mailbox_dir)
    for mail in mailbox.list():
        if mail.date:
            text = mailbox.read(mail.number)
            yield Mail(to=mail.to, day=local_day(mail.date), subject=mail.subject, text=text)


def _outcome(schedule: Schedule, armed: list[Rung], ledger: list[Rung], mails: list[Mail]) -> Outcome:
    own = [key for key in schedule.deadlines if _own(key)]
    return Outcome(
        modules={m.key: m.version for m in schedule.plan.modules},
        phases={key: (span.begins, span.ends) for key, span in schedule.spans.items()},
        anchors={k: Dated(day=a.day, why=explain_anchor(schedule, k)) for k, a in schedule.anchors.items()},
        tasks={k: Dated(day=schedule.deadlines[k].day, why=explain_task(schedule, k)) for k in own},
        phase_of={k: schedule.plan.task[k].phase for k in own},
        armed=armed,
        ledger=ledger,
        mails=mails,
    )


if __name__ == "__main__":
    main()
