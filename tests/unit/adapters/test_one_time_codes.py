"""Codes are those that every app makes."""

from __future__ import annotations

from base64 import b32encode
from datetime import UTC, datetime

import pytest

from etappe.adapters.one_time_codes import TimedCodes

SECRET = b32encode(b"12345678901234567890").decode()
"""The secret of the examples in RFC 6238; six digits are the last ones of its eight."""


@pytest.mark.parametrize(
    ("seconds", "code", "step"),
    [(59, "287082", 1), (1111111109, "081804", 37037036), (1234567890, "005924", 41152263)],
)
def test_the_codes_of_the_standard_are_known_by_their_steps(seconds: int, code: str, step: int) -> None:
    codes, now = TimedCodes(), datetime.fromtimestamp(seconds, UTC)

    assert codes.step_of(SECRET, code, now) == step


@pytest.mark.parametrize(("late", "step"), [(-60, None), (-30, 37037036), (30, 37037036), (60, None)])
def test_a_clock_may_be_one_step_late_or_early(late: int, step: int | None) -> None:
    now = datetime.fromtimestamp(1111111109 + late, UTC)

    assert TimedCodes().step_of(SECRET, "081804", now) == step


@pytest.mark.parametrize("code", ["", "81804", "0818040", "٠٨١٨٠٤", "\udcff"])
def test_what_is_no_code_belongs_to_no_step(code: str) -> None:
    assert TimedCodes().step_of(SECRET, code, datetime.fromtimestamp(1111111109, UTC)) is None


def test_an_app_reads_issuer_account_and_secret() -> None:
    codes = TimedCodes()
    secret = codes.new_secret()

    address = codes.address(secret, "jule@place.de", "Weltoffene Kommune")

    assert address.startswith("otpauth://totp/Weltoffene%20Kommune:jule%40place.de?secret=" + secret)
    assert len(secret) == 32
    assert codes.new_secret() != secret
