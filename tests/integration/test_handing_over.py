"""A role goes from one person to another, and everything that was meant for the first follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import pytest

from etappe.errors import HandOverToSelf, NobodyToHandOver, PersonInCharge, PlanChanged, UnknownRole
from etappe.model.hand_over import HandOverPreview, Seat
from etappe.model.moments import moment
from etappe.service.changing import make_change
from etappe.service.deadlines import FixDeadline
from etappe.service.filling import Order, apply_order, carry_out_due, preview_order
from etappe.service.firing import fire
from etappe.service.office import Office
from etappe.service.people import report_absence, set_contact, set_staff
from etappe.service.privacy import forget_person
from etappe.service.resting import HoldProject
from etappe.service.why import why
from etappe.testing.letterbox import Mail
from tests.integration.worlds import World, found, person

TASK = "selbstcheck.abgabe"
"""Due on Monday, 9 March 2026, with letters on 2, 6, 10 and 12 March."""
LATER = "workshop.massnahmen"
"""Due on 7 May 2026."""
INTERN = "auftakt.protokoll"
"""A task of the team, due on Thursday, 29 January 2026, with a letter on the 27th."""
NORA = ("Nora Neu", "nora@aachen.example")
AP = Seat("aachen", "AP")
PM = Seat(None, "PM")
FRIDAY = date(2026, 3, 6)
"""A day with a letter about the task."""


@pytest.fixture
def world(office: Office) -> Iterator[World]:
    """Aachen with two tasks of the town hall and one of the team; in the end the audit is whole."""
    world = found(office)
    world.start(only=[TASK, LATER, INTERN])
    yield world
    assert world.chain_holds()


def order(seat: Seat = AP, day: date | None = None, who: tuple[str, str] = NORA) -> Order:
    """That a role is handed over."""
    return Order(seat, who, None, day, hands_over=True)


def preview(world: World, wanted: Order) -> HandOverPreview:
    """What a hand-over would do."""
    return preview_order(world.office, wanted, "pm", world.clock.now())


def hand_over(world: World, wanted: Order) -> HandOverPreview:
    """Hand a role over without more ado."""
    return apply_order(world.office, wanted, None, "pm", world.clock.now())


def put_together(world: World, day: date) -> None:
    """Fire what is due on a morning, without sending it."""
    world.clock.moment = moment(day, time(8))
    fire(world.office, world.clock.now())


def to(world: World, email: str = NORA[1]) -> list[Mail]:
    """What has arrived at an address."""
    return [m for m in world.mails() if m.to == email]


def words(mail: Mail) -> str:
    """The text of a mail on one line."""
    return " ".join(mail.text.split())


def planned_overviews(world: World, email: str) -> int:
    """How many overviews somebody has armed."""
    with world.office.store.begin() as tx:
        found = tx.people.by_email(email)
        return len(tx.hand_overs.armed_for(found.id)) if found else 0


def test_the_new_person_gets_one_overview_of_all_that_is_open(world: World) -> None:
    world.at(date(2026, 3, 10))
    hand_over(world, order())

    world.at(date(2026, 3, 10), 9)

    (mail,) = to(world)
    assert mail.subject == "Übergabe: Ansprechperson (Aachen), 2 Aufgaben offen"
    assert "Sie übernehmen im Programm »Weltoffene Kommune« die Rolle Ansprechperson für Aachen" in words(
        mail
    )
    assert "bisher hatte sie AP" in words(mail)
    overdue, rest = words(mail).split("Offen, mit Termin:")
    assert "Überfällig: 09.03.2026" in overdue
    assert "07.05.2026 Maßnahmenliste" in rest
    assert "Die nächsten Termine des Projekts: 15.04.2026 Selbstcheck-Workshop" in rest
    assert "»erledigt«, »neuer Termin: TT.MM.JJJJ« oder »nicht zuständig" in rest
    assert "Bei Fragen: PM, pm@team.example" in rest


def test_why_tells_what_the_letters_are(world: World) -> None:
    hand_over(world, order())
    world.at(date(2026, 1, 12))

    letters = [d for d in world.deliveries() if d.subject and d.subject.startswith(("Übergabe", "Vielen"))]
    told = [why(world.office, d.id, world.clock.now()).sentences[-1] for d in letters]
    assert sorted(told) == [
        "Dank vom 12.01.2026 an die Person, die eine Rolle übergeben hat (thanks).",
        "Überblick vom 12.01.2026 für die Person, die eine Rolle übernommen hat (handover).",
    ]


def test_the_former_person_is_thanked_shortly_and_gets_no_tasks(world: World) -> None:
    world.at(date(2026, 2, 11))
    hand_over(world, order())

    world.at(date(2026, 2, 11), 9)

    (mail,) = world.mails("AP")
    assert mail.subject == "Vielen Dank: Ansprechperson (Aachen)"
    assert "Sie liegt jetzt bei Nora Neu" in words(mail)
    assert "Maßnahmenliste" not in mail.text


def test_whatever_comes_later_goes_to_the_new_person(world: World) -> None:
    world.at(date(2026, 2, 11))
    hand_over(world, order())

    world.days(date(2026, 2, 12), date(2026, 3, 12))

    assert [m.day for m in world.mails("AP")] == [date(2026, 2, 12)]
    assert FRIDAY in [m.day for m in to(world)]


def test_a_letter_that_is_not_written_yet_goes_to_the_new_person(world: World) -> None:
    put_together(world, FRIDAY)

    done = hand_over(world, order())
    world.at(FRIDAY, 9)

    assert done.taken_back == 1
    assert [m.subject for m in world.mails("AP")] == ["Vielen Dank: Ansprechperson (Aachen)"]
    (mail,) = to(world)
    assert "Übergabe" in mail.subject
    assert "Bis wann: Montag, 9. März 2026" in mail.text


def test_a_notice_in_a_letter_that_is_not_written_yet_is_void_too(world: World) -> None:
    world.days(date(2026, 3, 2), date(2026, 3, 3))
    make_change(world.office, world.project, FixDeadline(TASK, date(2026, 3, 20)), "pm", world.clock.now())
    put_together(world, date(2026, 3, 4))

    done = hand_over(world, order())
    world.at(date(2026, 3, 4), 9)

    assert done.voided == 1
    assert ["Dank" in m.subject for m in world.mails("AP") if m.day == date(2026, 3, 4)] == [True]


def test_the_letter_of_a_hold_goes_to_whoever_has_taken_over(world: World) -> None:
    rest = HoldProject(date(2026, 3, 2), "Umzug", date(2026, 2, 2))
    make_change(world.office, world.project, rest, "pm", world.clock.now())
    put_together(world, date(2026, 2, 16))

    hand_over(world, order())
    world.at(date(2026, 2, 16), 9)

    (mail,) = to(world)
    assert "Zurzeit ruht es, am 02.03.2026 geht es weiter." in words(mail)
    assert "Das Projekt ruht noch (Umzug)." in words(mail)
    assert "ruht" not in world.mails("AP")[-1].text


def test_a_notice_that_has_not_gone_is_void_since_the_overview_has_the_days(world: World) -> None:
    world.days(date(2026, 3, 2), date(2026, 3, 3))
    make_change(world.office, world.project, FixDeadline(TASK, date(2026, 3, 20)), "pm", world.clock.now())

    done = hand_over(world, order())
    world.days(date(2026, 3, 3), date(2026, 3, 5))

    assert done.voided == 1
    assert not [m for m in world.mails() if "Geänderte Termine" in m.text]
    assert "20.03.2026" in to(world)[0].text


def test_of_a_date_that_moves_later_the_new_person_is_told_instead(world: World) -> None:
    world.days(date(2026, 3, 2), date(2026, 3, 3))
    hand_over(world, order())
    world.at(date(2026, 3, 4))
    make_change(world.office, world.project, FixDeadline(TASK, date(2026, 3, 20)), "pm", world.clock.now())

    world.at(date(2026, 3, 5))

    assert "Geänderte Termine" in to(world)[-1].text
    assert len(world.mails("AP")) == 2


def test_the_overviews_of_whoever_has_no_role_any_more_end(world: World) -> None:
    assert planned_overviews(world, "ap@aachen.example") == 1

    hand_over(world, order())

    assert planned_overviews(world, "ap@aachen.example") == 0
    assert planned_overviews(world, NORA[1]) == 1


def test_whoever_keeps_another_role_keeps_their_overview(world: World) -> None:
    set_contact(world.office, "aachen", "MO", "AP", "ap@aachen.example", None, "pm", world.clock.now())

    hand_over(world, order())

    assert planned_overviews(world, "ap@aachen.example") == 1


def test_on_a_monday_the_overview_of_the_week_does_not_say_it_again(world: World) -> None:
    world.at(date(2026, 3, 1), 20)
    hand_over(world, order())

    world.at(date(2026, 3, 2))

    (mail,) = to(world)
    assert mail.subject.startswith("Übergabe")
    assert mail.text.count("Maßnahmenliste") == 1


def test_a_hand_over_at_night_is_told_in_the_morning(world: World) -> None:
    world.at(date(2026, 2, 11), 22)
    hand_over(world, order())

    world.at(date(2026, 2, 11), 23)
    at_night = len(to(world))
    world.at(date(2026, 2, 12))

    assert (at_night, [m.day for m in to(world)]) == (0, [date(2026, 2, 12)])


def test_there_and_back_before_anybody_was_told_tells_nobody(world: World) -> None:
    world.at(date(2026, 2, 11), 22)
    hand_over(world, order())
    hand_over(world, order(who=("AP", "ap@aachen.example")))

    world.at(date(2026, 2, 12))

    assert world.mails() == []


def test_who_was_never_told_is_not_thanked(world: World) -> None:
    world.at(date(2026, 2, 11), 22)
    hand_over(world, order())
    hand_over(world, order(who=("Olga Ost", "olga@aachen.example")))

    world.at(date(2026, 2, 12))

    assert to(world) == []
    assert "bisher hatte sie AP" in words(to(world, "olga@aachen.example")[0])
    assert "Sie liegt jetzt bei Olga Ost" in words(world.mails("AP")[0])


def test_the_former_deputy_may_take_over(world: World) -> None:
    report_absence(
        world.office, "ap@aachen.example", date(2026, 3, 2), date(2026, 3, 20), "pm", world.clock.now()
    )
    world.at(date(2026, 3, 5))
    hand_over(world, order(who=("D AP", "d-ap@aachen.example")))

    world.at(FRIDAY)

    (letter,) = [m for m in world.mails("D-AP") if m.day == FRIDAY]
    assert "Stellvertretung" not in letter.text
    assert "Bis wann: Montag, 9. März 2026" in letter.text


def test_a_new_person_who_is_away_is_represented(world: World) -> None:
    world.at(date(2026, 2, 11))
    wanted = Order(AP, NORA, ("Dana Dritte", "dana@aachen.example"))
    apply_order(world.office, wanted, None, "pm", world.clock.now())
    report_absence(world.office, NORA[1], date(2026, 2, 11), date(2026, 2, 13), "pm", world.clock.now())

    world.at(date(2026, 2, 11), 9)

    (mail,) = to(world, "dana@aachen.example")
    assert "Sie bekommen das als Stellvertretung von Nora Neu." in words(mail)


def test_heads_of_administration_are_not_written_to_beside_the_plan(world: World) -> None:
    world.at(date(2026, 2, 11))
    seen = hand_over(world, order(Seat("aachen", "VS")))

    world.at(date(2026, 2, 11), 9)

    assert (seen.letters, world.mails("VS"), to(world)) == ((), [], [])


def test_a_role_of_the_team_is_handed_over_for_all_kommunen(world: World) -> None:
    world.at(date(2026, 1, 14))
    hand_over(world, order(PM))

    world.at(date(2026, 1, 14), 9)

    (mail,) = to(world)
    assert "die Rolle Projektmanagement im Projektteam, bisher hatte sie PM." in words(mail)
    assert "Bei Fragen" not in mail.text
    assert [m.subject for m in world.mails("PM")] == ["Vielen Dank: Projektmanagement"]


def test_a_preview_saves_nothing_and_tells_what_follows(world: World) -> None:
    seen = preview(world, order())

    assert [(d.task, d.due) for d in seen.duties] == [(TASK, date(2026, 3, 9)), (LATER, date(2026, 5, 7))]
    assert seen.duties[0].rung_day == date(2026, 3, 2)
    assert [(s.kind, s.email) for s in seen.letters] == [
        ("handover", NORA[1]),
        ("thanks", "ap@aachen.example"),
    ]
    assert "role filled" not in world.actions()


def test_what_was_seen_is_what_is_done(world: World) -> None:
    seen = preview(world, order())

    done = apply_order(world.office, order(), seen.fingerprint, "pm", world.clock.now())

    assert done.plan_hash == seen.plan_hash
    assert "role filled" in world.actions()


def test_who_confirms_what_has_changed_meanwhile_is_shown_the_new_state(world: World) -> None:
    seen = preview(world, order())
    hand_over(world, order(who=("Olga Ost", "olga@aachen.example")))

    with pytest.raises(PlanChanged, match="pm: role filled") as refused:
        apply_order(world.office, order(), seen.fingerprint, "pm", world.clock.now())

    shown = refused.value.facts["diff"]
    assert isinstance(shown, HandOverPreview)
    assert shown.before
    assert shown.before.person.name == "Olga Ost"


def test_nobody_hands_over_to_themselves(world: World) -> None:
    with pytest.raises(HandOverToSelf, match="AP fills AP of aachen already"):
        hand_over(world, order(who=("AP", "ap@aachen.example")))


def test_a_role_that_nobody_fills_is_not_handed_over(world: World) -> None:
    with pytest.raises(NobodyToHandOver, match="Nobody fills PS of aachen"):
        hand_over(world, order(Seat("aachen", "PS")))
    with pytest.raises(UnknownRole):
        hand_over(world, order(Seat("aachen", "XX")))


def test_a_new_address_of_the_same_person_is_no_hand_over(world: World) -> None:
    set_contact(world.office, "aachen", "AP", "AP", "neu@aachen.example", None, "pm", world.clock.now())

    world.at(FRIDAY)

    assert {m.to for m in world.mails()} >= {"neu@aachen.example"}
    assert not [m for m in world.mails() if "Übergabe" in m.subject or "Dank" in m.subject]
    assert "address changed" in world.actions()


def test_on_its_day_and_not_before_a_role_goes_over(world: World) -> None:
    world.at(date(2026, 2, 11))
    hand_over(world, order(day=FRIDAY))

    world.days(date(2026, 3, 2), FRIDAY)

    assert [m.day for m in world.mails("AP")] == [date(2026, 3, 2), FRIDAY]
    assert "Dank" in world.mails("AP")[-1].subject
    (mail,) = to(world)
    assert (mail.day, "Bis wann: Montag, 9. März 2026" in mail.text) == (FRIDAY, True)


def test_carried_out_twice_it_is_done_once(world: World) -> None:
    hand_over(world, order(day=FRIDAY))
    world.at(FRIDAY)

    again = carry_out_due(world.office, world.clock.now())
    world.at(FRIDAY, 11)

    assert (again, len(to(world))) == (0, 1)


def test_a_hand_over_that_is_to_come_is_called_off_by_who_keeps_the_role(world: World) -> None:
    hand_over(world, order(day=FRIDAY))

    kept = hand_over(world, order(who=("AP", "ap@aachen.example")))
    world.at(FRIDAY)

    assert (kept.called_off, to(world)) == (True, [])


def test_a_later_decision_replaces_a_hand_over_that_is_to_come(world: World) -> None:
    hand_over(world, order(day=FRIDAY))
    hand_over(world, order(day=FRIDAY, who=("Olga Ost", "olga@aachen.example")))

    world.at(FRIDAY)

    assert (to(world), len(to(world, "olga@aachen.example"))) == ([], 1)


def test_whoever_is_to_take_over_is_not_erased(world: World) -> None:
    hand_over(world, order(day=FRIDAY))

    with pytest.raises(PersonInCharge, match="AP of aachen"):
        forget_person(world.office, NORA[1], "pm", world.clock.now())


def test_the_team_is_told_of_a_new_facilitator_by_the_calendar_of_its_place(world: World) -> None:
    world.at(date(2026, 1, 14))
    set_staff(world.office, "MO", *NORA, None, "pm", world.clock.now())

    world.at(date(2026, 1, 14), 9)

    assert [m.subject for m in to(world)] == ["Übergabe: Moderation, nichts offen"]
    assert person("MO").email in {m.to for m in world.mails()}


def test_a_hand_over_in_a_kommune_without_a_project_writes_to_nobody(office: Office) -> None:
    world = found(office)
    world.hand_over("AP", *NORA)

    world.at(date(2026, 1, 14))

    assert world.mails() == []
