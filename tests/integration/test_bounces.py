"""Mail that comes back stops the letters to its address, and asks project management once to correct it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest
from sqlalchemy import Engine, select

from etappe.adapters.sql import tables as t
from etappe.errors import LettersNotStopped, UnknownLetter, UnknownPerson
from etappe.model.delivery import DeliveryState
from etappe.model.follow_up import FollowUpKind
from etappe.model.moments import moment
from etappe.service.bounces import Bounced, bounce_address, bounce_delivery, deliver_again, stopped_addresses
from etappe.service.checkup import check_up
from etappe.service.firing import fire
from etappe.service.office import Office
from etappe.service.people import set_contact
from etappe.service.privacy import forget_person
from tests.integration.worlds import World, found, person

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026, with letters on 2, 6, 10 and 12 March."""
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
AP = "ap@aachen.example"


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with a task of the town hall, whose first letter has gone; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    world.days(MONDAY, MONDAY)
    yield world
    assert world.chain_holds()


def bounce(world: World, email: str = AP, reason: str = "550 5.1.1 unknown") -> Bounced:
    """Note that mail to an address comes back."""
    return bounce_address(world.office, email, reason, "pm", world.clock.now())


def test_the_newest_letter_to_the_address_is_the_one_that_came_back(world: World) -> None:
    world.days(date(2026, 3, 3), FRIDAY)

    bounced = bounce(world)

    (delivery,) = world.deliveries(DeliveryState.BOUNCED)
    assert (bounced.delivery, delivery.recipient_id) == (delivery.id, person("AP").id)
    assert (delivery.error_text, delivery.sent_at and delivery.sent_at.date()) == (
        "550 5.1.1 unknown",
        FRIDAY,
    )


def test_project_management_is_asked_once(world: World) -> None:
    bounce(world)
    again = bounce(world)

    (asked,) = world.follow_ups(FollowUpKind.DEAD_LETTER)
    assert (asked.project_id, again.already, again.follow_up) == (world.project, True, None)
    assert asked.request == (
        "Ein Brief an AP <ap@aachen.example> kam zurück: bitte die Adresse prüfen und berichtigen"
        " (550 5.1.1 unknown)"
    )


def test_meanwhile_the_deputy_gets_the_letters_and_is_told_why(world: World) -> None:
    before = len(world.mails("AP"))
    bounce(world)

    world.days(date(2026, 3, 3), FRIDAY)

    (mail,) = world.mails("D-AP")
    assert "weil Briefe an AP zurzeit nicht ankommen" in " ".join(mail.text.split())
    assert len(world.mails("AP")) == before


def test_a_letter_that_waits_goes_to_the_deputy(world: World) -> None:
    world.clock.moment = moment(FRIDAY, time(8))
    fire(world.office, world.clock.now())

    bounce(world)
    world.at(FRIDAY, 9)

    assert [m.day for m in world.mails("D-AP")] == [FRIDAY]
    assert [m.day for m in world.mails("AP")] == [MONDAY]


def test_without_a_deputy_the_ledger_says_why_nothing_went(office: Office) -> None:
    world = found(office, deputies=())
    world.start(only=[TASK])
    bounce(world)

    world.at(MONDAY)
    world.at(FRIDAY)

    assert world.mails("AP") == []
    assert world.reason(TASK, "vor_1") == "Briefe an AP kommen zurück; es geht nichts mehr an diese Adresse"
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def test_a_sealed_letter_is_closed_with_the_reason(world: World, engine: Engine) -> None:
    world.clock.moment = moment(FRIDAY, time(8))
    fire(world.office, world.clock.now())
    with engine.begin() as connection:
        connection.execute(t.delivery.update().where(t.delivery.c.state == "queued").values(mime=b"sealed"))

    bounce(world)
    world.at(FRIDAY, 9)

    closed = [d for d in world.deliveries(DeliveryState.CANCELLED) if d.recipient_id == person("AP").id]
    assert [d.error_text for d in closed] == [
        "Briefe an AP kommen zurück; es geht nichts mehr an diese Adresse"
    ]


