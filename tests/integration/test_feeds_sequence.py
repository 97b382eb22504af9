"""Whatever happens to a project: the sequence of an entry rises when the entry changes, and only then."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.adapters.calendars import calendar_of
from etappe.adapters.feeds import render
from etappe.adapters.sql.schema import ensure_tenant
from etappe.adapters.sql.store import SqlStore
from etappe.errors import EtappeError
from etappe.model.feed import FeedEntry
from etappe.model.kommune import DayKind, NamedDay
from etappe.model.place import Land, Place
from etappe.model.programme import Programme
from etappe.model.spec import RoleSpec, TaskSpec, working_days
from etappe.plugin.questions import Questions
from etappe.plugin.registry import Registry
from etappe.service.changing import make_change
from etappe.service.conditions import AnswerCondition
from etappe.service.day_entry import enter_days
from etappe.service.feeds import person_feed
from etappe.service.office import Office
from etappe.service.projects import Wish, start_project
from etappe.service.replanning import MoveAnchor
from etappe.service.tasks import complete_task, reopen_task, waive_task
from etappe.service.upgrading import UpgradePlan
from etappe.testing.database import hurried
from tests.integration.worlds import START, World, found, person
from tests.unit.model.specs import FEAST, RAIN, frame, programme, task

BEGIN = datetime(2026, 1, 12, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Step = Callable[[World], None]
Entries = dict[str, FeedEntry]


def feast(title: str = "Musik", days: int = -3, *, stage: bool = True) -> Programme:
    """A feast in the version that a module has of it."""
    music = task("musik", working_days("fest", days), after=("zelt",)).model_copy(update={"title": title})
    tent = task("zelt", working_days("fest", -10), condition="regen")
    others: tuple[TaskSpec, ...] = (tent, task("gaeste", working_days("start", 5)))
    if stage:
        others = (*others, task("buehne", working_days("fest", -1)))
    roles = (RoleSpec(key="PM", title="Leitung", staff=True),)
    return programme(frame(*others, music, anchors=(FEAST,), conditions=(RAIN,), roles=roles))


TASKS = [f"vorbereitung.{name}" for name in ("zelt", "gaeste", "buehne", "musik")]
DAYS = st.integers(1, 60).map(lambda days: START + timedelta(days=days))


def _fix(day: date) -> Step:
    return lambda w: void(make_change(w.office, "aachen", MoveAnchor("fest", day), "pm", w.clock.now()))


def _due(key: str, day: date) -> Step:
    return lambda w: w.due(key, day)


def _done(key: str) -> Step:
    return lambda w: void(complete_task(w.office, "aachen", key, "pm", w.clock.now()))


def _undone(key: str) -> Step:
    return lambda w: void(reopen_task(w.office, "aachen", key, "pm", w.clock.now()))


def _waived(key: str) -> Step:
    return lambda w: void(waive_task(w.office, "aachen", key, "pm", "unnötig", w.clock.now()))


def _rain(yes: bool) -> Step:
    return lambda w: void(make_change(w.office, "aachen", AnswerCondition("regen", yes), "pm", w.clock.now()))


def _closed(day: date) -> Step:
    named = [NamedDay(DayKind.CLOSED, day, "zu")]
    return lambda w: void(enter_days(w.office, "aachen", named, "pm", w.clock.now()))


def _newer(version: Programme) -> Step:
    def upgrade(world: World) -> None:
        office = replace(world.office, programme=version, plans={})
        make_change(office, "aachen", UpgradePlan(), "pm", world.clock.now())

    return upgrade


def void(_: object) -> None:
    """Forget what a step answers."""


VERSIONS = st.builds(feast, st.sampled_from(["Musik", "Tanz"]), st.integers(-4, -2), stage=st.booleans())
STEPS = st.one_of(
    st.builds(_fix, DAYS),
    st.builds(_due, st.sampled_from(TASKS), DAYS),
    st.builds(_done, st.sampled_from(TASKS)),
    st.builds(_undone, st.sampled_from(TASKS)),
    st.builds(_waived, st.sampled_from(TASKS)),
    st.builds(_rain, st.booleans()),
    st.builds(_closed, DAYS),
    st.builds(_newer, VERSIONS),
)


@contextmanager
def town(template: Path) -> Generator[World]:
    """Aachen with a feast ahead, on a database of its own."""
    with TemporaryDirectory() as folder:
        engine = hurried(Path(shutil.copyfile(template, f"{folder}/etappe.db")))
        try:
            ensure_tenant(engine, "probe", "probe", BEGIN)
            store = SqlStore(engine, "probe")
            world = found(Office(feast(), store, calendar_of, Place(Land.BE), Questions(Registry())))
            start_project(world.office, "aachen", Wish(START), "test", world.clock.now())
            yield world
        finally:
            engine.dispose()


def after_each(world: World, steps: Sequence[Step]) -> Iterator[Entries]:
    """The contact person's entries at first and after each step; one that is refused has no effect."""
    yield entries(world)
    for step in steps:
        world.clock.moment += MINUTE
        with suppress(EtappeError, KeyError):  # refused, or about a task that is not there
            step(world)
        yield entries(world)


def entries(world: World) -> Entries:
    feed = person_feed(world.office, person("AP").email, world.clock.now())
    assert render(feed) == render(feed)
    return {entry.uid: entry for entry in feed.entries}


def content(entry: FeedEntry) -> FeedEntry:
    """What people see of an entry."""
    return replace(entry, sequence=0, last_modified=BEGIN)


@settings(max_examples=60)
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_the_sequence_rises_exactly_when_an_entry_changes(sqlite_template: Path, steps: list[Step]) -> None:
    with town(sqlite_template) as world:
        seen = list(after_each(world, steps))

    for before, after in pairwise(seen):
        assert set(before) <= set(after)
        for uid, old in before.items():
            new = after[uid]
            changed = content(new) != content(old)
            assert (new.sequence > old.sequence) == changed, (old, new)
            assert (new.last_modified > old.last_modified) == changed, (old, new)
            assert new.sequence >= old.sequence
