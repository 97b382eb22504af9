"""What modules keep: typed records about a project, stored, audited and upgraded by the core."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from etappe.errors import RecordNewer, RecordUnreadable
from etappe.model.offer import Keyed

Body = dict[str, Any]
"""A record as JSON has it."""
RecordKey = Annotated[str, Field(min_length=1, max_length=120)]
"""What tells the records of one kind and project apart; a module chooses it."""


class Record(BaseModel):
    """The base of everything that a module keeps; frozen, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordSpec(Keyed):
    """A kind of record: its key begins with the key of its module, like "catering.order"."""

    title: str
    """What people call it, in an export for example."""
    model: type[Record]
    version: Annotated[int, Field(ge=1)] = 1
    """Rises by one whenever the fields of the model change their meaning."""
    upgrades: tuple[Callable[[Body], Body], ...] = ()
    """One function for each step from one version to the next, run by ``etappe db upgrade``."""

    @model_validator(mode="after")
    def _has_every_step(self) -> RecordSpec:
        if len(self.upgrades) != self.version - 1:
            text = f"version {self.version} of '{self.key}' needs {self.version - 1} upgrades"
            raise ValueError(f"{text}, it has {len(self.upgrades)}")
        return self


@dataclass(frozen=True, slots=True)
class Kept:
    """A record with what it is filed under."""

    kind: str
    project: str
    key: str
    record: Record


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it is stored."""

    kind: str
    project: str
    key: str
    version: int
    body: str


def opened(spec: RecordSpec, row: RecordRow) -> Kept:
    """A stored record as its module knows it, brought to the newest version where it is an older one.

    Raises `RecordNewer` or `RecordUnreadable`.
    """
    if row.version > spec.version:
        raise RecordNewer(kind=spec.key, project=row.project, found=row.version, known=spec.version)
    try:
        body: Body = json.loads(row.body)
        for upgrade in spec.upgrades[row.version - 1 :]:
            body = upgrade(body)
        return Kept(row.kind, row.project, row.key, spec.model.model_validate_json(json.dumps(body)))
    except Exception as error:  # an upgrade is a module's code: it can fail in any way
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise RecordUnreadable(kind=spec.key, project=row.project, key=row.key, cause=cause) from None


def filed(spec: RecordSpec, project: str, key: str, record: Record) -> RecordRow:
    """A record as it is stored, in the newest version of its kind."""
    return RecordRow(spec.key, project, key, spec.version, record.model_dump_json())


def kind_of(record: Record, specs: Iterable[RecordSpec]) -> RecordSpec | None:
    """The kind that a record is of, by its class."""
    return next((s for s in specs if type(record) is s.model), None)
