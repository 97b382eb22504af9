"""What was sent and what became of it: letters, and the ledger of a project."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import Field

from etappe.model.delivery import DeliveryState
from etappe.model.ledger import Entry, LedgerState
from etappe.model.permissions import Action
from etappe.service.lists import LetterLine, ledger_lines, letters
from etappe.service.needs import STRANDED
from etappe.service.office import open_file
from etappe.service.overview import PAGE
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Number, Page, ProjectId, Size, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Letters")
Reading = Annotated[Call, permitted(Action.SEE_LETTERS)]


class Letter(Value):
    """A letter on its way to one person, or stranded."""

    id: str = Field(description="The first part of its Message-ID.")
    reader: str
    state: DeliveryState
    subject: str | None = Field(description="Null as long as it is not written.")
    attempts: int
    sent_at: datetime | None
    next_at: datetime | None
    error: str | None = Field(description="Why it did not arrive.")


class Letters(Page[Letter]):
    """Some letters."""


class LedgerLine(Value):
    """A rung, and what became of it."""

    rung: str = Field(description="Its key: project, task, rule, number.")
    task: str | None
    day: date
    due_at: datetime
    outcome: LedgerState
    reason: str | None = Field(description="Why it did not go, in the language of the programme.")
    readers: list[str]


class Ledger(Page[LedgerLine]):
    """Some lines of the ledger."""


@router.get("/letters", summary="List letters, the newest first", responses=refusals(422))
def list_all(
    call: Reading,
    state: Annotated[
        list[DeliveryState] | None,
        Query(max_length=len(DeliveryState), description="Without it those that somebody should look at."),
    ] = None,
    page: Number = 1,
    size: Size = PAGE,
) -> Letters:
    """Letters in some states, with their readers and why they did not arrive."""
    found = letters(call.reading, tuple(dict.fromkeys(state or STRANDED)), page, size)
    items = [_letter(line) for line in found.items]
    return Letters(items=items, page=page, pages=found.pages, total=found.number)


@router.get(
    "/projects/{project}/ledger", summary="Show the ledger of a project", responses=refusals(404, 409, 422)
)
def ledger(call: Reading, project: ProjectId, page: Number = 1, size: Size = PAGE) -> Ledger:
    """What became of each rung of its tasks, the newest first, without those that are to come."""
    with call.reading.store.begin() as tx:
        open_file(call.reading, tx, project)
    found = ledger_lines(call.reading, project, (), page, size)
    items = [_line(entry) for entry in found.items]
    return Ledger(items=items, page=page, pages=found.pages, total=found.number)


def _letter(line: LetterLine) -> Letter:
    letter = line.delivery
    return Letter(
        id=letter.id,
        reader=line.reader,
        state=letter.state,
        subject=letter.subject,
        attempts=letter.attempts,
        sent_at=letter.sent_at,
        next_at=letter.next_at,
        error=letter.error_text,
    )


def _line(entry: Entry) -> LedgerLine:
    return LedgerLine(
        rung=entry.occ_key,
        task=entry.task_key,
        day=entry.local_date,
        due_at=entry.due_at,
        outcome=entry.outcome,
        reason=entry.reason,
        readers=list(entry.recipients),
    )
