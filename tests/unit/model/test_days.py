"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.model.days import day_in

DAY = date(2027, 5, 12)


@pytest.mark.parametrize("text", ["2027-05-12", "12.05.2027", "12.5.2027", " 12.05.2027 "])
def test_a_day_is_read(text: str) -> None:
    assert day_in(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "12.05.27", "05/12/2027", "12.05.", "2027-5-12", "31.02.2027", "0000-01-01", "１２.05.2027"]
)
def test_what_could_be_another_day_is_none(text: str) -> None:
    assert day_in(text) is None
