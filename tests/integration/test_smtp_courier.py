"""The courier against a mail server that behaves as badly as mail servers do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from etappe.adapters.smtp.courier import IDLE_LIMIT
from etappe.adapters.smtp.session import DOT_LIMIT
from etappe.model.parcel import Outcome, Parcel
from tests.fakes.agency import CALM, MIME, PARCEL, Agency, relay_of, yes
from tests.fakes.courier import FakeCourier
from tests.fakes.smtp_server import Behaviour, Journal, smtp_server

IMPATIENT = replace(CALM, command=0.3, dot=0.3)
SILENT = (Behaviour.NO_GREETING, Behaviour.ACCEPT_AND_HANG)


@pytest.fixture
def agency() -> Iterator[Agency]:
    """Give an agency for one test."""
    agency = Agency()
    yield agency
    agency.dismiss()


def closed_port() -> int:
    """Find a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


@pytest.mark.parametrize(
    ("behaviour", "outcome", "code", "enhanced"),
    [
        (Behaviour.OK, Outcome.SENT, 250, "2.0.0"),
        (Behaviour.GREETING_421, Outcome.RELAY_DOWN, 421, "4.3.2"),
        (Behaviour.NO_GREETING, Outcome.RELAY_DOWN, None, None),
        (Behaviour.MAIL_451, Outcome.DEFERRED, 451, "4.3.0"),
        (Behaviour.MAIL_550, Outcome.MISCONFIGURED, 550, "5.7.1"),
        (Behaviour.RCPT_450, Outcome.DEFERRED, 450, "4.2.0"),
        (Behaviour.RCPT_550, Outcome.REFUSED, 550, "5.1.1"),
        (Behaviour.RCPT_421, Outcome.RELAY_DOWN, 421, "4.3.2"),
        (Behaviour.DATA_452, Outcome.DEFERRED, 452, "4.3.1"),
        (Behaviour.TALK_OUT_OF_TURN, Outcome.DEFERRED, None, None),
        (Behaviour.DOT_451, Outcome.DEFERRED, 451, "4.3.0"),
        (Behaviour.DOT_554, Outcome.REFUSED, 554, "5.6.0"),
        (Behaviour.ACCEPT_AND_DROP, Outcome.AMBIGUOUS, None, None),
        (Behaviour.ACCEPT_AND_HANG, Outcome.AMBIGUOUS, None, None),
        (Behaviour.ACCEPT_AND_BABBLE, Outcome.AMBIGUOUS, -1, None),
        (Behaviour.HANG_ON_QUIT, Outcome.SENT, 250, "2.0.0"),
    ],
)
def test_each_behaviour_of_a_server_has_its_outcome(
    agency: Agency, behaviour: Behaviour, outcome: Outcome, code: int | None, enhanced: str | None
) -> None:
    with smtp_server(behaviour) as journal:
        patience = IMPATIENT if behaviour in SILENT else CALM
        courier = agency.hire(relay_of(journal), patience=patience)

        receipt = courier.carry(PARCEL, yes)
        courier.close()

    assert (receipt.outcome, receipt.code, receipt.enhanced) == (outcome, code, enhanced)
    assert len(journal.letters) == (1 if outcome in (Outcome.SENT, Outcome.AMBIGUOUS) else 0)


def test_a_server_that_is_not_there_is_down(agency: Agency) -> None:
    courier = agency.hire(relay_of(Journal(port=closed_port())))

    receipt = courier.carry(PARCEL, yes)

    assert receipt.outcome is Outcome.RELAY_DOWN


def test_a_server_that_hangs_up_before_the_dot_has_definitely_not_accepted(agency: Agency) -> None:
    asked: list[str] = []

    def ask_late() -> bool:
        asked.append("asked")
        return journal.dropped.wait(5)

    with smtp_server(Behaviour.DROP_MID_DATA) as journal:
        receipt = agency.hire(relay_of(journal)).carry(PARCEL, ask_late)

    assert receipt.outcome is Outcome.DEFERRED
    assert journal.letters == []


def test_a_lost_answer_after_the_dot_is_ambiguous_and_the_letter_may_have_arrived(agency: Agency) -> None:
    with smtp_server(Behaviour.ACCEPT_AND_DROP) as journal:
        receipt = agency.hire(relay_of(journal)).carry(PARCEL, yes)

    assert receipt.outcome is Outcome.AMBIGUOUS
    assert [letter.mime for letter in journal.letters] == [MIME]


def test_letters_arrive_byte_by_byte(agency: Agency) -> None:
    with smtp_server() as journal:
        agency.hire(relay_of(journal)).carry(PARCEL, yes)

    letter = journal.letters[0]
    assert (letter.sender, letter.recipient, letter.mime) == (PARCEL.sender, PARCEL.recipient, MIME)


