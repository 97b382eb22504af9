"""Addresses, absences, and who steps in."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.people import Absence, Contact, Person, Purpose, away, is_address, stand_in

ANNA, BERT = Person("a", "Anna", "anna@place.de"), Person("b", "Bert", "bert@place.de")
HOLIDAY = Absence("a", date(2026, 3, 2), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("day", "is_away"),
    [(1, False), (2, True), (6, True), (7, False)],
    ids=["before", "first", "last", "after"],
)
def test_an_absence_holds_from_its_first_day_to_its_last(day: int, is_away: bool) -> None:
    assert (away(ANNA, [HOLIDAY], date(2026, 3, day)) is not None) is is_away


def test_an_absence_is_ones_own() -> None:
    assert away(BERT, [HOLIDAY], date(2026, 3, 3)) is None


@pytest.mark.parametrize(
    ("deputy", "day", "reader", "purpose"),
    [
        (BERT, 3, BERT, Purpose.ABSENCE),
        (BERT, 9, ANNA, Purpose.OWN),
        (None, 3, ANNA, Purpose.OWN),
    ],
)
def test_the_deputy_steps_in_during_an_absence(
    deputy: Person | None, day: int, reader: Person, purpose: Purpose
) -> None:
    recipient = stand_in(Contact("AP", ANNA, deputy), [HOLIDAY], date(2026, 3, day))

    assert (recipient.person, recipient.purpose) == (reader, purpose)


@pytest.mark.parametrize("text", ["anna@place.de", "a.b+c@rathaus.place.de"])
def test_one_address_is_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "anna", "anna@place", "a@b.de,c@d.de", "Anna <a@b.de>", "a b@c.de", "a@b.de\n"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_address(text)
