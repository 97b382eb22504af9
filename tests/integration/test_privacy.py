"""A person is told what is known of them, and erased wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from etappe.errors import LastAdministrator, PersonInCharge, UnknownPerson
from etappe.model.accounts import StaffRole
from etappe.service.answers import decline
from etappe.service.api_tokens import make_token
from etappe.service.office import Office
from etappe.service.privacy import forget_person, person_file
from tests.integration.databases import everything_in
from tests.integration.staff import JULE, Reception
from tests.integration.worlds import World, found

NAME, ADDRESS = "Enno Jadebusen", "enno@jade.example"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen, whose contact person has got letters and answered; in the end the audit is whole."""
    world = found(office)
    world.hand_over("AP", NAME, ADDRESS)
    world.start()
    world.days(date(2026, 1, 12), date(2026, 1, 23))
    decline(office, "aachen", "auftakt.termin", "AP", f"{NAME} <{ADDRESS}>", world.clock.now())
    yield world
    assert world.chain_holds()


def test_a_person_is_told_roles_absences_and_letters(world: World) -> None:
    told = person_file(world.office, ADDRESS.upper())

    assert (told.person.name, told.roles) == (NAME, (("aachen", "AP"),))
    assert len(told.letters) == len([m for m in world.mails() if m.to == ADDRESS])
    assert told.letters[0].subject


def test_an_unknown_address_is_refused(world: World) -> None:
    with pytest.raises(UnknownPerson, match=r"nobody@jade\.example"):
        person_file(world.office, "nobody@jade.example")


def test_whoever_fills_a_role_is_not_erased_before_somebody_else_does(world: World) -> None:
    with pytest.raises(PersonInCharge, match="Enno Jadebusen still fills AP of aachen"):
        forget_person(world.office, ADDRESS, "test", world.clock.now())


def test_nothing_in_the_database_names_an_erased_person(world: World, engine: Engine) -> None:
    world.hand_over("AP", "Neu Da", "neu@jade.example")

    forget_person(world.office, ADDRESS, "test", world.clock.now())

    stored = everything_in(engine)
    assert NAME not in stored
    assert ADDRESS not in stored


def test_whoever_has_a_similar_name_stays(world: World, engine: Engine) -> None:
    world.hand_over("AP", f"{NAME}er", f"x-{ADDRESS}")

    forget_person(world.office, ADDRESS, "test", world.clock.now())

    assert f"{NAME}er" in everything_in(engine)
    assert f"x-{ADDRESS}" in everything_in(engine)


def test_an_erased_person_gets_no_letter_any_more(world: World) -> None:
    world.hand_over("AP", "Neu Da", "neu@jade.example")
    forget_person(world.office, ADDRESS, "test", world.clock.now())
    before = len(world.mails())

    world.days(date(2026, 1, 26), date(2026, 2, 6))

    assert {m.to for m in world.mails()[before:]}.isdisjoint({ADDRESS, ""})


def test_a_person_who_signs_in_is_told_the_account_and_its_sessions(
    world: World, reception: Reception
) -> None:
    reception.set_up(ADDRESS, StaffRole.FACILITATOR)

    told = person_file(world.office, ADDRESS)

    assert told.account is not None
    assert told.account.role is StaffRole.FACILITATOR
    assert len(told.sessions) == 1
    assert told.tokens == ()


def test_a_person_is_told_of_the_tokens_that_they_made(world: World, reception: Reception) -> None:
    reception.set_up(ADDRESS, StaffRole.MANAGEMENT)
    office, gate, now = world.office, reception.gate, reception.now
    maker = reception.account(ADDRESS)
    mine = make_token(office, gate, "Statistik", StaffRole.FUNDER, "test", now, maker=maker).token
    make_token(office, gate, "Other", StaffRole.FUNDER, "test", now)

    assert person_file(office, ADDRESS).tokens == (mine,)


def test_the_account_of_an_erased_person_is_gone_and_its_sessions_with_it(
    world: World, reception: Reception, engine: Engine
) -> None:
    token = reception.set_up(ADDRESS, StaffRole.FACILITATOR).opened.token
    world.hand_over("AP", "Neu Da", "neu@jade.example")

    forget_person(world.office, ADDRESS, "test", world.clock.now())

    assert reception.visit(token) is None
    assert ADDRESS not in everything_in(engine)


def test_whoever_merely_signs_in_is_told_and_erased_too(
    world: World, reception: Reception, engine: Engine
) -> None:
    reception.invited(JULE, StaffRole.FUNDER)

    told = person_file(world.office, JULE)
    forget_person(world.office, JULE, "test", world.clock.now())

    assert (told.person.name, told.roles) == ("Jule Sommer", ())
    assert JULE not in everything_in(engine)
    with pytest.raises(UnknownPerson):
        person_file(world.office, JULE)


def test_the_last_administrator_is_not_erased(world: World, reception: Reception) -> None:
    reception.set_up(JULE)

    with pytest.raises(LastAdministrator, match="Jule Sommer"):
        forget_person(world.office, JULE, "test", world.clock.now())
