"""Which passwords are refused, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from etappe.errors import PasswordCommon, PasswordPersonal, PasswordTooLong, PasswordTooShort
from etappe.model.accounts import Account, StaffRole
from etappe.model.passwords import as_meant, is_common, names_of, require_good
from etappe.model.programme_spec import ProgrammeSpec

KNOWN = frozenset({"passwort", "sommer", "qwertz", "qaywsxedcrfvtgb"})
JULE = Account(
    "a", "Jule Tal-Sommerfeld", "ju.le@place.de", StaffRole.ADMIN, datetime(2026, 3, 2, tzinfo=UTC)
)
SPEC = ProgrammeSpec(
    key="weltoffene_kommune",
    title="Weltoffene Kommune – Vom Dialog",
    mandatory=("m",),
    duration_from="a",
    duration_to="b",
    longest_months=6,
)
NAMES = names_of(JULE, SPEC)


@pytest.mark.parametrize(
    "password",
    [
        "vier Störche tanzen",
        "x" + "Ae1!" * 31 + "abc",
        "            ",
        "kommune dialog ☕ frei",
        "tal und berg leuchten",
    ],
)
def test_no_kind_of_character_is_asked_for_or_refused(password: str) -> None:
    if password.strip():
        require_good(password, KNOWN, NAMES)


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("elf Zeichen", PasswordTooShort),
        ("o\u0308" * 11, PasswordTooShort),
        ("ab1" * 43, PasswordTooLong),
        ("qaywsxedcrfvtgb", PasswordCommon),
        ("QAYWSXEDCRFVTGB", PasswordCommon),
        ("PasswortSommer", PasswordCommon),
        ("passwort12345678", PasswordCommon),
        ("passwort2026", PasswordCommon),
        ("1!qaywsxedcrfvtgb"[1:], PasswordCommon),
        ("aaaaaaaaaaaa", PasswordCommon),
        ("123456789012", PasswordCommon),
        ("abcdefghijklm", PasswordCommon),
        ("0987654321qwertz", PasswordCommon),
        ("Jule geht baden", PasswordPersonal),
        ("im SOMMERFELD spielen", PasswordPersonal),
        ("wir sind bei ju-le", PasswordPersonal),
        ("Weltoffene-Kommune!", PasswordPersonal),
    ],
)
def test_what_is_tried_first_is_refused(password: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        require_good(password, KNOWN, NAMES)


def test_three_known_words_are_too_many_to_be_tried_first() -> None:
    assert not is_common("passwortsommerqwertz", KNOWN)


def test_a_refused_password_is_not_quoted() -> None:
    with pytest.raises(PasswordCommon) as refused:
        require_good("PasswortSommer", KNOWN, NAMES)

    assert "Sommer" not in str(refused.value)


def test_letters_that_look_alike_are_one_password_and_nothing_is_cut() -> None:
    assert as_meant("Sto\u0308rche ") == "Störche "