def test_bare_line_ends_become_those_of_the_network(agency: Agency) -> None:
    with smtp_server() as journal:
        agency.hire(relay_of(journal)).carry(replace(PARCEL, mime=b"A: b\n\n.c\rd"), yes)

    assert journal.letters[0].mime == b"A: b\r\n\r\n.c\r\nd\r\n"


def test_letters_share_one_connection(agency: Agency) -> None:
    with smtp_server() as journal:
        courier = agency.hire(relay_of(journal))
        for number in range(20):
            courier.carry(replace(PARCEL, mime=MIME + b"%d\r\n" % number), yes)
        courier.close()

    assert journal.connections == 1
    assert [letter.mime for letter in journal.letters] == [MIME + b"%d\r\n" % number for number in range(20)]
    assert journal.commands[-1] == "QUIT"


def test_a_refused_recipient_does_not_cost_the_connection(agency: Agency) -> None:
    with smtp_server(Behaviour.RCPT_550) as journal:
        courier = agency.hire(relay_of(journal))
        courier.carry(PARCEL, yes)
        courier.carry(PARCEL, yes)

    assert journal.connections == 1
    assert journal.commands.count("RSET") == 2


def test_after_an_error_the_courier_connects_anew(agency: Agency) -> None:
    with smtp_server(Behaviour.ACCEPT_AND_DROP) as journal:
        courier = agency.hire(relay_of(journal))
        courier.carry(PARCEL, yes)
        courier.carry(PARCEL, yes)

    assert journal.connections == 2


def test_a_line_that_rested_too_long_is_replaced(agency: Agency) -> None:
    times = iter([0.0, 1.0, 2.0, 3.0, IDLE_LIMIT + 4.0] + [IDLE_LIMIT + 5.0] * 9)
    with smtp_server() as journal:
        courier = agency.hire(relay_of(journal), monotonic=lambda: next(times))
        courier.carry(PARCEL, yes)
        courier.carry(PARCEL, yes)

    assert journal.connections == 2
    assert len(journal.letters) == 2


def test_without_permission_the_server_keeps_nothing(agency: Agency) -> None:
    with smtp_server() as journal:
        receipt = agency.hire(relay_of(journal)).carry(PARCEL, lambda: False)

    assert receipt.outcome is Outcome.ABANDONED
    assert journal.letters == []
    assert journal.commands[-1] == "DATA"


def test_a_permission_that_took_too_long_is_void(agency: Agency) -> None:
    times = iter([0.0, 0.0, DOT_LIMIT + 1.0, DOT_LIMIT + 1.0])
    with smtp_server() as journal:
        courier = agency.hire(relay_of(journal), monotonic=lambda: next(times))
        receipt = courier.carry(PARCEL, yes)

    assert receipt.outcome is Outcome.ABANDONED
    assert journal.letters == []


@pytest.mark.parametrize("permission", [True, False])
@pytest.mark.parametrize("behaviour", [Behaviour.OK, Behaviour.RCPT_450, Behaviour.ACCEPT_AND_DROP])
def test_the_fake_courier_tells_the_same_as_the_real_one(
    agency: Agency, behaviour: Behaviour, permission: bool
) -> None:
    scripts = {Behaviour.RCPT_450: Outcome.DEFERRED, Behaviour.ACCEPT_AND_DROP: Outcome.AMBIGUOUS}
    fake = FakeCourier([scripts.get(behaviour, Outcome.SENT)])
    with smtp_server(behaviour) as journal:
        real = agency.hire(relay_of(journal))

        receipts = [courier.carry(PARCEL, lambda: permission) for courier in (real, fake)]

    assert receipts[0].outcome is receipts[1].outcome
    assert [letter.mime for letter in journal.letters] == [parcel.mime for parcel in fake.arrived]


@pytest.mark.parametrize("failure", [ConnectionError("database"), RuntimeError("fence"), KeyboardInterrupt()])
def test_an_error_of_the_fence_passes_through_and_nothing_is_sent(
    agency: Agency, failure: BaseException
) -> None:
    def fail() -> bool:
        raise failure

    with smtp_server() as journal:
        courier = agency.hire(relay_of(journal))
        with pytest.raises(type(failure)):
            courier.carry(PARCEL, fail)
        receipt = courier.carry(PARCEL, yes)

    assert receipt.outcome is Outcome.SENT
    assert len(journal.letters) == 1


@pytest.mark.parametrize(
    ("parcel", "outcome"),
    [
        (replace(PARCEL, recipient="a@b.de>\r\nRCPT TO:<c@d.de"), Outcome.REFUSED),
        (replace(PARCEL, sender="a@b.de\r\nDATA"), Outcome.MISCONFIGURED),
    ],
)
def test_an_address_that_is_a_command_is_never_spoken(
    agency: Agency, parcel: Parcel, outcome: Outcome
) -> None:
    with smtp_server() as journal:
        receipt = agency.hire(relay_of(journal)).carry(parcel, yes)

    assert receipt.outcome is outcome
    assert journal.commands == []
