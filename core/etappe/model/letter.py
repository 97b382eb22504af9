"""What a person is told, before it becomes a mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered text on its way to one person; who that is stands on the envelope."""

    subject: str
    text: str
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a letter comes from, as its reader sees it."""

    name: str
    address: str
