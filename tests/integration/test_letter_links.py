"""Letters hold links of their reader's own, and the database holds nothing that opens one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, update

from etappe.adapters.safe import FernetSafe, new_key
from etappe.adapters.sql.tables import delivery
from etappe.model.delivery import DeliveryState
from etappe.model.link import LinkPurpose
from etappe.model.parcel import Outcome
from etappe.service.office import Office
from etappe.service.sending import send
from tests.fakes.courier import FakeCourier
from tests.integration.databases import everything_in
from tests.integration.portal import DAY, OVERVIEW_DAY, PORTAL, TASK, Portal, portal_of
from tests.integration.worlds import found, person


@pytest.fixture
def portal(office: Office) -> Portal:
    """Aachen with one open task, and a portal."""
    return portal_of(office)


@pytest.fixture
def whole(office: Office) -> Portal:
    """Aachen with all its tasks, and a portal."""
    return portal_of(office, only=None)


def test_a_task_has_a_link_of_its_reader_alone(portal: Portal) -> None:
    (token,) = portal.tokens(portal.letter())

    opened = portal.open(token)

    assert (opened.person, opened.link.task_key) == (person("AP"), TASK)
    assert opened.kommune is not None
    assert (opened.kommune.name, opened.task_title) == ("Aachen", "Selbstcheck abgeben")


def test_the_link_stands_on_a_line_of_its_own_behind_the_question(portal: Portal) -> None:
    text = portal.letter().text

    assert f"Erledigt, neuer Termin oder nicht zuständig?\n{PORTAL}/a/" in text
    assert "Sie können auch einfach auf diesen Brief antworten" in text


def test_a_link_ends_a_week_after_the_deadline_but_not_within_two(portal: Portal) -> None:
    opened = portal.open(portal.tokens(portal.letter())[0])

    assert opened.link.expires_at == portal.world.clock.now() + timedelta(days=14)


def test_an_overview_has_one_link_to_the_own_plan(whole: Portal) -> None:
    mail = whole.letter(OVERVIEW_DAY)

    plans = [t for t in whole.tokens(mail) if whole.open(t).link.purpose is LinkPurpose.OVERVIEW]
    assert len(plans) == 1
    assert "Ihr Plan im Portal:" in mail.text


def test_the_project_team_gets_plain_addresses(whole: Portal) -> None:
    whole.world.days(date(2026, 1, 12), date(2026, 2, 6))

    texts = [m.text for m in whole.world.mails() if m.to.endswith("@team.example")]
    assert f"{PORTAL}/projekte/aachen\n" in "".join(texts)
    assert f"{PORTAL}/a/" not in "".join(texts)


def test_a_deputy_has_a_link_of_their_own(portal: Portal) -> None:
    portal.world.away("AP", DAY, DAY)

    (token,) = portal.tokens(portal.letter(role="D-AP"))

    assert portal.open(token).person == person("D-AP")


def test_whoever_gets_a_copy_has_nothing_to_answer(whole: Portal) -> None:
    whole.world.days(date(2026, 1, 12), date(2026, 7, 20))

    copies = [m for m in whole.world.mails() if m.subject.startswith("Zur Kenntnis")]
    assert all(not whole.tokens(m) for m in copies)


def test_without_a_portal_letters_hold_no_links(office: Office) -> None:
    world = found(office)
    world.start(only=[TASK])
    world.at(date(2026, 3, 2))

    world.at(DAY)

    assert "http" not in world.mails("AP")[-1].text
    assert "Antworten Sie einfach auf diesen Brief" in world.mails("AP")[-1].in_one_line


def test_no_token_and_no_letter_can_be_found_in_the_database(whole: Portal, engine: Engine) -> None:
    whole.world.courier = FakeCourier([Outcome.DEFERRED] * 5)

    whole.world.days(date(2026, 1, 12), date(2026, 1, 30))

    stored = everything_in(engine)
    assert len(whole.chance.tokens) > 5
    assert all(token not in stored for token in whole.chance.tokens)
    assert "Sehr geehrt" not in stored
    assert "Guten Tag" not in stored


def test_a_letter_that_waits_is_sealed_and_goes_with_the_same_bytes(portal: Portal, engine: Engine) -> None:
    portal.world.courier = FakeCourier([Outcome.DEFERRED])
    portal.world.at(DAY)
    sealed = sealed_in(engine)

    portal.later(minutes=7)
    send(portal.office, portal.world.room(), portal.world.clock)

    first, second = portal.world.courier.offered
    assert sealed.startswith(b"sealed:")
    assert first.mime == second.mime
    assert len(portal.links()) == 1


def test_a_letter_from_before_anything_was_sealed_still_goes(portal: Portal, engine: Engine) -> None:
    portal.world.courier = FakeCourier([Outcome.AMBIGUOUS])
    portal.world.at(DAY)
    with engine.begin() as connection:
        plain = portal.world.courier.offered[0].mime
        connection.execute(update(delivery).where(delivery.c.mime.is_not(None)).values(mime=plain))

    portal.later(minutes=25)
    send(portal.office, portal.world.room(), portal.world.clock)

    assert [p.mime for p in portal.world.courier.offered] == [plain, plain]


def test_where_the_key_is_lost_a_letter_that_nobody_has_is_written_anew(portal: Portal) -> None:
    portal.world.safe = FernetSafe([new_key()])
    portal.world.courier = FakeCourier([Outcome.DEFERRED])
    portal.world.at(DAY)
    portal.world.safe = FernetSafe([new_key()])

    portal.later(minutes=7)
    send(portal.office, portal.world.room(), portal.world.clock)

    assert portal.world.deliveries()[-1].state is DeliveryState.SENT
    assert portal.open(portal.tokens(portal.world.mails("AP")[-1])[0]).person == person("AP")


def test_where_the_key_is_lost_a_letter_that_may_have_arrived_is_for_a_person(portal: Portal) -> None:
    portal.world.safe = FernetSafe([new_key()])
    portal.world.courier = FakeCourier([Outcome.AMBIGUOUS])
    portal.world.at(DAY)
    portal.world.safe = FernetSafe([new_key()])

    portal.later(minutes=25)
    send(portal.office, portal.world.room(), portal.world.clock)

    assert portal.world.deliveries()[-1].state is DeliveryState.FAILED
    assert len(portal.world.courier.offered) == 1


def sealed_in(engine: Engine) -> bytes:
    """The bytes of the letter that waits."""
    with engine.connect() as connection:
        found: bytes = connection.execute(
            delivery.select().with_only_columns(delivery.c.mime).where(delivery.c.mime.is_not(None))
        ).scalar_one()
    return bytes(found)
