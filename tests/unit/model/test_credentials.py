"""What an account is checked with shows in no log."""

from __future__ import annotations

from etappe.model.credentials import Credentials


def test_no_secret_shows_when_credentials_are_printed() -> None:
    kept = Credentials("argon2-hash", None, b"sealed-secret")

    assert "argon2" not in repr(kept)
    assert "sealed" not in repr(kept).replace("totp_sealed", "")
