"""The name of a file is shown as it was meant, and harms nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.model.file_names import LONGEST_NAME, ending_of, shown_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Teilnahmeliste 1. Workshop.xlsx", "Teilnahmeliste 1. Workshop.xlsx"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Eva\\Bericht.pdf", "Bericht.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("zwei\r\nZeilen\t.pdf", "zwei Zeilen .pdf"),
        ("...pdf", "pdf"),
        (" .versteckt.pdf. ", "versteckt.pdf"),
        ('wer? "ich" <du>|.pdf', "wer_ _ich_ _du__.pdf"),
        ("Stra\u00dfe Zu\u0308rich.pdf", "Straße Zürich.pdf"),
        ("\ud800.pdf", "pdf"),
        ("../", ""),
        ("", ""),
    ],
)
def test_a_name_is_cleaned(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name(f"{'Sehr langer Name ' * 40}.xlsx")

    assert len(shown) <= LONGEST_NAME
    assert ending_of(shown) == "xlsx"


@given(st.text(max_size=400))
def test_whatever_it_is_called_it_can_be_shown_and_cleaned_once(given_name: str) -> None:
    shown = shown_name(given_name)

    assert len(shown) <= LONGEST_NAME
    assert shown.isprintable()
    assert not set(shown) & set('/\\<>:"|?*')
    assert shown_name(shown) == shown
