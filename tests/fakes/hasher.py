"""A hasher that takes no time, and tells how often it was asked."""

from __future__ import annotations

from hashlib import sha256

from etappe.model.credentials import Verified


class FakeHasher:
    """Hashes that name the version that made them; nothing of a password can be found in them."""

    def __init__(self) -> None:
        self.version = 1
        self.asked: list[str | None] = []
        """What passwords were compared with."""

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        return f"v{self.version}:{sha256(password.encode()).hexdigest()}"

    def verify(self, password: str, hashed: str | None) -> Verified:
        """Whether a password fits; without a hash it does not."""
        self.asked.append(hashed)
        if hashed is None:
            return Verified(False, False)
        version, _, digest = hashed.partition(":")
        fits = digest == sha256(password.encode()).hexdigest()
        return Verified(fits, fits and version != f"v{self.version}")
