"""A text in a cell stays a text, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.model.cells import CellProblem, harmless, in_reading_order, letters_of, plain, without_mark

FORMULAS = (
    "=1+1",
    "+49 30 1234",
    "-2",
    "@SUM(A1)",
    "  =1",
    "\t=1",
    "\r=1",
    "\n@x",
    "\x00=1",
    "\u202e=1",
    "\ufeff=1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "' '=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_a_formula_gets_a_mark(text: str) -> None:
    assert harmless(text) == "'" + plain(text)


@pytest.mark.parametrize("text", ["Anna", "a=1", "O'Neill", "'s-Hertogenbosch", "", "3 - 2", "„=“"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_what_nobody_sees_is_taken_out() -> None:
    assert plain("A\u202enna\x07  \u2066Be\tis\r\npiel\ud800\uffff ") == "Anna Be is piel"


@given(st.text())
def test_the_mark_is_taken_off_again(text: str) -> None:
    assert without_mark(harmless(text)) == plain(text)


@given(st.text())
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert harmless(text).lstrip()[:1] not in {*"=+-@＝＋－＠\t\r\x00"}


@given(st.text())
def test_a_cell_holds_one_line_that_can_be_stored(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert plain(text).encode("utf-8").decode("utf-8") == plain(text)
    assert plain(text).splitlines() in ([], [plain(text)])


@pytest.mark.parametrize(("number", "letters"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_named_as_spreadsheets_do(number: int, letters: str) -> None:
    assert letters_of(number) == letters


def test_problems_are_told_row_by_row() -> None:
    cells = ["B10", "AA2", "B2", "7"]

    ordered = sorted((CellProblem("S", cell, "?") for cell in cells), key=in_reading_order)

    assert [str(p) for p in ordered] == ["S!B2: ?", "S!AA2: ?", "S!7: ?", "S!B10: ?"]
