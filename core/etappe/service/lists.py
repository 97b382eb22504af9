"""Lists for project management, page by page: what happened, what became of rungs, letters, follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from etappe.model.delivery import Delivery, DeliveryState
from etappe.model.filters import Wanted
from etappe.model.follow_up import FollowUp
from etappe.model.ledger import Entry, OccurrenceState
from etappe.model.ruling import Ruling
from etappe.model.slip import FailedSlip
from etappe.service.happening import Happened, history_of, told_of_all
from etappe.service.needs import STRANDED
from etappe.service.office import Office, open_file
from etappe.service.overview import PAGE, last_page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many."""

    number: int
    """How many there are in all."""
    page: int
    """Counted from one; a page behind the last is empty."""
    size: int
    items: tuple[T, ...]

    @property
    def pages(self) -> int:
        """How many pages they fill, at least one."""
        return last_page(self.number, self.size)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter on its way to one person, or stranded."""

    delivery: Delivery
    """With its state, and why it did not arrive."""
    reader: str
    """The name of its reader."""
    ruling: Ruling | None = None
    """What was decided about it, where it was put away."""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """What waits, and where."""

    follow_up: FollowUp
    kommune: str
    """The name of its Kommune."""


EVERYTHING = Wanted()


def history(office: Office, project_id: str | None, page: int = 1, size: int = PAGE) -> Page[Happened]:
    """What has happened, the newest first; of one project in its own words. Raises `UnknownProject`."""
    with office.store.begin() as tx:
        if project_id is None:
            return Page(
                tx.survey.facts_number(()), page, size, told_of_all(office, tx, size, _skip(page, size))
            )
        file = open_file(office, tx, project_id)
        abouts = tuple({file.project.id, file.kommune.slug})
        facts = history_of(tx, file, size, _skip(page, size))
        return Page(tx.survey.facts_number(abouts), page, size, facts)


def ledger_lines(
    office: Office,
    project_id: str | None = None,
    states: Sequence[OccurrenceState] = (),
    page: int = 1,
    size: int = PAGE,
) -> Page[Entry]:
    """Lines of the ledger in some states, or of all that is not to come, the newest first."""
    with office.store.begin() as tx:
        return Page(*_paged(tx.survey.entries(project_id, states, size, _skip(page, size)), page, size))


def letters(
    office: Office, states: Sequence[DeliveryState] = STRANDED, page: int = 1, size: int = PAGE
) -> Page[LetterLine]:
    """Letters in some states, those that somebody should look at where nobody says, the newest first."""
    with office.store.begin() as tx:
        number, found = tx.survey.deliveries(states, size, _skip(page, size))
    return Page(number, page, size, tuple(LetterLine(delivery, reader) for delivery, reader in found))


def settled_letters(office: Office, page: int = 1, size: int = PAGE) -> Page[LetterLine]:
    """Letters that did not arrive and were put away, those put away last first."""
    with office.store.begin() as tx:
        number, found = tx.survey.settled_letters(size, _skip(page, size))
    return Page(number, page, size, tuple(LetterLine(*line) for line in found))


def failed_slips(office: Office, page: int = 1, size: int = PAGE) -> Page[FailedSlip]:
    """Codes, receipts and new links that did not go, the newest first."""
    with office.store.begin() as tx:
        return Page(*_paged(tx.survey.failed_slips(size, _skip(page, size)), page, size))


def follow_ups(
    office: Office, wanted: Wanted = EVERYTHING, page: int = 1, size: int = PAGE
) -> Page[FollowUpLine]:
    """What waits for project management and matches, the oldest first."""
    with office.store.begin() as tx:
        number, found = tx.survey.follow_ups(wanted, size, _skip(page, size))
    return Page(number, page, size, tuple(FollowUpLine(follow_up, kommune) for follow_up, kommune in found))


def _skip(page: int, size: int) -> int:
    return (max(page, 1) - 1) * size


def _paged(found: tuple[int, tuple[T, ...]], page: int, size: int) -> tuple[int, int, int, tuple[T, ...]]:
    number, items = found
    return number, page, size, items
