"""What holds between a project before a change and after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from etappe.model.calendar import ONE_DAY
from etappe.model.diff import Diff, Kind
from etappe.model.project import TaskState
from etappe.service.office import ProjectFile


def require_complete(diff: Diff, before: ProjectFile, after: ProjectFile) -> None:
    """Whoever applies the diff to what was has what is."""
    days, anchors = _open(before), {a.key: a.day for a in before.anchors}
    for moved in diff.dates:
        shelf = days if moved.kind is Kind.TASK else anchors
        assert shelf[moved.key] == moved.before
        shelf[moved.key] = moved.after
    for added in diff.added:
        assert added.task not in days
        days[added.task] = added.due
    for retired in diff.retired:
        assert days.pop(retired.task) == retired.due
    assert days == _open(after)
    now = {a.key: a.day for a in after.anchors}
    assert {k: d for k, d in anchors.items() if k in now} == {k: d for k, d in now.items() if k in anchors}
    changed = before.project.answers != after.project.answers or before.plan.digest != after.plan.digest
    assert diff.decisions or not changed


def require_days_kept(before: ProjectFile, after: ProjectFile, first: date) -> None:
    """A hold leaves days fixed by hand as many working days as they had; ``first`` is when it begins."""
    holds = [h for h in after.decisions.holds if h not in before.decisions.holds]
    if len(holds) != 1 or any(h.until > first for h in before.decisions.holds):
        return  # another end of one that runs, or several that overlap
    (hold,) = holds
    phases = {**before.plan.phase_of_anchor, **{t.key: t.phase for t in before.plan.tasks}}
    old, new = _by_hand(before), _by_hand(after)
    for key, day in old.items():
        if key not in new:
            continue  # fixed because it has passed
        if day < hold.first or hold.phase not in {None, phases.get(key)}:
            assert new[key] == day, key
            continue
        calendar = after.schedule.calendars.of_phase(hold.phase)
        left = before.calendar.place.count(hold.first - ONE_DAY, day)
        assert calendar.count(hold.first - ONE_DAY, new[key]) == left, (key, day, new[key], hold)


def require_same(before: ProjectFile, after: ProjectFile) -> None:
    """Everything is decided as it was, and every date is what it was."""
    assert before.decisions == after.decisions
    assert _open(before) == _open(after)
    assert before.anchors == after.anchors


def require_same_after_return(before: ProjectFile, after: ProjectFile, today: date) -> None:
    """The same plan, answers and dates; what has happened may have been fixed meanwhile."""
    assert before.plan.digest == after.plan.digest
    assert before.project.answers == after.project.answers
    assert _open(before) == _open(after)
    assert _to_come(before, today) == _to_come(after, today)
    assert _by_hand_tasks(before) == _by_hand_tasks(after)


def _open(file: ProjectFile) -> dict[str, date]:
    return {t.key: t.due for t in file.tasks.values() if t.state is TaskState.OPEN}


def _by_hand(file: ProjectFile) -> dict[str, date]:
    return {**_by_hand_tasks(file), **{a.key: a.day for a in file.anchors if a.by_hand}}


def _by_hand_tasks(file: ProjectFile) -> dict[str, date]:
    return {t.key: t.due for t in file.tasks.values() if t.state is TaskState.OPEN and t.by_hand}


def _to_come(file: ProjectFile, today: date) -> Mapping[str, tuple[date, bool]]:
    return {a.key: (a.day, a.by_hand) for a in file.anchors if a.day >= today}