def test_letters_go_again_once_the_address_works(world: World) -> None:
    bounce(world)
    deliver_again(world.office, AP, "pm", world.clock.now())

    world.days(date(2026, 3, 3), FRIDAY)

    assert [m.day for m in world.mails("AP")] == [MONDAY, FRIDAY]
    assert world.follow_ups(FollowUpKind.DEAD_LETTER) == []


def test_a_new_address_is_written_to_and_the_question_is_answered(world: World) -> None:
    bounce(world)
    set_contact(world.office, "aachen", "AP", "AP", "neu@aachen.example", None, "pm", world.clock.now())

    world.days(date(2026, 3, 3), FRIDAY)

    assert [m.day for m in world.mails() if m.to == "neu@aachen.example"] == [FRIDAY]
    assert world.follow_ups(FollowUpKind.DEAD_LETTER) == []


def test_entering_the_same_address_again_does_not_let_letters_go(world: World) -> None:
    bounce(world)
    set_contact(world.office, "aachen", "AP", "AP", AP, None, "pm", world.clock.now())

    world.days(date(2026, 3, 3), FRIDAY)

    assert [m.day for m in world.mails("AP")] == [MONDAY]


def test_whoever_takes_over_is_written_to_and_nobody_thanks_into_the_void(world: World) -> None:
    bounce(world)
    world.hand_over("AP", "Nora Neu", "nora@aachen.example")

    world.at(MONDAY, 9)

    assert [m.subject for m in world.mails() if m.to == "nora@aachen.example"] == [
        "Übergabe: Ansprechperson (Aachen), 1 Aufgabe offen"
    ]
    assert [m.day for m in world.mails("AP")] == [MONDAY]


def test_a_letter_is_named_by_its_id_as_whoever_reads_the_mailbox_knows_it(world: World) -> None:
    sent = next(d for d in world.deliveries(DeliveryState.SENT) if d.recipient_id == person("AP").id)

    bounced = bounce_delivery(world.office, sent.id, "unknown", "dsn", world.clock.now())
    again = bounce_delivery(world.office, sent.id, "unknown", "dsn", world.clock.now())

    assert (bounced.delivery, bounced.already, again.already) == (sent.id, False, True)


def test_the_address_is_kept_nowhere_but_at_its_person_and_in_the_follow_up(
    world: World, engine: Engine
) -> None:
    bounce(world)

    with engine.begin() as connection:
        (kept,) = connection.execute(select(t.suppression)).all()
    assert (len(kept.address_hmac), kept.reason) == (64, "bounce")
    assert not [f for f in world.facts() if AP in str(f.data)]


def test_the_doctor_names_a_stopped_address_masked(world: World) -> None:
    bounce(world)

    (finding,) = [
        f for f in check_up(world.office, (), (), world.clock.now(), embedded=True) if f.name == "address"
    ]

    assert finding.text == "no letters go to a***@aachen.example since 02.03.2026 (bounce)"
    assert [email for email, _ in stopped_addresses(world.office)] == [AP]


def test_an_erased_address_gets_no_letter_from_an_old_list(world: World) -> None:
    world.hand_over("AP", "Nora Neu", "nora@aachen.example")
    world.at(MONDAY, 10)
    forget_person(world.office, AP, "pm", world.clock.now())
    world.hand_over("AP", "AP", AP)

    world.days(date(2026, 3, 3), FRIDAY)

    assert [m.day for m in world.mails("AP")] == [MONDAY]
    assert [s.reason for _, s in stopped_addresses(world.office)] == ["erased"]


def test_what_is_unknown_is_refused(world: World) -> None:
    with pytest.raises(UnknownPerson):
        bounce(world, "nobody@aachen.example")
    with pytest.raises(UnknownLetter, match="no letter 'x'"):
        bounce_delivery(world.office, "x", "", "pm", world.clock.now())
    with pytest.raises(LettersNotStopped, match="have not stopped"):
        deliver_again(world.office, AP, "pm", world.clock.now())
