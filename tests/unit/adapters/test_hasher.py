"""Passwords are hashed with argon2id, two at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from etappe.adapters.hasher import AT_ONCE, MEMORY_KIB, Argon2Passwords

QUICK = 64
PASSWORD = "vier Störche tanzen leise"


def test_a_password_fits_its_hash_and_no_other() -> None:
    hasher = Argon2Passwords(QUICK, 1)

    hashed = hasher.hash(PASSWORD)

    assert hashed.startswith("$argon2id$")
    assert hasher.verify(PASSWORD, hashed) == (True, False)
    assert hasher.verify(PASSWORD + " ", hashed) == (False, False)
    assert hasher.hash(PASSWORD) != hashed


def test_a_hash_of_former_costs_fits_and_is_outdated() -> None:
    former = Argon2Passwords(QUICK, 1).hash(PASSWORD)

    assert Argon2Passwords(QUICK, 2).verify(PASSWORD, former) == (True, True)


def test_without_a_hash_nothing_fits() -> None:
    hasher = Argon2Passwords(QUICK, 1)

    assert hasher.verify(PASSWORD, None) == (False, False)
    assert hasher.verify("\udcff", None) == (False, False)


def test_nobodys_hash_costs_what_every_hash_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, seen = Argon2Passwords(), list[str]()

    def verify(_: Argon2Hasher, password: bytes, hashed: str) -> bool:
        seen.append(hashed)
        return False

    monkeypatch.setattr(Argon2Hasher, "verify", verify)
    hasher.verify(PASSWORD, None)

    assert f"m={MEMORY_KIB},t=3,p=1" in seen[0]


def test_no_more_than_two_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, Lock()
    whole = Argon2Hasher.hash

    def watched(self: Argon2Hasher, password: bytes, *, salt: bytes | None = None) -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return whole(self, password, salt=salt)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(Argon2Hasher, "hash", watched)
    hasher = Argon2Passwords(8 * 1024, 2)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hasher.hash, [PASSWORD] * 16))

    assert 1 <= most <= AT_ONCE
