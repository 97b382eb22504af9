"""A rehearsal: one Kommune on its way through a programme, on a clock that a test moves."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from etappe.errors import ClockBackwards
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.intentions import Intention
from etappe.model.moments import local_day, moment
from etappe.model.parcel import Parcel
from etappe.model.people import Contact
from etappe.model.plan import Plan
from etappe.model.project import TaskState
from etappe.model.views import ProjectView
from etappe.service.changing import make_change
from etappe.service.conditions import AnswerCondition
from etappe.service.module_desk import ModuleDesk
from etappe.service.office import Office, ProjectFile, open_file
from etappe.service.ports import Transaction
from etappe.service.replanning import MoveAnchor
from etappe.service.sending import PostRoom
from etappe.service.tasks import complete_task, settle, waive_task
from etappe.service.ticking import Ticked
from etappe.service.time_machine import MORNING, FrozenClock, travel
from etappe.testing.letterbox import LetterBox, Mail, mail_of
from etappe.testing.people import BY, KOMMUNE
from etappe.testing.stage import Company
from etappe.testing.timeline import timeline

EVENING = time(20)
"""When the letters of a day are out."""


class Dated(NamedTuple):
    """A day, and the sentence that tells why it is that day."""

    day: date
    why: str


@dataclass(slots=True)
class Rehearsal:
    """A project that nobody works at but the test; letters are real, and lie in a list."""

    company: Company
    office: Office
    clock: FrozenClock
    box: LetterBox
    room: PostRoom
    id: str
    """The project's id."""
    diligent: bool = False
    """Whether people do in time what other modules ask of them."""

    @property
    def today(self) -> date:
        """The day on which the clock stands."""
        return local_day(self.clock.now(), self.office.zone)

    def at(self, day: date) -> Rehearsal:
        """Go to seven on the morning of a day, an hour before its letters go out."""
        return self._travel(moment(day, MORNING, self.office.zone), day)

    def run_until(self, day: date) -> Rehearsal:
        """Go to the evening of a day, with all its letters out."""
        return self._travel(moment(day, EVENING, self.office.zone), day)

    def run(self, *, months: int = 0, days: int = 0) -> Rehearsal:
        """Go on by months or days, to the evening."""
        return self.run_until(_later(self.today, months) + timedelta(days=days))

    @property
    def letters(self) -> tuple[Mail, ...]:
        """All letters so far, in the order in which they went out."""
        with self.office.store.begin() as tx:
            return tuple(mail_of(p, self.office.zone, self._tasks_in(tx, p)) for p in self.box.parcels)

    def letters_to(self, role: str) -> tuple[Mail, ...]:
        """The letters to whoever fills a role."""
        address = self.contact(role).person.email
        return tuple(mail for mail in self.letters if mail.to == address)

    def letters_about(self, task: str) -> tuple[Mail, ...]:
        """The letters that remind of a task."""
        return tuple(mail for mail in self.letters if task in mail.tasks)

    def timeline(self) -> str:
        """All letters so far as a table, to print and look at."""
        return timeline(self.letters)

    @property
    def requests(self) -> tuple[str, ...]:
        """What waits for project management."""
        with self.office.store.begin() as tx:
            return tuple(f.request for f in tx.follow_ups.all_open(self.id))

    def contact(self, role: str) -> Contact:
        """Who fills a role, and who steps in."""
        with self.office.store.begin() as tx:
            return tx.people.contacts([KOMMUNE])[KOMMUNE][role]

    @property
    def view(self) -> ProjectView:
        """The project as the hooks of the module see it now."""
        return self.desk.project(self.id)

    @property
    def desk(self) -> ModuleDesk:
        """The desk at which a command of the module works."""
        return ModuleDesk(self.office, self.company.name, BY, self.clock.now())

    @property
    def plan(self) -> Plan:
        """Everything that the project's dates and reminders are computed from."""
        return self._file().plan

    def deadline(self, task: str) -> Dated:
        """When a task is due, and why."""
        file = self._file()
        return Dated(file.tasks[task].due, explain_task(file.schedule, task))

    def anchor(self, key: str) -> Dated:
        """When an anchor is, and why."""
        schedule = self._file().schedule
        return Dated(schedule.anchors[key].day, explain_anchor(schedule, key))

    def done(self, task: str) -> None:
        """Call a task done; raises `TaskObstructed` where a module objects."""
        complete_task(self.office, self.id, task, BY, self.clock.now())

    def waive(self, task: str, reason: str) -> None:
        """Do without a task."""
        waive_task(self.office, self.id, task, reason, BY, self.clock.now())

    def answer(self, **answers: bool) -> None:
        """Answer conditions: tasks appear and retire by it."""
        for condition, answer in answers.items():
            make_change(self.office, self.id, AnswerCondition(condition, answer), BY, self.clock.now())

    def fix(self, anchor: str, day: date) -> None:
        """Fix the day of an anchor by hand."""
        make_change(self.office, self.id, MoveAnchor(anchor, day), BY, self.clock.now())

    def carry_out(self, *intentions: Intention) -> None:
        """Let the core carry out what the module might want, such as keeping a record."""
        self.desk.carry_out(self.id, *intentions)

    def _tasks_in(self, tx: Transaction, parcel: Parcel) -> tuple[str, ...]:
        delivery = tx.letters.get(parcel.delivery_id)
        items = tx.letters.in_letter(delivery.digest_id) if delivery else ()
        return tuple(dict.fromkeys(item.task_key for item in items if item.task_key))

    def _file(self) -> ProjectFile:
        with self.office.store.begin() as tx:
            return open_file(self.office, tx, self.id)

    def _travel(self, to: datetime, day: date) -> Rehearsal:
        if to < self.clock.now():
            raise ClockBackwards(now=f"{self.today:%d.%m.%Y}", day=f"{day:%d.%m.%Y}")
        travel(self.office, self.room, self.clock, to, self._morning, _unobserved)
        return self

    def _morning(self, now: datetime) -> None:
        """What diligent people do on a morning: whatever other modules want by today."""
        if not self.diligent:
            return
        own = {t.key for m in self.company.offered for t in m.tasks}
        with self.office.store.begin() as tx:
            wanted = [task.key for _, task in tx.projects.open_tasks(self.today) if task.key not in own]
            if wanted:
                file = open_file(self.office, tx, self.id)
                for key in wanted:
                    settle(tx, file, key, TaskState.DONE, BY, None, now)


def _unobserved(_now: datetime, _ticked: Ticked) -> None:
    """Only the letters count here."""


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
