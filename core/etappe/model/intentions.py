"""What a module wants to happen, said as values: the core alone carries it out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, SerializeAsAny

from etappe.model.offer import Key, Offer
from etappe.model.records import Record, RecordKey

Why = Annotated[str, Field(min_length=1, max_length=300)]
"""The reason, in the language of the programme; it stays in the audit."""


class Intention(Offer):
    """The part that all intentions share."""

    project: str | None = None
    """The project that it is about; without one, the project that the module was asked about."""


class OpenTask(Intention):
    """Open a task that is offered with ``on_demand``; one that is open or settled already stays as it is."""

    task: Key
    due: date | None = None
    """Its deadline; without one, the day that its own offset leads to."""
    why: Why


class FixAnchor(Intention):
    """Fix the day of an anchor; everything that counts from it follows."""

    anchor: Key
    day: date
    why: Why


class AnswerCondition(Intention):
    """Answer a condition; tasks appear and retire by it."""

    condition: Key
    answer: bool
    why: Why


class AskManagement(Intention):
    """Put something before project management; the same request about the same task is put once."""

    request: Annotated[str, Field(min_length=1, max_length=500)]
    task: Key | None = None


class KeepRecord(Intention):
    """Keep a record of the module's own, or put a new one in its place."""

    key: RecordKey
    record: SerializeAsAny[Record]


class DropRecord(Intention):
    """Forget a record of the module's own; one that is not there is no fault."""

    kind: Key
    key: RecordKey
