"""One import of a spreadsheet under way: by whom, when, what it did, and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256

from etappe.errors import EtappeError
from etappe.model.cell_words import ENGLISH, CellWords
from etappe.model.cells import CellProblem, in_reading_order
from etappe.model.diff import Diff
from etappe.model.kommune import NamedDay
from etappe.model.moments import local_day
from etappe.service.entering import Named
from etappe.service.office import Office

LISTED = 20
"""Keys that a sentence names."""


@dataclass(frozen=True, slots=True)
class FixedAnchor:
    """An anchor that a sheet fixes."""

    project: str
    anchor: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class EnteredContact:
    """Who fills a role by what a sheet says."""

    kommune: str
    role: str
    name: str
    email: str
    deputy: Named | None


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What an import did, or would do; with any problem, nothing was saved."""

    anchors: tuple[FixedAnchor, ...]
    contacts: tuple[EnteredContact, ...]
    days: Mapping[str, tuple[NamedDay, ...]]
    """The days that were entered, by Kommune."""
    diffs: tuple[Diff, ...]
    """What all that does to projects, as far as it changes anything there."""
    problems: tuple[CellProblem, ...]
    left: tuple[CellProblem, ...]
    """Cells that somebody has emptied; what is stored stays."""
    dry_run: bool

    @property
    def empty(self) -> bool:
        """Whether it changes nothing."""
        return not (self.anchors or self.contacts or self.days)

    @property
    def fingerprint(self) -> str:
        """What has to be said to carry it out as it was seen."""
        asked = [[asdict(a) for a in self.anchors], [asdict(c) for c in self.contacts]]
        days = {slug: [asdict(day) for day in days] for slug, days in self.days.items()}
        effects = [(diff.project, diff.plan_hash) for diff in self.diffs]
        text = json.dumps([asked, days, effects], default=str, sort_keys=True)
        return sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Run:
    """What the steps of an import share."""

    office: Office
    by: str
    now: datetime
    problems: list[CellProblem]
    left: list[CellProblem]
    words: CellWords = ENGLISH
    """The sentences about cells, in the language of whoever imports."""
    why: Callable[[EtappeError], str] = str
    """Says in that language why something is refused."""
    anchors: list[FixedAnchor] = field(default_factory=list[FixedAnchor])
    contacts: list[EnteredContact] = field(default_factory=list[EnteredContact])
    days: dict[str, tuple[NamedDay, ...]] = field(default_factory=dict[str, tuple[NamedDay, ...]])
    diffs: tuple[Diff, ...] = ()
    """What all changes together do to projects."""

    @property
    def today(self) -> date:
        """The day of the import, where the programme is."""
        return local_day(self.now, self.office.zone)

    def unknown(self, sentence: str, text: str, known: Sequence[str]) -> str:
        """That there is no such key, with those that there are."""
        listed, rest = ", ".join(known[:LISTED]), len(known) - LISTED
        more = self.words.more.format(number=rest) if rest > 0 else ""
        return sentence.format(text=text, known=(listed or self.words.nothing) + more)

    def report(self, *, dry_run: bool) -> SheetReport:
        """What came of it."""
        return SheetReport(
            tuple(self.anchors),
            tuple(self.contacts),
            dict(self.days),
            tuple(diff for diff in self.diffs if not diff.empty),
            tuple(sorted(self.problems, key=in_reading_order)),
            tuple(sorted(self.left, key=in_reading_order)),
            dry_run,
        )
