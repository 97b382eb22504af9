"""A module that could not be used, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parked:
    """A module set aside: everything else goes on without it."""

    module: str
    version: str
    cause: str
