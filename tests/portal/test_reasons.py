"""Why something was refused is told in the language of the page."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from string import Formatter

from etappe.errors import ProjectExists, TooManyTries
from etappe_portal.reasons import GERMAN_REASONS, reason
from tests.portal.refusals import errors, met_by_pages

SHOWN_OTHERWISE = frozenset(
    {"CodeRefused", "IdentityRefused", "LinkInvalid", "PageReachesOut", "PlanChanged", "TooManyRequests"}
)
"""What has a page of its own, is shown as a diff, is an incident, or is told to the audit alone."""


def test_every_german_reason_belongs_to_an_error() -> None:
    unknown = set(GERMAN_REASONS) - set(errors())

    assert not unknown, f"etappe knows no such errors: {sorted(unknown)}"


def test_a_german_reason_tells_no_fact_that_its_error_lacks() -> None:
    known = {name: _facts(inspect.getdoc(error) or "") for name, error in errors().items()}

    invented = {name: _facts(said) - known[name] for name, said in GERMAN_REASONS.items()}

    assert {name: facts for name, facts in invented.items() if facts} == {}


def test_every_error_that_a_page_can_meet_has_a_german_reason() -> None:
    met = met_by_pages()

    assert {"SignInRefused", "PlanImpossible", "FollowUpClosed"} <= met
    missing = met - set(GERMAN_REASONS) - SHOWN_OTHERWISE
    assert not missing, f"say why in German in reasons.py: {sorted(missing)}"


def test_a_german_page_tells_the_facts_in_german() -> None:
    error = TooManyTries(again=datetime(2027, 5, 17, 9, 30, tzinfo=UTC))

    assert reason(error, "de") == "Das wurde zu oft versucht. Es geht wieder ab 17.05.2027, 11:30 Uhr."


def test_moments_are_those_of_the_programme_and_not_utc() -> None:
    error = TooManyTries(again=datetime(2027, 1, 17, 9, 30, tzinfo=UTC))

    said = reason(error, "en", zone="America/Chicago")

    assert said == "This was tried too often; try again from 17.01.2027, 03:30 on."


def test_an_english_page_tells_the_errors_own_sentence() -> None:
    error = ProjectExists(kommune="musterstadt", start="17.05.2027")

    assert reason(error, "en") == str(error)


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
