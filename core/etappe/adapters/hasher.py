"""Hashes passwords with argon2id; two at a time, so that signing in never takes all of the machine."""

from __future__ import annotations

import secrets
from functools import cached_property
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from etappe.model.credentials import Verified

AT_ONCE = 2
MEMORY_KIB = 64 * 1024
ROUNDS = 3
LANES = 1  # more lanes would take a core each, and the two at a time would be eight


class Argon2Passwords:
    """Passwords as argon2id keeps them (RFC 9106, with one lane)."""

    def __init__(self, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS) -> None:
        self._argon2 = Argon2Hasher(time_cost=rounds, memory_cost=memory_kib, parallelism=LANES)
        self._hashes = PasswordHash((self._argon2,))
        self._gate = BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._gate:
            return self._hashes.hash(_bytes(password))

    def verify(self, password: str, hashed: str | None) -> Verified:
        """Whether a password fits; without a hash it does not, and takes as long to say so."""
        against = self._nobodys if hashed is None else hashed
        with self._gate:
            fits = self._hashes.verify(_bytes(password), against) and hashed is not None
        return Verified(fits, fits and self._argon2.check_needs_rehash(against))

    @cached_property
    def _nobodys(self) -> str:
        """The hash of a password that nobody knows."""
        return self.hash(secrets.token_urlsafe())


def _bytes(password: str) -> bytes:
    return password.encode(errors="replace")
