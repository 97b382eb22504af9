"""A new module gets a name that can be a key and is nobody's yet."""

from __future__ import annotations

import pytest

from etappe.errors import BadModuleName, BadModuleTitle, ModuleNameTaken
from etappe.model.module_name import require_name, require_title


@pytest.mark.parametrize("name", ["rundgang", "offene_tuer", "modul2", "a" * 30])
def test_a_name_is_made_of_small_letters_digits_and_single_underscores(name: str) -> None:
    require_name(name, {})


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("", "it is no key"),
        ("Rundgang", "it is no key"),
        ("rund gang", "it is no key"),
        ("rund-gang", "it is no key"),
        ("rundgang_", "it is no key"),
        ("_rundgang", "it is no key"),
        ("2rundgang", "it is no key"),
        ("führung", "it is no key"),
        ("../rundgang", "it is no key"),
        ("class", "Python keeps this word for itself"),
        ("a" * 31, "it is longer than 30 characters"),
    ],
)
def test_another_name_is_refused_with_the_cause(name: str, cause: str) -> None:
    with pytest.raises(BadModuleName, match=cause):
        require_name(name, {})


def test_a_name_that_is_somebodys_is_refused() -> None:
    with pytest.raises(ModuleNameTaken, match="'plan' is taken already by a command of etappe"):
        require_name("plan", {"plan": "a command of etappe"})


@pytest.mark.parametrize("title", ['Der "Rundgang"', "Ein {Rundgang}", "Rund\\gang", "<b>Rundgang</b>"])
def test_a_title_breaks_no_quotation_marks(title: str) -> None:
    with pytest.raises(BadModuleTitle, match="cannot be a title"):
        require_title(title)


def test_a_title_may_hold_what_germans_write() -> None:
    require_title("Grüße & Führungen – für alle (2026)")
