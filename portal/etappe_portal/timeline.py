"""All Kommunen on one time axis: where on it a day lies, and what is drawn there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from etappe.model.progress import PhaseSpan, PhaseStatus
from etappe.service.overview import OverviewRow

BEFORE, AFTER = 2, 9
"""Months before and after that of today."""
ROOM_FOR_LETTER = 2.4
"""Percent of the axis that a bar needs so that its letter fits."""
LANE_HEIGHT, GAP = 15, 2
"""Pixels of a lane, and those that stay free above a bar and below it."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month on the axis."""

    first: date
    x: float
    begins_year: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase on the axis."""

    x: float
    width: float
    status: PhaseStatus
    letter: str
    title: str
    begins: date
    ends: date
    lane: int
    """Phases overlap by design: each lies in the first lane that is free."""
    delay_to: float | None
    """How far it is overdue: to today."""

    @property
    def y(self) -> int:
        """Its upper edge, in pixels."""
        return LANE_HEIGHT * self.lane + GAP


@dataclass(frozen=True, slots=True)
class Mark:
    """An event day on the axis."""

    x: float
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Axis:
    """A piece of time, drawn from the left to the right; places on it are percents."""

    first: date
    last: date
    today: date

    @classmethod
    def around(cls, today: date) -> Axis:
        """The months around a day."""
        return cls(_month(today, -BEFORE), _month(today, AFTER), today)

    def x(self, day: date) -> float:
        """Where a day lies."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    @property
    def now(self) -> float:
        """Where today lies."""
        return self.x(self.today)

    @property
    def months(self) -> tuple[Month, ...]:
        """The months that begin on it."""
        firsts = (_month(self.first, number) for number in range(BEFORE + AFTER))
        return tuple(Month(m, self.x(m), m.month == 1 or m == self.first) for m in firsts)

    def bars(self, phases: Iterable[PhaseSpan]) -> tuple[Bar, ...]:
        """The phases that lie on it, each in the first lane that is free on its days."""
        lanes: list[date] = []
        drawn: list[Bar] = []
        for phase in sorted(phases, key=lambda p: (p.begins, p.ends)):
            if phase.ends < self.first or phase.begins >= self.last:
                continue
            lane = next((number for number, ends in enumerate(lanes) if ends < phase.begins), len(lanes))
            lanes[lane : lane + 1] = [phase.ends]
            drawn.append(self._bar(phase, lane))
        return tuple(drawn)

    def marks(self, row: OverviewRow) -> tuple[Mark, ...]:
        """The event days of a project that lie on it."""
        events = (day for day in row.days if day.event and self.first <= day.day < self.last)
        return tuple(Mark(self.x(day.day), day.title, day.day) for day in events)

    def _bar(self, phase: PhaseSpan, lane: int) -> Bar:
        x, end = self.x(phase.begins), self.x(phase.ends + ONE_DAY)
        late = phase.status is PhaseStatus.LATE and phase.ends < self.today
        return Bar(
            x=x,
            width=round(max(end - x, 0.4), 2),
            status=phase.status,
            letter=phase.short if end - x > ROOM_FOR_LETTER else "",
            title=phase.title,
            begins=phase.begins,
            ends=phase.ends,
            lane=lane,
            delay_to=self.now if late else None,
        )


def height(bars: Iterable[Bar]) -> int:
    """Pixels that some bars take."""
    return LANE_HEIGHT * (max((bar.lane for bar in bars), default=0) + 1) + GAP


def _month(day: date, later: int) -> date:
    """The first day of a month some months after that of a day."""
    number = day.year * 12 + day.month - 1 + later
    return date(number // 12, number % 12 + 1, 1)
