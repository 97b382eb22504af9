"""What people type at a terminal, and addresses: refused in a sentence, or good for all that follows."""

from __future__ import annotations

from datetime import date
from functools import partial

from hypothesis import example, given

from etappe.adapters.envelope import wire_address
from etappe.cli import inputs
from etappe.model.days import day_in
from etappe.model.people import is_address
from etappe.model.tokens import plain_code
from tests.fuzz.nasty import fuzz, nasty, refusal

READERS = (
    inputs.read_text,
    inputs.read_day,
    inputs.read_land,
    inputs.read_category,
    inputs.read_number,
    inputs.read_answer,
    inputs.read_fixed_day,
    inputs.read_person,
)


@given(nasty)
@fuzz(300)
def test_what_is_typed_is_read_or_refused_in_a_sentence(text: str) -> None:
    for read in READERS:
        refusal(partial(read, text, "the place"))


@given(nasty)
@fuzz(150)
def test_a_text_that_was_read_is_read_again_as_it_is(text: str) -> None:
    if refusal(partial(inputs.read_text, text, "the place")):
        return

    read = inputs.read_text(text, "the place")
    assert inputs.read_text(read, "the place") == read
    assert len(read) <= inputs.LONGEST_TEXT


@given(nasty)
@fuzz(300)
def test_a_day_is_the_day_that_it_is_written_as(text: str) -> None:
    day = day_in(text)

    assert day is None or day_in(f"{day:%d.%m.}{day.year:04}") == day == date.fromisoformat(day.isoformat())


@given(nasty)
@fuzz(300)
@example("a@b.c")
def test_what_passes_for_an_address_ends_no_line_and_no_command(text: str) -> None:
    if not is_address(text) or refusal(partial(wire_address, text)):
        return

    wire = wire_address(text)
    assert wire.isascii()
    assert not set(wire) & set("\r\n\0<> ")


@given(nasty)
@fuzz(150)
def test_a_code_is_the_same_however_often_it_is_made_plain(text: str) -> None:
    assert plain_code(plain_code(text)) == plain_code(text)
