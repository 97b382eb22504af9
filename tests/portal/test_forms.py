"""What was typed is kept, read, and refused beside its field."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.datastructures import FormData

from etappe_portal.address import Address
from etappe_portal.forms import Form
from etappe_portal.onward import is_ours
from etappe_portal.wording import language_of


def form(*pairs: tuple[str, str]) -> Form:
    """A form that was sent."""
    return Form.of(FormData(list(pairs)))


@pytest.mark.parametrize("text", ["2027-05-17", "17.05.2027", "17.5.2027"])
def test_a_day_is_read_as_browsers_send_and_people_write_it(text: str) -> None:
    assert form(("day", text)).day("day", "wrong") == date(2027, 5, 17)


@pytest.mark.parametrize(
    "text", ["morgen", "31.02.2027", "2027-13-01", "17.05.", "9" * 400, f"{'9' * 400}.1.1", "1_7.05.2027"]
)
def test_what_is_no_day_is_told_beside_its_field(text: str) -> None:
    sent = form(("day", text))

    assert sent.day("day", "wrong") is None
    assert sent.errors == {"day": "wrong"}


def test_a_missing_and_a_wrong_day_are_told_apart() -> None:
    missing, wrong = form(("day", " ")), form(("day", "bald"))

    missing.day("day", "wrong", "missing")
    wrong.day("day", "wrong", "missing")

    assert (missing.errors, wrong.errors) == ({"day": "missing"}, {"day": "wrong"})
    assert wrong.values["day"] == "bald"


def test_characters_that_nobody_sees_are_dropped() -> None:
    sent = form(("name", "Eva\u202e\u0000\u200b Muster\r\nzwei"))

    assert sent.values["name"] == "Eva Muster\nzwei"


def test_of_what_was_chosen_only_what_was_offered_counts() -> None:
    sent = form(("module", "dialog"), ("module", "evil"), ("module", "workshop"))

    assert sent.chosen("module", ["dialog", "workshop"]) == ("dialog", "workshop")


@pytest.mark.parametrize("path", ["//evil", "/\\evil", "https://evil", "", "projekte", "/\nx"])
def test_a_form_leads_nowhere_else(path: str) -> None:
    assert not is_ours(path)


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"),
    [(None, "", "de"), (None, "en-GB,de", "en"), (None, "fr", "de"), ("de", "en", "de"), ("xx", "en", "en")],
)
def test_pages_are_german_unless_somebody_wants_english(
    chosen: str | None, accepted: str, language: str
) -> None:
    assert language_of(chosen, accepted) == language


def test_an_address_without_tls_has_cookies_that_browsers_keep() -> None:
    assert Address("https://etappe.example.org").cookie("etappe") == "__Host-etappe"
    assert Address("http://127.0.0.1:8000").cookie("etappe") == "etappe"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "12 Zeichen sind zu viele. Bitte kürzen Sie auf höchstens 10."),
        ("en", "12 characters are too many. Please shorten it to 10 at most."),
    ],
)
def test_what_is_too_long_is_said_in_a_sentence(language: str, said: str) -> None:
    sent = Form.of(FormData([("name", "x" * 12)]), language)

    kept = sent.text("name", most=10)

    assert (kept, sent.errors) == ("x" * 10, {"name": said})
