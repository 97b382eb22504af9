"""Ids that follow from what they name: the same letter always has the same id."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("7f1c5a52-6f0b-4c0e-9a53-7a6e4d1f2b60")


def identity(*parts: str) -> str:
    """The id of what these parts name together."""
    return str(uuid5(NAMESPACE, "\x1f".join(parts)))
