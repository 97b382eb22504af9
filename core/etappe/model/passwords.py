"""What a password must not be: short, endless, known to everybody, or a name of its owner or programme."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise

from etappe.errors import PasswordCommon, PasswordPersonal, PasswordTooLong, PasswordTooShort
from etappe.model.accounts import Account
from etappe.model.programme_spec import ProgrammeSpec

SHORTEST, LONGEST = 12, 128
SHORTEST_WORD = 4
"""Shorter parts of a name stand in too many words to be refused."""
LONGEST_NUMBER = 8
"""As many digits as a date has."""
LONGEST_PIECE = 40
STEPS = frozenset({-1, 0, 1})
WORD = re.compile(r"[^\W_]+")
TITLE = re.compile(r" [–-] ")
"""What separates the name of a programme from what explains it."""


def as_meant(password: str) -> str:
    """A password as it is hashed: nothing is cut or changed but how keyboards compose letters."""
    return unicodedata.normalize("NFC", password)


def require_good(password: str, known: Collection[str], names: Collection[str]) -> None:
    """Refuse a password that is short, endless, known, or holds one of some names (`names_of`).

    Raises `PasswordTooShort`, `PasswordTooLong`, `PasswordCommon`, `PasswordPersonal`.
    """
    text = as_meant(password)
    if len(text) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    if len(text) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    if is_common(text, known):
        raise PasswordCommon
    squashed = _squashed(text)
    if any(name in squashed for name in names):
        raise PasswordPersonal


def is_common(password: str, known: Collection[str]) -> bool:
    """Whether a password is known, or merely two known ones, numbers or runs of keys put together."""
    text = password.casefold()
    if _is_known(text, known):
        return True
    return any(_is_known(text[:i], known) and _is_known(text[i:], known) for i in range(1, len(text)))


def names_of(owner: Account, programme: ProgrammeSpec) -> frozenset[str]:
    """What must not stand in somebody's password: each part of the name, the address before its @, and the
    programme by its whole name; its words alone are everybody's.
    """
    mine = owner.name, owner.email.partition("@")[0]
    words = {word for name in mine for word in (_squashed(name), *WORD.findall(name.casefold()))}
    titles = (programme.key, programme.short_title, programme.title, *TITLE.split(programme.title)[:1])
    return frozenset(word for word in (*words, *map(_squashed, titles)) if len(word) >= SHORTEST_WORD)


def _is_known(piece: str, known: Collection[str]) -> bool:
    number = piece.isdecimal() and len(piece) <= LONGEST_NUMBER
    return number or _is_run(piece) or (len(piece) <= LONGEST_PIECE and piece in known)


def _is_run(piece: str) -> bool:
    """One key again and again, or keys in the order of the alphabet or of numbers, in either direction."""
    # "0" follows "9" on keyboards, and ":" does in the table of signs
    signs = piece.replace("90", "9:").replace("09", ":9") if piece.isdecimal() else piece
    steps = {ord(b) - ord(a) for a, b in pairwise(signs)}
    return len(steps) <= 1 and steps <= STEPS


def _squashed(text: str) -> str:
    return "".join(WORD.findall(text.casefold()))
