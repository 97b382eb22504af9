"""The list of passwords that are tried first."""

from __future__ import annotations

from etappe.adapters.known_passwords import known_passwords


def test_the_list_holds_what_is_tried_first_and_no_remarks() -> None:
    known = known_passwords()

    assert len(known) > 10_000
    assert {"password", "passwort", "1qaz2wsx3edc", "willkommen", "bürgermeister"} <= known
    assert not any(word.startswith("#") for word in known)
    assert all(word == word.strip().casefold() for word in known)
