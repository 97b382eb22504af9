"""Names stand where people look for them."""

from __future__ import annotations

from etappe.model.names import as_in_a_dictionary


def test_umlauts_stand_beside_their_vowels() -> None:
    names = ["Zwickau", "Lübeck", "Ludwigshafen", "Äpfingen", "aachen", "Überlingen", "Ulm"]

    assert sorted(names, key=as_in_a_dictionary) == [
        "aachen",
        "Äpfingen",
        "Lübeck",
        "Ludwigshafen",
        "Überlingen",
        "Ulm",
        "Zwickau",
    ]
