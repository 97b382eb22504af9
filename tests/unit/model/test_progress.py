"""How far phases have come, and the letters that stand for them."""

from __future__ import annotations

from etappe.model.progress import short_names
from etappe.model.spec import PhaseSpec, working_days


def phases(*titles: str) -> tuple[PhaseSpec, ...]:
    """Phases with these titles."""
    begins = (working_days("start", 0),)
    return tuple(PhaseSpec(key=f"p{n}", title=title, begins=begins) for n, title in enumerate(titles))


def test_the_first_letter_stands_for_a_phase() -> None:
    assert short_names(phases("Auftakt", "Workshop")) == {"p0": "A", "p1": "W"}


def test_a_letter_that_is_taken_gets_another_beside_it() -> None:
    found = short_names(phases("Selbstcheck (Fragebogen)", "Selbstcheck-Workshop", "Sicht", "S"))

    assert list(found.values()) == ["S", "Se", "Si", "4"]


def test_a_title_without_letters_gets_a_number() -> None:
    assert short_names(phases("…")) == {"p0": "1"}
