"""No secret stands in what is told of a module."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from etappe.plugin import ModuleSpec
from etappe.plugin.secrecy import LONGEST_CAUSE, Secrecy

SECRET = "canary-in-the-mine"


class Speechless(Exception):
    """An error whose words fail."""

    def __str__(self) -> str:
        raise RuntimeError


def test_a_secret_is_struck_out_wherever_it_stands() -> None:
    assert Secrecy([SECRET]).struck_out(f"{SECRET}, {SECRET}!") == "***, ***!"


def test_the_longer_of_two_secrets_goes_first() -> None:
    assert Secrecy(["mine", SECRET]).struck_out(SECRET) == "***"


def test_an_empty_secret_strikes_out_nothing() -> None:
    assert Secrecy([""]).struck_out("text") == "text"


@pytest.mark.parametrize(("text", "told"), [(f"psst {SECRET}", True), ("psst", False), ("a", False)])
def test_printing_a_secret_tells_it_unless_it_is_as_short_as_a_word(text: str, told: bool) -> None:
    assert Secrecy([SECRET, "a"]).told_by(text) is told


def test_a_cause_is_one_short_line_without_secrets() -> None:
    error = RuntimeError(f"no\n  {SECRET} " + "x" * 1000)

    cause = Secrecy([SECRET]).cause(error)

    assert cause.startswith("RuntimeError: no *** xxx")
    assert len(cause) == LONGEST_CAUSE


def test_an_error_without_words_is_named() -> None:
    assert Secrecy().cause(Speechless()) == "Speechless: it cannot be put into words"


def test_a_value_that_does_not_fit_is_not_quoted() -> None:
    with pytest.raises(ValidationError) as refused:
        ModuleSpec.model_validate({"key": "zelt", "title": [SECRET], "version": "1", "size": SECRET})

    cause = Secrecy().cause(refused.value)

    assert SECRET[:4] not in cause
    assert cause == (
        "ValidationError: ModuleSpec: title: Input should be a valid string; "
        "size: Extra inputs are not permitted"
    )
