"""What is kept of tokens, and what follows from them."""

from __future__ import annotations

import re

from etappe.model.tokens import csrf_fits, csrf_of, hashed, plain_code, recovery_code


def test_what_is_kept_of_a_token_is_its_sha_256() -> None:
    assert hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_forms_of_a_session_carry_what_follows_from_its_token_alone() -> None:
    assert csrf_fits(csrf_of("token"), csrf_of("token"))
    assert not csrf_fits(csrf_of("token"), csrf_of("other"))
    assert not csrf_fits(csrf_of("token"), hashed("token"))
    assert not csrf_fits(csrf_of("token"), "ungültig")


def test_a_recovery_code_has_eighty_bits_in_groups_of_four() -> None:
    assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", recovery_code("token"))
    assert recovery_code("token") != recovery_code("other")


def test_a_code_may_be_typed_with_blanks_hyphens_and_large_letters() -> None:
    assert plain_code(" AB2C-d3ef 123 ") == "ab2cd3ef123"
