"""The story of catering, from the tasting to the contract."""

from __future__ import annotations

from datetime import date

import pytest
from etappe_catering import hooks
from etappe_catering.records import Order

from etappe.errors import TaskObstructed
from etappe.plugin import KeepRecord
from etappe.testing.rehearsals import Rehearsals


def test_the_offer_is_accepted_within_three_weeks_of_the_tasting(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks, land="NW", start=date(2026, 1, 12))

    assert project.anchor("verkostung").day == date(2026, 3, 16)
    assert project.deadline("bewirtung.angebot") == (
        date(2026, 4, 7),
        "21 Kalendertage nach der Verkostung am 16.03.2026; "
        "statt am 06.04.2026 (Ostermontag) am nächsten Werktag (§ 193 BGB)",
    )


def test_a_letter_says_until_when_caterers_are_bound(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks, land="NW", diligent=True)

    project.run_until(date(2026, 4, 7))

    letter = project.letters_about("bewirtung.angebot")[-1]
    assert letter.to == project.contact("AP").person.email
    assert letter.subject.startswith("Weltoffene Kommune: ")
    assert "bei der Verkostung am Montag, 16. März 2026 angeboten haben" in letter.in_one_line


def test_without_a_kitchen_the_delivery_is_arranged(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks)
    assert "catering.anlieferung" not in project.view.tasks

    project.answer(catering_ohne_kueche=True)

    assert project.view.tasks["catering.anlieferung"].open


def test_more_meals_than_can_be_delivered_are_an_obstacle(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks, settings={"most_meals": 50})
    project.carry_out(KeepRecord(key="workshop", record=Order(meals=60)))

    with pytest.raises(TaskObstructed, match="60 Essen sind mehr, als geliefert werden können"):
        project.done("catering.essenszahl")


def test_an_offer_that_is_accepted_wants_a_contract(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks).at(date(2026, 3, 20))

    project.done("bewirtung.angebot")

    assert project.view.tasks["catering.vertrag"].open


def test_nobody_is_reminded_of_an_offer_that_is_accepted(etappe_project: Rehearsals) -> None:
    project = etappe_project(hooks, diligent=True).at(date(2026, 3, 20))
    project.done("bewirtung.angebot")

    project.run(months=2)

    assert project.letters_about("bewirtung.angebot") == ()
