"""What a page says of a shift in many Kommunen: a line for each, and all of them in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from etappe.errors import EtappeError
from etappe.model.diff import DateChange, Diff
from etappe.service.bulk import BulkPreview, BulkStep
from etappe.service.replanning import ShiftAnchor
from etappe.service.selecting import Candidate

Reason = Callable[[EtappeError], str]
"""Says in the language of a page why something was refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """What would become of one Kommune."""

    candidate: Candidate
    diff: Diff | None = None
    event: DateChange | None = None
    """How the event itself moves."""
    reason: str = ""
    """Why it refuses."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a shift would do to all of them, in numbers."""

    moved: int
    unchanged: int
    refused: int
    told: int
    """How many people get a notice."""
    doubtful: int
    """Kommunen whose plan would be doubtful in a new way."""


@dataclass(slots=True)
class Heard:
    """What is told of each project while it has its turn."""

    refused: dict[str, EtappeError] = field(default_factory=dict[str, EtappeError])

    def __call__(self, step: BulkStep) -> None:
        """Keep why it was refused."""
        if step.error is not None:
            self.refused[step.subject] = step.error

    def lines(self, candidates: Iterable[Candidate], why: Reason) -> list[Line]:
        """Those who refuse, in the order of the selection."""
        refused = ((c, self.refused.get(c.project)) for c in candidates)
        return [Line(c, reason=why(error)) for c, error in refused if error is not None]


def moved_lines(candidates: Iterable[Candidate], seen: BulkPreview, change: ShiftAnchor) -> list[Line]:
    """Those who move, in the order of the selection."""
    diffs = {diff.project: diff for diff in seen.diffs if not diff.empty}
    return [
        Line(c, diff, next((d for d in diff.dates if d.key == change.anchor), None))
        for c in candidates
        if (diff := diffs.get(c.project))
    ]


def sight_of(chosen: int, moved: Iterable[Line], seen: BulkPreview) -> Sight:
    """All of them in numbers."""
    diffs = [line.diff for line in moved if line.diff]
    return Sight(
        moved=len(diffs),
        unchanged=chosen - len(diffs) - len(seen.refused),
        refused=len(seen.refused),
        told=len({told.email for diff in diffs for told in diff.told}),
        doubtful=sum(1 for diff in diffs if any(doubt.new for doubt in diff.warnings)),
    )
