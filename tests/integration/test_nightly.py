"""The night: dates follow calendars and time zones, what is kept is checked, anchored, copied, tidied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import Engine, text

from etappe.adapters.sql.ledger import TZDATA
from etappe.model.calendar import Calendar, Days
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.place import Land, Place
from etappe.service.nightly import NightReport, NightState, NightStep, last_night, nightly
from etappe.service.office import Office
from etappe.service.ports import Calendars
from tests.fakes.vault import FakeVault
from tests.integration.worlds import World, found, settle_in

NIGHT = moment(date(2026, 1, 20), time(2, 30))
TASK = "selbstcheck.abgabe"
FIRST = date(2026, 3, 2)
CARNIVAL = date(2026, 3, 3)


@pytest.fixture
def world(office: Office) -> World:
    """Aachen in its second week."""
    world = found(office)
    world.start()
    world.clock.moment = NIGHT
    return world


def spend(world: World, vault: FakeVault | None = None) -> NightReport:
    return nightly(world.office, vault or FakeVault(), world.clock.now(), lambda _: None)


def step(world: World, name: str, vault: FakeVault | None = None) -> NightStep:
    return next(s for s in spend(world, vault).steps if s.name == name)


def change(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_a_quiet_night_takes_every_step_and_changes_no_date(world: World) -> None:
    before = world.entries()

    report = spend(world)

    steps = ("calendars", "time zones", "integrity", "audit anchor", "backup", "files", "retention")
    assert {s.name: s.state for s in report.steps} == dict.fromkeys(steps, NightState.DONE)
    assert (report.failed, world.entries()) == ((), before)


def test_a_second_night_on_one_day_does_no_harm(world: World) -> None:
    vault = FakeVault()
    before = world.entries()

    reports = [spend(world, vault) for _ in range(2)]

    assert [report.failed for report in reports] == [(), ()]
    assert world.entries() == before
    assert world.chain_holds()


def test_each_step_is_told_as_soon_as_it_was_taken(world: World) -> None:
    told: list[NightStep] = []

    report = nightly(world.office, FakeVault(), NIGHT, told.append)

    assert tuple(told) == report.steps


def test_projects_follow_holidays_that_became_known(world: World) -> None:
    before = world.record(TASK).due
    office = replace(world.office, calendars=with_a_day_off(world.office, CARNIVAL))

    report = nightly(office, FakeVault(), NIGHT, lambda _: None)

    assert report.steps[0] == NightStep("calendars", NightState.DONE, "Kommunen: 1, projects that moved: 1")
    assert world.record(TASK).due > before
    assert "calendar changed" in world.actions()


def test_a_kommune_whose_calendar_fails_stops_no_other(world: World) -> None:
    settle_in(world, Kommune("kiel", "Kiel", Land.SH))
    world.start(kommune="kiel", start=date(2026, 2, 2))
    office = replace(world.office, calendars=without_february(world.office, Land.SH))

    report = nightly(office, FakeVault(), NIGHT, lambda _: None)

    (failed,) = report.failed
    assert failed.name == "calendars"
    assert failed.text.startswith("kiel: ")
    assert [s.name for s in report.steps[1:] if s.state is NightState.DONE] != []


def with_a_day_off(office: Office, day: date) -> Calendars:
    def calendar(place: Place) -> Calendar:
        days = office.calendars(place).days
        return Calendar(replace(days, public={**days.public, day: "Karneval"}))

    return calendar


def without_february(office: Office, land: Land) -> Calendars:
    """Calendars of which one ends before its projects do."""

    def calendar(place: Place) -> Calendar:
        days: Days = office.calendars(place).days
        return Calendar(replace(days, last=date(2026, 2, 1))) if place.land == land else Calendar(days)

    return calendar


def test_rungs_follow_the_time_zone_data_of_today(world: World, engine: Engine) -> None:
    before = world.entries()
    change(engine, "UPDATE occurrence SET tzdata_version = '1999a', due_at = due_at + 3600")

    done = step(world, "time zones")

    assert done.text == f"rungs that moved: {sum(1 for e in before if e.due_at > NIGHT) + overviews(engine)}"
    assert [e for e in world.entries() if e.due_at > NIGHT] == [e for e in before if e.due_at > NIGHT]
    assert versions(engine) == {TZDATA}


def overviews(engine: Engine) -> int:
    with engine.connect() as connection:
        query = (
            f"SELECT count(*) FROM occurrence WHERE person_id IS NOT NULL AND due_at > {NIGHT.timestamp()}"  # noqa: S608
        )
        return int(connection.execute(text(query)).scalar_one())


def versions(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        query = "SELECT DISTINCT tzdata_version FROM occurrence WHERE state = 'planned'"
        return set(connection.execute(text(query)).scalars())


def test_a_rung_that_waits_for_another_day_stays_there(world: World, engine: Engine) -> None:
    (rung,) = [e for e in world.entries(TASK) if e.local_date == FIRST]
    later = moment(FIRST + timedelta(days=1), time(8))
    with world.office.store.begin() as tx:
        tx.ledger.postpone(rung.occ_key, later, "heute schon geschrieben")
    change(engine, "UPDATE occurrence SET tzdata_version = '1999a'")

    spend(world)

    (after,) = [e for e in world.entries(TASK) if e.local_date == FIRST]
    assert (after.due_at, versions(engine)) == (later, {TZDATA})


def test_a_broken_audit_and_an_ill_database_are_found(world: World, engine: Engine) -> None:
    change(engine, "UPDATE audit_event SET actor = 'somebody else' WHERE seq = 1")

    found = step(world, "integrity", FakeVault(ill=("page 7 is torn",)))

    assert found == NightStep(
        "integrity", NightState.FAILED, "the audit is broken at event 1; page 7 is torn"
    )


def test_the_head_of_the_audit_is_anchored(world: World) -> None:
    vault = FakeVault()
    with world.office.store.begin() as tx:
        head = tx.audit.head()

    spend(world, vault)

    assert [(a.at, a.seq, a.hash) for a in vault.kept] == [(NIGHT, *head)]


def test_a_cut_tail_is_found_by_its_anchor_and_not_anchored_again(world: World, engine: Engine) -> None:
    vault = FakeVault()
    spend(world, vault)
    cut_tail(engine)

    found = step(world, "audit anchor", vault)

    assert found.state is NightState.FAILED
    assert found.text.startswith("the audit lost its tail: event ")
    assert len(vault.kept) == 1
    assert world.chain_holds()


def cut_tail(engine: Engine) -> None:
    """Take the last events away as somebody would who knows how the chain is verified."""
    change(engine, "DELETE FROM audit_event WHERE seq > 1")
    change(engine, "UPDATE audit_head SET seq = 1, hash = (SELECT hash FROM audit_event WHERE seq = 1)")


def test_a_programme_in_which_nothing_happened_has_nothing_to_anchor(office: Office) -> None:
    vault = FakeVault()

    report = nightly(office, vault, NIGHT, lambda _: None)

    assert (report.failed, vault.kept) == ((), [])


def test_the_copy_is_of_the_day(world: World) -> None:
    vault = FakeVault()

    assert step(world, "backup", vault).text == "copy of 2026-01-20"
    assert vault.copies == [date(2026, 1, 20)]


def test_where_the_operator_copies_the_step_is_skipped_with_the_reason(world: World) -> None:
    skipped = step(world, "backup", FakeVault(copies_itself=False))

    assert skipped.state is NightState.SKIPPED
    assert "pg_dump" in skipped.text


def test_a_step_that_fails_stops_no_other_and_is_named(world: World) -> None:
    report = spend(world, FakeVault(broken=OSError("No space left on device")))

    assert report.failed == (NightStep("backup", NightState.FAILED, "OSError: No space left on device"),)
    assert report.steps[-1].state is NightState.DONE
    assert last_night(world.office) == (NIGHT, ("backup",))


def test_the_last_night_is_known(world: World) -> None:
    before = last_night(world.office)
    spend(world)

    assert (before, last_night(world.office)) == (None, (NIGHT, ()))


def test_bytes_of_ended_letters_are_cleared_and_those_under_way_kept(world: World, engine: Engine) -> None:
    world.at(date(2026, 1, 19))
    sent = len(world.deliveries())
    change(engine, "UPDATE delivery SET mime = 'x'")
    change(
        engine,
        "UPDATE delivery SET state = 'queued' WHERE id = (SELECT min(id) FROM delivery)",
    )
    world.clock.moment = NIGHT

    done = step(world, "retention")

    assert done.text == (
        f"sealed letters cleared: {sent - 1}, workers forgotten: 0, "
        "links forgotten: 0, slips forgotten: 0, deleted files forgotten: 0, of sign-in forgotten: 0"
    )
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT state FROM delivery WHERE mime IS NOT NULL")).scalars()
        assert list(kept) == ["queued"]


def test_workers_that_are_long_gone_are_forgotten(world: World) -> None:
    with world.office.store.begin() as tx:
        tx.machinery.seen("old", "host", 1, "0", NIGHT - timedelta(days=31))
        tx.machinery.seen("young", "host", 2, "0", NIGHT - timedelta(days=29))

    done = step(world, "retention")

    assert "workers forgotten: 1," in done.text
    with world.office.store.begin() as tx:
        assert tx.machinery.last_seen() == NIGHT - timedelta(days=29)


def test_a_night_before_the_first_letter_harms_no_rung_of_the_morning(world: World) -> None:
    world.clock.moment = moment(date(2026, 1, 19), time(2, 30))
    spend(world)

    ticked = world.at(date(2026, 1, 19))

    assert ticked.sent.sent == len(world.mails()) > 0
