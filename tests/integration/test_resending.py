"""A letter that did not arrive goes again when a person says so, once, or is put away with a word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest

from etappe.errors import (
    LetterDecided,
    LetterNotStranded,
    LetterPerhapsArrived,
    NoPartIn,
    ReaderUnreachable,
    UnknownLetter,
    WordMissing,
)
from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.follow_up import FollowUpKind
from etappe.model.parcel import Outcome, Receipt
from etappe.model.ruling import Ruled, Ruling
from etappe.service.bounces import bounce_address, bounce_delivery, deliver_again
from etappe.service.checkup import check_up
from etappe.service.lists import letters, settled_letters
from etappe.service.needs import needs_me
from etappe.service.office import Office
from etappe.service.resending import resend_letter, settle_letter, stranded_letter
from etappe.service.sending import send
from etappe.service.tasks import complete_task
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import World, found, person

TASK = "selbstcheck.abgabe"
DAY = date(2026, 3, 6)
"""A Friday on which the contact person alone gets a letter."""
REFUSED = Receipt(Outcome.REFUSED, code=550, text="unknown user")


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with one open task; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK])
    world.at(date(2026, 3, 2))
    yield world
    assert world.chain_holds()


def failed(world: World) -> Delivery:
    """The letter of the day, which the mail server refused."""
    return ends(world, REFUSED)


def unknown(world: World) -> Delivery:
    """The letter of the day, of which nobody knows whether it arrived."""
    return ends(world, Outcome.AMBIGUOUS, Outcome.AMBIGUOUS)


def expired(world: World) -> Delivery:
    """The letter of the day, which waited too long."""
    world.courier = FakeCourier([Outcome.DEFERRED])
    world.at(DAY)
    later(world, 60 * 24 * 4)
    return letter(world)


def ends(world: World, *outcomes: Outcome | Receipt) -> Delivery:
    """Send the letter of the day to a server that answers like this."""
    world.courier = FakeCourier(outcomes)
    world.at(DAY)
    for _ in outcomes[1:]:
        later(world, 21)
    return letter(world)


def letter(world: World) -> Delivery:
    """The letter of the day."""
    return [d for d in world.deliveries() if d.recipient_id == person("AP").id][-1]


def later(world: World, minutes: float) -> None:
    """Send again some minutes later."""
    world.clock.moment += timedelta(minutes=minutes)
    send(world.office, world.room(), world.clock)


def resend(world: World, delivery: Delivery, *, known: bool = False) -> Delivery:
    """Have a letter sent once more, as it was seen."""
    return resend_letter(
        world.office,
        delivery.id,
        "pm",
        world.clock.now(),
        gen=delivery.gen,
        although_perhaps_arrived=known,
    )


def settle(world: World, delivery: Delivery, why: str = "angerufen") -> Delivery:
    """Put a letter away, as it was seen."""
    return settle_letter(world.office, delivery.id, why, "pm", world.clock.now(), gen=delivery.gen)


@pytest.mark.parametrize("stranded", [failed, expired])
def test_a_letter_that_never_arrived_is_written_anew_and_sent(
    world: World, stranded: Callable[[World], Delivery]
) -> None:
    resend(world, stranded(world))

    later(world, 1)

    assert (letter(world).state, len(world.courier.arrived)) == (DeliveryState.SENT, 1)
    assert world.rungs(TASK)["vor_1"] == "sent"
    assert "letter sent again" in world.actions()


def test_its_message_id_stays_the_same(world: World) -> None:
    resend(world, failed(world))
    later(world, 1)

    first, second = world.courier.offered

    assert first.delivery_id == second.delivery_id
    assert f"<{first.delivery_id}@".encode() in second.mime


def test_what_may_have_arrived_goes_with_the_same_bytes_and_only_if_that_is_known(world: World) -> None:
    seen = unknown(world)
    assert seen.kept

    with pytest.raises(LetterPerhapsArrived):
        resend(world, seen)
    resend(world, seen, known=True)
    later(world, 1)

    assert letter(world).state is DeliveryState.SENT
    assert len({parcel.mime for parcel in world.courier.offered}) == 1
    assert len(world.courier.offered) == 3


def test_after_a_month_what_may_have_arrived_is_written_anew(world: World) -> None:
    seen = unknown(world)
    world.clock.moment += timedelta(days=31)
    with world.office.store.begin() as tx:
        assert tx.outbox.forget_sealed(world.clock.now() - timedelta(days=30)) == 1

    assert not letter(world).kept
    resend(world, seen, known=True)

    assert letter(world).state is DeliveryState.QUEUED


def test_the_bytes_of_a_letter_that_may_have_arrived_outlive_the_night(world: World) -> None:
    unknown(world)

    with world.office.store.begin() as tx:
        tx.outbox.forget_sealed(world.clock.now() - timedelta(days=30))

    assert letter(world).kept


def test_a_letter_refused_after_it_may_have_arrived_says_so_too(world: World) -> None:
    seen = ends(world, Outcome.AMBIGUOUS, REFUSED)

    with pytest.raises(LetterPerhapsArrived):
        resend(world, seen)


def test_what_is_uncertain_once_more_is_for_a_person_once_more(world: World) -> None:
    resend(world, unknown(world), known=True)
    world.courier = FakeCourier([Outcome.AMBIGUOUS])
    later(world, 1)

    again = stranded_letter(world.office, letter(world).id)

    assert (again.delivery.state, again.decidable) == (DeliveryState.UNKNOWN, True)
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


def test_of_two_who_click_one_is_heard(world: World) -> None:
    seen = failed(world)
    resend(world, seen)

    with pytest.raises(LetterNotStranded):
        resend(world, seen)
    later(world, 1)

    assert len(world.courier.arrived) == 1


def test_of_two_who_click_at_once_one_is_heard(world: World) -> None:
    seen = failed(world)

    def click(_: int) -> bool:
        with suppress(LetterDecided, LetterNotStranded):
            return bool(resend(world, seen))
        return False

    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(click, range(4)))
    later(world, 1)
    later(world, 1)

    assert (heard.count(True), len(world.courier.arrived)) == (1, 1)


def test_a_page_from_before_the_letter_failed_again_does_nothing(world: World) -> None:
    seen = failed(world)
    resend(world, seen)
    world.courier = FakeCourier([REFUSED])
    later(world, 1)

    with pytest.raises(LetterDecided):
        resend(world, seen)

    assert letter(world).state is DeliveryState.FAILED
    resend(world, letter(world))


def test_one_end_of_a_letter_is_decided_once_by_its_key(world: World) -> None:
    seen, now = failed(world), world.clock.now()
    settle(world, seen)

    with world.office.store.begin() as tx:
        assert not tx.rulings.rule(Ruling(seen.id, seen.gen, Ruled.AGAIN, "pm", now))
    with pytest.raises(LetterDecided):
        resend(world, seen)


def test_a_letter_that_expires_after_it_was_sent_again_is_looked_at_again(world: World) -> None:
    resend(world, failed(world))
    world.courier = FakeCourier([Outcome.DEFERRED] * 5)

    later(world, 60 * 24 * 4)

    assert letter(world).state is DeliveryState.EXPIRED
    assert letters(world.office).number == 1


def test_a_letter_that_is_put_away_is_not_looked_at_any_more(world: World) -> None:
    seen = failed(world)
    settle(world, seen, "  am Telefon\n gesagt ")

    (line,) = settled_letters(world.office).items

    assert line.ruling is not None
    assert (line.delivery.id, line.reader, line.ruling.why) == (seen.id, "AP", "am Telefon gesagt")
    assert letters(world.office).number == 0
    assert needs_me(world.office, world.clock.now()).letters == {}
    assert "letter settled" in world.actions()


def test_the_doctor_is_content_once_somebody_has_decided(world: World) -> None:
    seen = failed(world)
    before = [f.name for f in check_up(world.office, (), (), world.clock.now(), embedded=True)]
    settle(world, seen)

    after = [f.name for f in check_up(world.office, (), (), world.clock.now(), embedded=True)]

    assert (f"letter {seen.id}" in before, f"letter {seen.id}" in after) == (True, False)


@pytest.mark.parametrize("ruled", list(Ruled))
def test_what_was_asked_about_the_letter_is_closed(world: World, ruled: Ruled) -> None:
    seen = failed(world)
    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1

    resend(world, seen) if ruled is Ruled.AGAIN else settle(world, seen)

    assert world.follow_ups(FollowUpKind.DEAD_LETTER) == []


def test_a_letter_that_fails_again_is_asked_about_again(world: World) -> None:
    resend(world, failed(world))
    world.courier = FakeCourier([REFUSED])

    later(world, 1)

    assert len(world.follow_ups(FollowUpKind.DEAD_LETTER)) == 1


@pytest.mark.parametrize("word", ["", "  ", "\n"])
def test_putting_away_needs_a_word(world: World, word: str) -> None:
    with pytest.raises(WordMissing):
        settle(world, failed(world), word)


def test_the_word_stands_nowhere_in_the_audit(world: World) -> None:
    settle(world, failed(world), "Kim Muster weiß Bescheid")

    assert all("Muster" not in str(fact.data) for fact in world.facts())


def test_the_word_forgets_whoever_is_erased(world: World) -> None:
    settle(world, failed(world), f"{person('VS').email} weiß Bescheid")

    with world.office.store.begin() as tx:
        tx.people.erase(person("VS"))

    (line,) = settled_letters(world.office).items
    assert line.ruling is not None
    assert line.ruling.why == "– weiß Bescheid"


def test_what_was_sent_or_waits_is_not_decided(world: World) -> None:
    sent = ends(world, Outcome.SENT)

    for deed in (resend, settle):
        with pytest.raises(LetterNotStranded):
            deed(world, sent)


def test_a_letter_that_does_not_exist_is_refused(world: World) -> None:
    with pytest.raises(UnknownLetter):
        stranded_letter(world.office, "nothing")


def test_a_letter_that_came_back_waits_for_its_address(world: World) -> None:
    ends(world, Outcome.SENT)
    bounce_delivery(world.office, letter(world).id, "550", "pm", world.clock.now())
    seen = letter(world)

    with pytest.raises(ReaderUnreachable):
        resend(world, seen)
    deliver_again(world.office, person("AP").email, "pm", world.clock.now())
    resend(world, seen)
    later(world, 1)

    assert [letter(world).state, len(world.courier.arrived)] == [DeliveryState.SENT, 2]


def test_nothing_is_sent_to_an_address_that_stopped(world: World) -> None:
    seen = failed(world)
    bounce_address(world.office, person("AP").email, "550", "pm", world.clock.now())

    with pytest.raises(ReaderUnreachable):
        resend(world, seen)


def test_whoever_has_handed_over_gets_no_letter_again(world: World) -> None:
    seen = failed(world)
    world.hand_over("AP", "Neu", "neu@aachen.example")

    with pytest.raises(NoPartIn):
        resend(world, seen)
    settle(world, seen)


def test_a_letter_whose_task_is_done_says_nothing_any_more(world: World) -> None:
    seen = failed(world)
    complete_task(world.office, world.project, TASK, "ap", world.clock.now())

    resend(world, seen)
    later(world, 1)

    assert (letter(world).state, world.courier.arrived) == (DeliveryState.CANCELLED, [])


def test_a_refused_decision_leaves_no_trace(world: World) -> None:
    seen, before = unknown(world), len(world.facts())

    with pytest.raises(LetterPerhapsArrived):
        resend(world, seen)
    with pytest.raises(WordMissing):
        settle(world, seen, "")

    assert (letter(world), len(world.facts())) == (seen, before)
