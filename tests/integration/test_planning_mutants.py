"""The state machine notices when re-planning forgets something: each of these mistakes makes it fail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from etappe.adapters.sql.ledger import SqlLedger
from etappe.adapters.sql.notices import SqlNotices
from etappe.model.diff import Diff
from etappe.model.hold import Shifted
from etappe.model.ledger import NewOccurrence
from etappe.model.plan import Plan
from etappe.model.project import TaskRecord
from etappe.model.project_calendar import ProjectCalendar
from etappe.service import changing, following, office, replanning, resting, tasks, upgrading
from etappe.service.arming import arm_tasks
from tests.integration.planning_machine import machine_on
from tests.integration.planning_site import new_offices
from tests.integration.test_planning_machine import THOROUGH
from tests.integration.worlds import person

Mutant = Callable[[pytest.MonkeyPatch], None]
UNTIL_FOUND = settings(
    THOROUGH, phases=(Phase.generate,), report_multiple_bugs=False, max_examples=200, derandomize=False
)


def nothing(*_: object, **__: object) -> list[object]:
    """Does nothing, whatever it is asked."""
    return []


def never_armed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates follow, rungs do not."""
    monkeypatch.setattr(following, "rearm", nothing)


def fired_days_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rung that has gone today is armed again."""

    def forgetful(
        project: str, plan: Plan, some: list[TaskRecord], days: ProjectCalendar, now: datetime, _: object
    ) -> list[NewOccurrence]:
        return arm_tasks(project, plan, some, days, now)

    monkeypatch.setattr(tasks, "arm_tasks", forgetful)


def today_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hold or a closing day does to rungs of tasks that stay is passed over."""
    monkeypatch.setattr(replanning, "reminded_otherwise", nothing)
    monkeypatch.setattr(resting, "reminded_otherwise", nothing)


def fixed_days_rest_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold leaves days fixed by hand where they are."""

    def unmoved(day: date, *_: object) -> date:
        return day

    monkeypatch.setattr(resting, "shift", unmoved)


def shift_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hold that is called off leaves its shift behind."""

    def forgotten(*_: object) -> Shifted:
        return Shifted()

    monkeypatch.setattr(resting, "_shifted_by", forgotten)


def told_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notice goes to people who have never heard of the task."""
    readers = frozenset(person(role, "aachen").id for role in ("AP", "VS"))

    def everybody(_self: object, _: str, task_keys: list[str]) -> Mapping[str, frozenset[str]]:
        return dict.fromkeys(task_keys, readers)

    monkeypatch.setattr(SqlNotices, "told_of", everybody)


def retired_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is needed no more keeps its rung."""
    monkeypatch.setattr(following, "_let_go", nothing)


def answers_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade that is taken back has lost the answers that it dropped."""
    monkeypatch.setattr(upgrading, "_take_up_again", nothing)


def tried_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at a change carries it out."""

    def look(at: office.Office, project: str, change: changing.Change, by: str, now: datetime) -> Diff:
        return changing.make_change(at, project, change, by, now)

    monkeypatch.setattr("tests.integration.planning_machine.preview_change", look)


def anything_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever somebody has seen, what is there now is applied."""

    def apply(
        at: office.Office, project: str, change: changing.Change, _: str, by: str, now: datetime
    ) -> Diff:
        return changing.make_change(at, project, change, by, now)

    monkeypatch.setattr("tests.integration.planning_machine.apply_change", apply)


def told_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody notes what a notice has told."""

    def unknown(*_: object) -> Mapping[str, date]:
        return {}

    monkeypatch.setattr(SqlNotices, "last_told", unknown)


def settled_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is done keeps its rung."""
    monkeypatch.setattr(SqlLedger, "cancel", nothing)


def answer_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks follow an answer that nobody writes down."""
    monkeypatch.setattr("etappe.adapters.sql.projects.SqlProjects.save_answers", nothing)


def phase_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody notes which phase follows from other dates."""
    monkeypatch.setattr(following, "note_phase", nothing)


MUTANTS = (
    never_armed_again,
    fired_days_forgotten,
    today_lost,
    fixed_days_rest_not,
    shift_kept,
    told_to_everybody,
    retired_go_on,
    answers_forgotten,
    tried_in_earnest,
    anything_confirmed,
    told_twice,
    settled_go_on,
    answer_not_kept,
    phase_not_noted,
)


SEEDS: dict[Mutant, int] = {
    phase_not_noted: 18,
    anything_confirmed: 4,
    answers_forgotten: 5,
    shift_kept: 2,
    told_twice: 13,
}
"""Where to begin, so that it does not take long; the examples of any other seed find them as well."""


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.__name__ for m in MUTANTS])
def test_the_machine_notices_a_mistake(
    mutant: Mutant, fast_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = machine_on(fast_engine, new_offices(fast_engine))

    mutant(monkeypatch)

    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run_state_machine_as_test(seed(SEEDS.get(mutant, 0))(machine), settings=UNTIL_FOUND)
