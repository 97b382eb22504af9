"""What a hand-over touches, as a value, and addresses as they may be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from etappe.model.hand_over import HandOver, HandOverPreview, OpenDuty, Seat, Sent
from etappe.model.people import Contact, Person
from etappe.model.suppression import masked

IDA, UDO = Person("1", "Ida", "ida@gera.example"), Person("2", "Udo", "udo@gera.example")
DAY = date(2026, 3, 2)
SEEN = HandOverPreview(
    Seat("gera", "AP"),
    "Ansprechperson",
    DAY,
    Contact("AP", IDA),
    Contact("AP", UDO),
    (OpenDuty("gera", "brief", "Brief", DAY, "kurz.vor_1", DAY),),
    0,
    (),
)


def test_a_role_is_handed_over_where_the_person_is_another_one() -> None:
    assert SEEN.hands_over
    assert not replace(SEEN, before=None).hands_over
    assert not replace(SEEN, after=Contact("AP", IDA, UDO)).hands_over


def test_a_fingerprint_tells_people_and_tasks_and_not_letters() -> None:
    moved = replace(SEEN, duties=(replace(SEEN.duties[0], due=date(2026, 3, 3)),))

    assert replace(SEEN, letters=(Sent("thanks", "Ida", IDA.email),)).plan_hash == SEEN.plan_hash
    assert moved.plan_hash != SEEN.plan_hash
    assert replace(SEEN, after=Contact("AP", UDO, IDA)).plan_hash != SEEN.plan_hash
    assert SEEN.stamped(7).fingerprint == f"7-{SEEN.plan_hash}"


def test_a_hand_over_of_the_team_cannot_be_taken_for_that_of_a_kommune() -> None:
    ours = HandOver(Seat(None, "PM"), 1, "1", "2", None, DAY, "pm", done=True)

    assert ours.key == "*/PM/1"
    assert replace(ours, seat=Seat("team", "PM")).key == "team/PM/1"


def test_an_address_is_shown_by_its_place() -> None:
    assert masked("ida@gera.example") == "i***@gera.example"
