"""Whatever a page says, it says in English too."""

from __future__ import annotations

import ast
from datetime import date

from etappe.model.accounts import StaffRole
from etappe.model.follow_up import FollowUpKind
from etappe.model.standing import State
from etappe.service.follow_ups import POSSIBLE
from etappe_portal.filtering import STATES
from etappe_portal.navigation import legal_pages
from etappe_portal.rendering import render
from etappe_portal.routes.accounts import ROLES
from etappe_portal.routes.follow_ups import KINDS, OUTCOMES
from etappe_portal.visit import Frame
from etappe_portal.wording import translations
from tests.portal.texts import (
    calculated_in_templates,
    catalogue,
    placeholders,
    said_in_code,
    texts_in_code,
    texts_in_templates,
    unmarked_in_templates,
)

NAMES = frozenset({"etappe", "AGS"})
"""Words that are the same in every language."""


def test_every_text_has_an_english_translation() -> None:
    english = catalogue()

    missing = [text for text in texts_in_templates() | texts_in_code() if not all(english.get(text, [""]))]

    assert not missing, f"say it in English in en.po: {sorted(missing)}"


def test_every_translation_is_used() -> None:
    used = texts_in_templates() | texts_in_code()

    idle = [text for text in catalogue() if text not in used]

    assert not idle, f"nobody says this any more, take it out of en.po: {sorted(idle)}"


def test_a_translation_has_the_placeholders_of_its_text() -> None:
    pairs = [
        (german, english)
        for text, translation in catalogue().items()
        for german, english in zip(text, translation, strict=True)
    ]

    different = [german for german, english in pairs if placeholders(german) != placeholders(english)]

    assert not different, f"something else is put into the English: {different}"


def test_code_says_a_text_as_it_stands_or_from_a_table() -> None:
    plain = (ast.Constant, ast.Name, ast.Subscript)

    put_together = [place for place, argument in said_in_code() if not isinstance(argument, plain)]

    assert put_together == []


def test_templates_say_nothing_that_is_calculated() -> None:
    places = list(calculated_in_templates())

    assert places == []


def test_templates_hold_no_words_that_stay_german() -> None:
    words = [(place, word) for place, word in unmarked_in_templates() if word not in NAMES]

    assert words == []


def test_a_table_of_names_leaves_nothing_out() -> None:
    outcomes = {outcome for possible in POSSIBLE.values() for outcome in possible}

    assert set(OUTCOMES) == outcomes
    assert set(KINDS) == set(FollowUpKind)
    assert set(ROLES) == set(StaffRole)
    assert set(STATES) == set(State)


def test_english_is_read_from_the_catalogue() -> None:
    english = translations("en")

    said = english.gettext("Wiedervorlagen"), english.ngettext("%(num)d Brief", "%(num)d Briefe", 2)

    assert said == ("Follow-ups", "%(num)d letters")


def test_a_page_is_written_in_english_from_its_head_to_its_foot() -> None:
    frame = Frame("Probe", "/", "/", (), legal_pages("en"), "", "", "", True, date(2027, 5, 17))

    page = render("too_many.html", "en", {"frame": frame})

    assert '<html lang="en">' in page
    assert all(text in page for text in ("Skip to content", "Please wait a little", "Legal notice"))
    assert "Bitte" not in page
