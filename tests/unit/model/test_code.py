"""A code: its digits are kept as a hash that only its browser can check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from etappe.model.code import GOOD_FOR, new_code

NOW = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)


def test_a_code_fits_its_digits_and_its_browser_alone() -> None:
    code = new_code("link", 1, "browser", "123456", NOW)

    assert code.fits("browser", "123456")
    assert not code.fits("browser", "123457")
    assert not code.fits("other", "123456")


def test_equal_digits_of_two_codes_have_other_hashes() -> None:
    hashes = {new_code(link, n, "b", "123456", NOW).code_hash for link in ("a", "b") for n in (1, 2)}

    assert len(hashes) == 4


def test_a_code_is_good_for_ten_minutes() -> None:
    assert new_code("link", 1, "b", "1", NOW).expires_at == NOW + GOOD_FOR == NOW + timedelta(minutes=10)
