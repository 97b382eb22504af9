"""How far phases have come, and the letters that stand for them."""

from __future__ import annotations

from etappe.model.progress import short_names


def names(*titles: str) -> list[str]:
    """What stands for phases with these titles."""
    return list(short_names(tuple((f"p{n}", title) for n, title in enumerate(titles))).values())


def test_the_first_letter_stands_for_a_phase() -> None:
    assert names("Auftakt", "Workshop") == ["A", "W"]


def test_a_letter_that_is_taken_gets_another_beside_it() -> None:
    found = names("Selbstcheck (Fragebogen)", "Selbstcheck-Workshop", "Sicht", "S")

    assert found == ["S", "Se", "Si", "4"]


def test_a_title_without_letters_gets_a_number() -> None:
    assert names("…") == ["1"]
