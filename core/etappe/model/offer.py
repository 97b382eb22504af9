"""What all offers of modules share: they are frozen, refuse unknown fields, and go by keys."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=80)]
RoleKey = Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]


class Offer(BaseModel):
    """The part that all offers share."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Keyed(Offer):
    """An offer that others refer to by its key."""

    key: Key
