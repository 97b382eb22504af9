"""The doctor's findings, each with a remedy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from etappe.model.parcel import Outcome, Receipt
from etappe.model.parked import Parked
from etappe.service.checkup import (
    Finding,
    Level,
    addressed_to_nobody,
    check_up,
    noisy,
    retry_relay,
)
from etappe.service.nightly import nightly
from etappe.service.office import Office
from tests.fakes.courier import FakeCourier
from tests.fakes.vault import FakeVault
from tests.integration.worlds import START, World, found

TASK = "vereinbarung.sperrzeiten"
PARKED = Parked("catering", "2.0", "ImportError: no kitchen")


@pytest.fixture
def world(office: Office) -> World:
    """A Kommune with a project that started today."""
    world = found(office)
    world.start()
    return world


def test_a_setting_for_a_module_that_is_not_installed_is_pointed_out() -> None:
    [finding] = addressed_to_nobody(["caterin", "dialog"], ["dialog", "catering"])

    assert (finding.level, finding.remedy) == (Level.WARNING, "correct or remove [modules.caterin]")


def visit(
    world: World, *dangers: str, embedded: bool = True, parked: tuple[Parked, ...] = ()
) -> list[Finding]:
    """What the doctor finds that is not in order."""
    found = check_up(world.office, parked, dangers, world.clock.now(), embedded=embedded)
    return [finding for finding in found if finding.level is not Level.FINE]


def test_all_is_well_after_a_tick(world: World) -> None:
    world.at(START)

    found = check_up(world.office, (), (), world.clock.now(), embedded=False)

    assert {finding.level for finding in found} == {Level.FINE}
    assert {finding.name for finding in found} == {"modules", "beat", "letters", "audit", "database"}


def test_a_parked_module_is_a_fault_with_its_cause(world: World) -> None:
    world.at(START)

    (finding,) = visit(world, parked=(PARKED,))

    assert finding == Finding(
        "module catering",
        Level.FAULT,
        "parked 2.0: ImportError: no kitchen",
        "repair, update or remove it",
    )


def test_what_was_written_down_says_since_when_and_a_passage_is_called_one(world: World) -> None:
    world.at(START)
    since = world.clock.now()

    (finding,) = visit(
        world, parked=(Parked("etappe_catering/angebot.txt", "2.0", "no ink", "retry", True, since),)
    )

    assert finding.name == "passage etappe_catering/angebot.txt"
    assert finding.text == "parked 2.0 since 12.01.2026 08:00: no ink"
    assert finding.remedy == "retry"


def test_a_module_that_prints_is_a_warning_unless_it_is_parked_anyway() -> None:
    (finding,) = noisy({"catering": 7, "zelt": 312}, [PARKED])

    assert (finding.name, finding.level) == ("module zelt", Level.WARNING)
    assert finding.text == "printed 312 characters, which are not shown"


def test_a_beat_that_is_missing_for_long_is_a_fault(world: World) -> None:
    world.clock.moment += timedelta(days=7)

    (finding,) = visit(world)

    assert finding.name == "beat"
    assert finding.text.startswith("a rung is due since ")
    assert "etappe worker" in finding.remedy


def test_a_rung_that_is_a_little_late_is_no_fault(world: World) -> None:
    with world.office.store.begin() as tx:
        due = tx.ledger.next_moment()
    assert due is not None
    world.clock.moment = due + timedelta(minutes=14)

    assert visit(world) == []


def test_a_letter_that_did_not_arrive_is_a_fault(world: World) -> None:
    world.courier = FakeCourier([Receipt(Outcome.REFUSED, 550, "5.1.1", text="no such user")])
    world.days(START, START + timedelta(days=3))

    findings = visit(world)

    assert findings[0].name.startswith("letter ")
    assert findings[0].text == "failed: no such user"
    assert "etappe why" in findings[0].remedy


def test_a_resting_mail_server_is_a_fault_until_it_is_tried_again(world: World) -> None:
    world.courier = FakeCourier([Receipt(Outcome.MISCONFIGURED, 535, "5.7.8", text="wrong password")])
    world.days(START, START + timedelta(days=1))

    (finding,) = visit(world)
    retry_relay(world.office, "ida", world.clock.now())
    world.at(START + timedelta(days=1), hour=9)

    assert finding.text == "config: wrong password"
    assert "etappe tick --retry-relay" in finding.remedy
    assert visit(world) == []
    assert "relay tried again" in world.actions()


def test_a_mail_server_that_is_well_needs_no_second_try(world: World) -> None:
    retry_relay(world.office, "ida", world.clock.now())

    assert "relay tried again" not in world.actions()


def test_a_changed_history_is_a_fault(world: World, engine: Engine) -> None:
    world.at(START)
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_event SET actor = 'somebody else' WHERE seq = 1"))

    (finding,) = visit(world)

    assert finding.text == "the chain is broken at event 1"


def test_a_dangerous_database_is_a_fault_unless_it_is_embedded(world: World) -> None:
    world.at(START)

    (embedded,) = visit(world, "it forgets")
    (served,) = visit(world, "it forgets", embedded=False)

    assert (embedded.level, served.level) == (Level.WARNING, Level.FAULT)
    assert embedded.text == "it forgets"


def nights(world: World, vault: FakeVault) -> None:
    nightly(world.office, vault, world.clock.now(), lambda _: None)


def test_nobody_is_told_of_nights_who_never_had_one(world: World) -> None:
    world.at(START)

    found = check_up(world.office, (), (), world.clock.now(), embedded=False)

    assert "night" not in {finding.name for finding in found}


def test_a_night_that_went_well_is_fine(world: World) -> None:
    world.at(START)
    nights(world, FakeVault())

    found = check_up(world.office, (), (), world.clock.now(), embedded=False)

    assert Finding("night", Level.FINE, "last night 12.01.2026 08:00") in found


def test_a_night_that_failed_is_a_fault_until_one_goes_well(world: World) -> None:
    world.at(START)
    nights(world, FakeVault(broken=OSError("no space left")))

    (finding,) = visit(world)
    nights(world, FakeVault())

    assert (finding.name, finding.text) == ("night", "last night 12.01.2026 08:00, failed: backup")
    assert "etappe nightly" in finding.remedy
    assert visit(world) == []


def test_a_night_that_did_not_come_is_a_fault(world: World) -> None:
    nights(world, FakeVault())
    world.days(START, START + timedelta(days=1))
    after_one = visit(world)
    world.at(START + timedelta(days=2))

    (finding,) = visit(world)

    assert after_one == []
    assert finding.text == "last night 12.01.2026 07:00, none since"


def test_an_audit_that_lost_its_tail_is_a_fault_although_its_chain_is_whole(
    world: World, engine: Engine
) -> None:
    world.at(START)
    vault = FakeVault()
    nights(world, vault)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_event WHERE seq > 1"))
        head = "UPDATE audit_head SET seq = 1, hash = (SELECT hash FROM audit_event WHERE seq = 1)"
        connection.execute(text(head))

    found = check_up(world.office, (), (), world.clock.now(), embedded=False, anchors=vault.anchors())

    (finding,) = [finding for finding in found if finding.name == "audit"]
    assert finding.level is Level.FAULT
    assert finding.text.startswith("the chain lost its tail: event ")
    assert "backup" in finding.remedy
