"""What the values of the API are made of: listed fields, texts without hidden signs, pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Path, Query
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from etappe_portal.forms import clean

T = TypeVar("T")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST = 100
"""Items of a page."""


def _written(value: object) -> object:
    """A day is sent as it is written; numbers, which could be read as moments, are none."""
    if not (isinstance(value, str) and ISO_DAY.fullmatch(value)):
        raise ValueError("a day is written like 2026-04-28")
    return value


class Value(BaseModel):
    """What goes in or out: these fields and no other; of what it is read from, the rest stays where it is."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class Page(Value, Generic[T]):
    """Some of many; a page behind the last is empty."""

    items: list[T]
    page: int = Field(description="Counted from one.")
    pages: int = Field(description="How many pages there are, at least one.")
    total: int = Field(description="How many items there are in all.")


ProjectId = Annotated[
    str, Path(pattern=r"^[a-z0-9-]+$", max_length=100, description="The project.", examples=["aachen"])
]
Key = Annotated[
    str,
    Path(
        pattern=r"^[a-z0-9_.]+$",
        max_length=80,
        description="The key of the plan, like selbstcheck.abgabe.",
        examples=["workshop"],
    ),
]
Number = Annotated[int, Query(ge=1, le=100_000, description="The page, counted from one.")]
Size = Annotated[int, Query(ge=1, le=MOST, description="How many items a page holds.")]
Word = Annotated[str, Query(max_length=100), AfterValidator(clean)]
"""What is searched for."""
Text = Annotated[str, Field(max_length=500), AfterValidator(clean)]
"""What people read later."""
Day = Annotated[date, BeforeValidator(_written)]
"""A day that somebody sends."""
Seen = Annotated[
    str | None,
    Field(
        max_length=80,
        description="What the answer without it said under this name; with it the change is saved as seen.",
    ),
]


def router_of(tag: str, prefix: str = "") -> APIRouter:
    """A router whose operations are called by its tag and the functions behind them, like tasks_complete."""
    return APIRouter(prefix=prefix, tags=[tag], generate_unique_id_function=_name)


def _name(route: APIRoute) -> str:
    return f"{route.tags[0]}_{route.name}".lower().replace("-", "_")
