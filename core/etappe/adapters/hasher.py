"""Hashes passwords with argon2id; two at a time, so that signing in never takes all of the machine."""

from __future__ import annotations

import secrets
from base64 import b64encode
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from etappe.model.credentials import Verified

AT_ONCE = 2
MEMORY_KIB = 64 * 1024
ROUNDS = 3
SALT_BYTES, HASH_BYTES = 16, 32
LANES = 1  # more lanes would take a core each, and the two at a time would be eight


class Argon2Passwords:
    """Passwords as argon2id keeps them (RFC 9106, with one lane)."""

    def __init__(self, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS) -> None:
        self._argon2 = Argon2Hasher(
            time_cost=rounds,
            memory_cost=memory_kib,
            parallelism=LANES,
            hash_len=HASH_BYTES,
            salt_len=SALT_BYTES,
        )
        self._hashes = PasswordHash((self._argon2,))
        self._gate = BoundedSemaphore(AT_ONCE)
        self._nobodys = _nobodys(memory_kib, rounds)

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


def _nobodys(memory_kib: int, rounds: int) -> str:
    """The hash of a password that nobody knows, not even we: drawn, so that it costs nothing to have."""
    salt, digest = (b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (SALT_BYTES, HASH_BYTES))
    return f"$argon2id$v=19$m={memory_kib},t={rounds},p={LANES}${salt}${digest}"


def _bytes(password: str) -> bytes:
    return password.encode(errors="replace")
