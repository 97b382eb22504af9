"""Everything that people do to plans, in any order: a state machine that looks at all that is stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import ClassVar, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import Engine

from etappe.errors import EtappeError, PlanChanged
from etappe.model.diff import Diff
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import BERLIN, moment
from etappe.service.answers import decline, propose_date
from etappe.service.changing import Change, apply_change, make_change, preview_change
from etappe.service.conditions import AnswerCondition
from etappe.service.day_entry import enter_days
from etappe.service.deadlines import ExtendDeadline, FixDeadline, ReleaseDeadline
from etappe.service.firing import fire
from etappe.service.office import Office, ProjectFile
from etappe.service.people import report_absence, set_contact
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor, ReleaseAnchor, ShiftAnchor
from etappe.service.resting import HoldProject, Resume
from etappe.service.tasks import complete_task, reopen_task, waive_task
from etappe.service.upgrading import UndoUpgrade, UpgradePlan
from tests.integration.planning_outcomes import (
    require_complete,
    require_days_kept,
    require_same,
    require_same_after_return,
)
from tests.integration.planning_post import Post, address_book
from tests.integration.planning_programme import ANCHORS, CONDITIONS, PHASE_KEYS, TASKS
from tests.integration.planning_rules import fired_of, require_no_twin, require_project, sequences_of
from tests.integration.planning_site import KOMMUNEN, TOWN_HALL, Dump, Site, new_site

T = TypeVar("T")
PROJECT_TABLES = ("project", "anchor", "task", "hold", "named_day", "occurrence")
HOURS = (1, 3, 9, 15, 24, 26, 49)

which = st.integers(0, 1)
anchors, tasks = st.sampled_from(ANCHORS), st.sampled_from(TASKS)
phases = st.sampled_from((None, None, *PHASE_KEYS))
hours = st.sampled_from(HOURS)
ahead = st.integers(-1, 40)
soon = st.integers(0, 12)
one_change: st.SearchStrategy[tuple[str, str, int]] = st.one_of(
    st.tuples(st.just("move"), anchors, ahead),
    st.tuples(st.just("shift"), anchors, st.integers(-5, 10)),
    st.tuples(st.just("fix"), tasks, ahead),
    st.tuples(st.just("answer"), st.sampled_from(CONDITIONS), st.integers(0, 1)),
)


class PlanningMachine(RuleBasedStateMachine):
    """Two Kommunen, each with a project of its own at most, and everything that can happen to these."""

    engine: ClassVar[Engine]
    offices: ClassVar[tuple[Office, Office]]

    def __init__(self) -> None:
        super().__init__()
        self.site: Site = new_site(self.engine, self.offices)
        self.post = Post()
        self.files: dict[str, ProjectFile] = {}
        self.dump: Dump = self.site.dump()
        self.fired = fired_of(self.dump)
        self.handed_over = False
        self.day = self.site.today

    @initialize(rain=st.booleans(), days=st.integers(0, 6))
    def begin(self, rain: bool, days: int) -> None:
        """A first project, and some mornings on which its people get letters."""
        start_project(self.site.office, "aachen", Wish(self._in(0), (), {"regen": rain}), "pm", self.site.now)
        self.look()
        self._pass_mornings(days)

    @precondition(lambda self: len(self.files) < len(KOMMUNEN))
    @rule(days=soon)
    def start_another(self, days: int) -> None:
        """Plan a second project."""
        slug = KOMMUNEN[len(self.files)].slug
        self.attempt(lambda: start_project(self.site.office, slug, Wish(self._in(days)), "pm", self.site.now))

    @rule(number=which, what=one_change, days=st.integers(1, 2))
    def change_and_wait(self, number: int, what: tuple[str, str, int], days: int) -> None:
        """Change something, and let people hear of it."""
        self.change(number, self._made(what))
        self._pass_mornings(days)

    @rule(what=one_change)
    def change_everywhere_and_wait(self, what: tuple[str, str, int]) -> None:
        """Change the same in both projects, and let people hear of it."""
        for number in range(len(self.files)):
            self.change(number, self._made(what))
        self._pass_mornings(1)

    @rule(number=which, anchor=anchors, days=ahead)
    def move_anchor(self, number: int, anchor: str, days: int) -> None:
        """Fix an anchor by hand."""
        self.change(number, MoveAnchor(anchor, self._in(days)))

    @rule(number=which, anchor=anchors, days=st.integers(-5, 10))
    def shift_anchor(self, number: int, anchor: str, days: int) -> None:
        """Shift an anchor by working days."""
        self.change(number, ShiftAnchor(anchor, days))

    @rule(number=which, anchor=anchors)
    def release_anchor(self, number: int, anchor: str) -> None:
        """Let an anchor be computed again."""
        self.change(number, ReleaseAnchor(anchor))

    @rule(number=which, task=tasks, days=ahead)
    def fix_deadline(self, number: int, task: str, days: int) -> None:
        """Fix a deadline by hand."""
        self.change(number, FixDeadline(task, self._in(days)))

    @rule(number=which, task=tasks, days=soon)
    def extend_deadline(self, number: int, task: str, days: int) -> None:
        """Give a task more time."""
        record = self.files[self._project(number)].tasks.get(task)
        base = record.due if record else self.site.today
        self.change(number, ExtendDeadline(task, base + timedelta(days=days), "mehr Zeit"))

    @rule(number=which, task=tasks)
    def release_deadline(self, number: int, task: str) -> None:
        """Let a deadline be computed again."""
        self.change(number, ReleaseDeadline(task))

    @rule(
        number=which,
        phase=phases,
        first=st.integers(-1, 6),
        length=st.integers(0, 30),
        kept=st.integers(0, 2),
    )
    def hold(self, number: int, phase: str | None, first: int, length: int, kept: int) -> None:
        """Let a project or a phase rest; one hold in three is called off before it begins."""
        before, begins = self.files[self._project(number)], self._in(first)
        change = HoldProject(begins + timedelta(days=length), "Haushalt", begins, phase)
        if self.change(number, change) is None:
            return
        require_days_kept(before, self.files[before.project.id], begins)
        runs = any(h.phase == phase and h.until > self.site.today for h in before.decisions.holds)
        if kept or runs or first < 1 or self.change(number, Resume(phase=phase)) is None:
            return
        require_same(before, self.files[before.project.id])

    @rule(number=which, phase=phases, days=st.sampled_from((None, 0, 1, 3, 9)))
    def resume(self, number: int, phase: str | None, days: int | None) -> None:
        """Resume a project or a phase."""
        self.change(number, Resume(None if days is None else self._in(days), phase))

    @rule(number=which, condition=st.sampled_from(CONDITIONS), answer=st.booleans())
    def answer(self, number: int, condition: str, answer: bool) -> None:
        """Answer a condition."""
        self.change(number, AnswerCondition(condition, answer))

    @rule(number=which, task=tasks, kind=st.sampled_from(("done", "done", "undone", "waived")))
    def settle(self, number: int, task: str, kind: str) -> None:
        """Settle a task, or take that back."""
        project, office, now = self._project(number), self.site.office, self.site.now
        works: dict[str, Callable[[], object]] = {
            "done": lambda: complete_task(office, project, task, "ap", now),
            "undone": lambda: reopen_task(office, project, task, "ap", now),
            "waived": lambda: waive_task(office, project, task, "entfällt", "pm", now),
        }
        self.attempt(works[kind])

    @rule(number=which, task=tasks, days=soon)
    def propose(self, number: int, task: str, days: int) -> None:
        """The town hall wants another date; whoever answers for the task knows of it."""
        project = self._project(number)
        proposed = self.attempt(
            lambda: propose_date(self.site.office, project, task, self._in(days), "ap", self.site.now)
        )
        if proposed is not None and proposed.accepted:
            role = self.files[project].plan.task[task].role
            self.post.knows(self._fills(project, role), project, task, proposed.day)

    @rule(number=which, task=tasks)
    def say_not_me(self, number: int, task: str) -> None:
        """The town hall says that somebody else answers for a task."""
        project = self._project(number)
        self.attempt(lambda: decline(self.site.office, project, task, "ap", "Bauamt", self.site.now))

    @rule(number=which, role=st.sampled_from(TOWN_HALL), who=st.integers(0, 2), deputy=st.booleans())
    def hand_over(self, number: int, role: str, who: int, deputy: bool) -> None:
        """Somebody else fills a role."""
        slug = self._project(number)
        other = ("Vertretung", f"v@{slug}.example") if deputy else None
        self.post.follows(f"n{who}@{slug}.example", slug)
        self.handed_over = True
        self.attempt(
            lambda: set_contact(
                self.site.office, slug, role, f"N {who}", f"n{who}@{slug}.example", other, "pm", self.site.now
            )
        )

    @rule(number=which, role=st.sampled_from(TOWN_HALL), first=st.integers(-1, 3), length=st.integers(0, 9))
    def go_away(self, number: int, role: str, first: int, length: int) -> None:
        """Somebody is away."""
        address, begins = self._fills(self._project(number), role), self._in(first)
        ends = begins + timedelta(days=length)
        self.attempt(lambda: report_absence(self.site.office, address, begins, ends, "pm", self.site.now))

    @rule(number=which, kind=st.sampled_from(DayKind), days=st.integers(0, 30))
    def enter_day(self, number: int, kind: DayKind, days: int) -> None:
        """A day is entered into the calendar of a Kommune, after a look at what that does."""
        slug, day = self._project(number), [NamedDay(kind, self._in(days), "Tag")]
        site = self.site
        seen = self.attempt(lambda: enter_days(site.office, slug, day, "pm", site.now, dry_run=True))
        self.require_untouched()
        before = dict(self.files)
        done = self.attempt(lambda: enter_days(site.office, slug, day, "pm", site.now))
        assert (seen is None) == (done is None)
        for project, diff in (done or {}).items():
            assert seen is not None
            assert seen[project].plan_hash == diff.plan_hash
            require_complete(diff, before[project], self.files[project])

    @rule()
    def install(self) -> None:
        """Install the other version of the module."""
        self.site.version = 1 - self.site.version

    @rule(number=which, kept=st.booleans())
    def upgrade(self, number: int, kept: bool) -> None:
        """Follow the module that is installed; what is taken back at once has changed nothing to come."""
        before = self.files[self._project(number)]
        diff = self.change(number, UpgradePlan())
        if kept or diff is None or diff.empty or self.change(number, UndoUpgrade()) is None:
            return
        require_same_after_return(before, self.files[before.project.id], self.site.today)

    @rule(number=which)
    def undo(self, number: int) -> None:
        """Go back to the plan before that."""
        self.change(number, UndoUpgrade())

    @rule(number=which, mine=one_change, other=one_change)
    def change_meanwhile(self, number: int, mine: tuple[str, str, int], other: tuple[str, str, int]) -> None:
        """What was seen is applied only where it would do the same still."""
        project, change = self._project(number), self._made(mine)
        office, now = self.site.office, self.site.now
        try:
            seen = preview_change(office, project, change, "pm", now)
        except EtappeError:
            return
        if self.change(number, self._made(other)) is None:
            return
        try:
            again = preview_change(office, project, change, "pm", now)
        except EtappeError:
            return
        if again.plan_hash == seen.plan_hash:
            apply_change(office, project, change, seen.fingerprint, "pm", now)
            self.look()
            return
        with pytest.raises(PlanChanged) as refused:
            apply_change(office, project, change, seen.fingerprint, "pm", now)
        assert refused.value.facts["fingerprint"] == again.fingerprint
        self.require_untouched()

    @rule(later=hours)
    def wait(self, later: int) -> None:
        """Time passes, and no tick comes."""
        self.site.clock.moment += timedelta(hours=later)
        self.look()

    @rule(later=hours)
    def tick(self, later: int) -> None:
        """Time passes, and a tick comes."""
        self.site.clock.moment += timedelta(hours=later)
        self.site.tick()
        self.look()

    @rule(days=st.integers(1, 3))
    def mornings(self, days: int) -> None:
        """One morning after the other."""
        self._pass_mornings(days)

    def _pass_mornings(self, days: int) -> None:
        for _ in range(days):
            self.site.clock.moment = moment(self._in(1), time(8), BERLIN)
            self.site.tick()
            self.look()

    @rule(later=hours)
    def fire_only(self, later: int) -> None:
        """Letters are put together, and nobody is there to send them."""
        self.site.clock.moment += timedelta(hours=later)
        fire(self.site.office, self.site.now)
        self.look()

    def change(self, number: int, change: Change) -> Diff | None:
        """Look at a change, which leaves no trace, and apply it; one that is refused changes nothing."""
        project, office, now = self._project(number), self.site.office, self.site.now
        try:
            seen = preview_change(office, project, change, "pm", now)
        except EtappeError as refused:
            self._require_refused(project, change, type(refused))
            return None
        self.require_untouched()
        before = self.files[project]
        done = apply_change(office, project, change, seen.fingerprint, "pm", now)
        assert done.plan_hash == seen.plan_hash
        self.look()
        require_complete(done, before, self.files[project])
        return done

    def attempt(self, work: Callable[[], T]) -> T | None:
        """Do something; where it is refused, nothing has changed."""
        try:
            done = work()
        except EtappeError:
            self.require_untouched()
            return None
        self.look()
        return done

    def look(self) -> None:
        """Look at everything that is stored, and at the letters that have arrived."""
        before, self.dump = self.dump, self.site.dump()
        fired = fired_of(self.dump)
        other = {k: (was, fired.get(k)) for k, was in self.fired.items() if fired.get(k) != was}
        # what is in a letter that nobody has written yet is sorted anew when its reader hands over
        sorted_anew = {k for k, (was, now) in other.items() if "held" in {was[1], now and now[1]}}
        assert not other.keys() - (sorted_anew if self.handed_over else set()), f"fired rungs: {other}"
        self.fired = fired
        require_no_twin(self.dump["occurrence"])
        counted = sequences_of(self.dump)
        assert all(counted[task] >= number for task, number in sequences_of(before).items())
        changed = any(before[table] != self.dump[table] for table in PROJECT_TABLES)
        if changed or self.day != self.site.today:
            self.day = self.site.today
            for row in self.dump["project"]:
                self.files[row[1]] = require_project(self.site.office, row[1], self.site.now)
        known = address_book(self.dump["person"])
        for letter in self.site.new_letters():
            self.post.take(letter, self.files, known)

    def require_untouched(self) -> None:
        """Nothing is stored that was not there before."""
        dump = self.site.dump()
        other = [table for table, rows in dump.items() if rows != self.dump[table]]
        assert not other, f"changed without leave: {other}"

    def teardown(self) -> None:
        """In the end the audit is whole."""
        with self.site.office.store.begin() as tx:
            assert tx.audit.verify() is None

    def _require_refused(self, project: str, change: Change, error: type[EtappeError]) -> None:
        self.require_untouched()
        try:
            make_change(self.site.office, project, change, "pm", self.site.now)
        except error:
            self.require_untouched()
        else:
            raise AssertionError(f"done, although it was refused before: {change}")

    def _made(self, what: tuple[str, str, int]) -> Change:
        kind, key, number = what
        match kind:
            case "move":
                return MoveAnchor(key, self._in(number))
            case "shift":
                return ShiftAnchor(key, number)
            case "fix":
                return FixDeadline(key, self._in(number))
            case _:
                return AnswerCondition(key, bool(number))

    def _project(self, number: int) -> str:
        return list(self.files)[number % len(self.files)]

    def _fills(self, slug: str, role: str) -> str:
        """The address of whoever fills a role."""
        people = address_book(self.dump["person"])
        filled = {(row[1], row[2]): row[3] for row in self.dump["contact"]}
        staff = {row[1]: row[2] for row in self.dump["staff"]}
        return people[filled.get((slug, role)) or staff[role]]

    def _in(self, days: int) -> date:
        return self.site.today + timedelta(days=days)


def machine_on(engine: Engine, offices: tuple[Office, Office]) -> type[PlanningMachine]:
    """The machine at work on a database."""

    class Machine(PlanningMachine):
        """At work on one database."""

    Machine.engine, Machine.offices = engine, offices
    return Machine
