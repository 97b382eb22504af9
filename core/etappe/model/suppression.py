"""Addresses to which nothing is sent any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stopped(StrEnum):
    """Why letters to an address have stopped."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Suppression:
    """That letters to an address have stopped; which one it is, is not kept in clear."""

    reason: Stopped
    since: datetime


def masked(email: str) -> str:
    """An address as it may be shown in a list of faults: "i***@gera.example"."""
    name, _, place = email.partition("@")
    return f"{name[:1]}***@{place}"
