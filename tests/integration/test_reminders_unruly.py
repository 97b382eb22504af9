"""A programme in which hardly anybody answers, ticks come when they like and the mail server has moods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import Engine

from etappe.model.follow_up import FollowUpKind
from etappe.model.ledger import Entry, LedgerState
from etappe.model.moments import moment
from etappe.model.parcel import Outcome
from etappe.model.project import TaskRecord
from etappe.model.quiet import CLOSES, OPENS
from etappe.service.office import Office
from etappe.testing.letterbox import Mail
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import AACHEN, START, World, found, person, settle_in

END = date(2026, 3, 10)
MOODS = (Outcome.SENT,) * 16 + (Outcome.AMBIGUOUS, Outcome.REFUSED)
"""None that puts a letter off: one that waits overnight arrives beside that of the next day."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What is left of the months."""

    entries: tuple[Entry, ...]
    mails: tuple[Mail, ...]
    twice: int
    """Letters that a server took twice."""
    left_behind: int
    at_night: int
    releases: int
    chain_holds: bool


CHRONICLES: dict[str, Chronicle] = {}


@pytest.fixture
def chronicle(office: Office, engine: Engine) -> Chronicle:
    """The months, lived through once per database."""
    name = engine.dialect.name
    if name not in CHRONICLES:
        CHRONICLES[name] = lived_through(found(office), Random(1))  # noqa: S311 - the same in every run
    return CHRONICLES[name]


def lived_through(world: World, chance: Random) -> Chronicle:
    """Tick at any hour, or not at all for days; one task in three is done, and late."""
    settle_in(world, replace(AACHEN, slug="bonn", name="Bonn"))
    world.start()
    world.start(kommune="bonn")
    world.away("AP", date(2026, 2, 9), date(2026, 2, 20))
    world.courier = FakeCourier(_moods(chance))
    left_behind = at_night = 0
    day = START
    while day <= END:
        for hour in sorted(chance.sample(range(6, 22), chance.choice((0, 1, 1, 3)))):
            known = {p.delivery_id for p in world.courier.offered}
            world.at(day, hour, chance.randrange(60))
            left_behind += _next_moment(world) <= world.clock.now()
            new = {p.delivery_id for p in world.courier.offered} - known
            at_night += bool(new) and not OPENS.hour <= hour < CLOSES.hour
        world.finish(partial(_is_done, day))
        day += timedelta(days=1)
    releases = len(world.follow_ups(FollowUpKind.RELEASE))
    copies = Counter(p.delivery_id for p in world.courier.arrived)
    entries = (*world.entries(), *_entries(world, "bonn"))
    return Chronicle(
        entries,
        tuple(world.mails()),
        sum(n > 2 for n in copies.values()),
        left_behind,
        at_night,
        releases,
        world.chain_holds(),
    )


def test_nobody_has_two_letters_of_one_day(chronicle: Chronicle) -> None:
    letters = set(chronicle.mails)  # a second copy of an ambiguous one is the same letter

    assert max(Counter((mail.to, mail.day) for mail in letters).values()) == 1


def test_every_rung_that_was_due_has_an_outcome(chronicle: Chronicle) -> None:
    due = [e for e in chronicle.entries if e.due_at < moment(END, CLOSES) - timedelta(days=7)]

    assert Counter(e.outcome for e in due).keys() <= set(LedgerState) - {LedgerState.PLANNED}
    assert [e for e in due if e.outcome is LedgerState.SKIPPED and not (e.reason or e.deliveries)] == []


def test_nothing_is_left_behind_and_nothing_goes_at_night(chronicle: Chronicle) -> None:
    assert (chronicle.left_behind, chronicle.at_night) == (0, 0)


def test_no_letter_arrives_more_than_twice_whatever_the_server_does(chronicle: Chronicle) -> None:
    assert (chronicle.twice, chronicle.chain_holds) == (0, True)


def test_the_head_is_told_of_a_task_twice_at_most(chronicle: Chronicle) -> None:
    name = person("VS").name
    own = Counter((e.project_id, e.task_key, e.local_date) for e in chronicle.entries if name in e.recipients)

    assert max(Counter((project, task) for project, task, _ in own).values()) <= 2
    assert chronicle.releases > 0


def _moods(chance: Random) -> Iterator[Outcome]:
    while True:
        yield chance.choice(MOODS)


def _is_done(today: date, task: TaskRecord) -> bool:
    return task.due < today and sum(task.key.encode()) % 3 == 0


def _next_moment(world: World) -> datetime:
    with world.office.store.begin() as tx:
        found = tx.ledger.next_moment()
    assert found
    return found


def _entries(world: World, project: str) -> tuple[Entry, ...]:
    with world.office.store.begin() as tx:
        return tx.ledger.entries(project)
