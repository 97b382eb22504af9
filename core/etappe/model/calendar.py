"""Working days of one place, as index arrays: every question is a look-up, whatever the offset."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from etappe.errors import CalendarEnds
from etappe.model.moments import BERLIN

ONE_DAY = timedelta(days=1)
LAST = chr(0x10FFFF)
"""Behind every reason there is."""
Rest = tuple[date, date]
"""The first and the last day of a rest."""
RESTS_KEPT = 64
"""How many calendars with rests a place keeps at hand."""
ELECTION_SILENCE = timedelta(days=42)
"""Six weeks before an election, the span in which administrations keep still."""


@dataclass(frozen=True, slots=True)
class Days:
    """The named days of a place: what is off, what is better avoided, and how far that is known.

    Whoever gives them gives the customs too: days off without a law, and days without letters. What the
    municipality itself enters (closing days, elections, committee dates) is added by the core.
    """

    land: str
    first: date
    last: date
    public: Mapping[date, str]
    school: Mapping[date, str]
    school_known_until: date
    closed: Mapping[date, str] = field(default_factory=dict[date, str])
    """Days off by custom, such as 24 December; they are no public holidays to a legal deadline."""
    elections: tuple[date, ...] = ()
    committee: tuple[date, ...] = ()
    silent: frozenset[date] = frozenset()
    """Days on which people may work and yet no letter goes out, such as those between the years."""
    rests: tuple[Rest, ...] = ()
    """When what is counted here rests, in the order of time: days that do not count, whatever they are."""


class Calendar:
    """Which days a town hall works, and where counting leads.

    Working days (AT) are Monday to Friday without public holidays of the place, without its customary days
    off and without the Kommune's own closing days.
    """

    __slots__ = ("_index", "_off", "_offset", "_place", "_resting", "_working", "days", "zone")

    def __init__(self, days: Days, zone: str = BERLIN) -> None:
        self.days = days
        self.zone = zone
        self._place: Calendar | None = None
        self._resting: dict[tuple[Rest, ...], Calendar] = {}
        self._off: list[tuple[date, str]] | None = None
        resting = frozenset(day for rest in days.rests for day in _each(rest))
        self._offset = days.first.toordinal()
        self._working: list[date] = []
        self._index = array("i")
        day = days.first
        while day <= days.last:
            if day not in resting and _is_working_day(day, days):
                self._working.append(day)
            self._index.append(len(self._working))
            day += ONE_DAY

    @property
    def place(self) -> Calendar:
        """The calendar of the place itself, in which nothing rests."""
        return self._place or self

    def at_rest(self, rests: tuple[Rest, ...]) -> Calendar:
        """The same place as it counts for what rests on some days; without any, the place itself."""
        place = self.place
        if not rests:
            return place
        if rests not in place._resting:
            if len(place._resting) >= RESTS_KEPT:
                place._resting.clear()
            calendar = Calendar(replace(place.days, rests=tuple(sorted(rests))), place.zone)
            calendar._place = place
            place._resting[rests] = calendar
        return place._resting[rests]

    def past_rests(self, base: date, day: date) -> date:
        """Where a count of calendar days ends that stands still during the rests between its two ends."""
        forwards = base <= day
        for first, last in self.days.rests if forwards else reversed(self.days.rests):
            if forwards and base <= last and first <= day:
                day += last - max(first - ONE_DAY, base)
            elif not forwards and day <= last and first <= base:
                day -= min(last + ONE_DAY, base) - first
        return day

    def works_on(self, day: date) -> bool:
        """Whether the town hall works on this day."""
        i = self._position(day)
        return self._index[i] != (self._index[i - 1] if i else 0)

    def add(self, day: date, number: int) -> date:
        """The day that many working days later, or earlier where the number is negative.

        The day itself is not counted (§ 187 Abs. 1 BGB). Raises `CalendarEnds` beyond the known years.
        """
        if number == 0:
            return day
        # forwards the working days up to the day are behind, backwards the day itself is not counted either
        skipped = 1 if number > 0 or self.works_on(day) else 0
        target = self._index[self._position(day)] + number - skipped
        if not 0 <= target < len(self._working):
            raise CalendarEnds(day=f"{day:%d.%m.%Y}", first=self.days.first.year, last=self.days.last.year)
        return self._working[target]

    def count(self, first: date, last: date) -> int:
        """Working days after the first day up to and including the last; negative if they are swapped."""
        return self._index[self._position(last)] - self._index[self._position(first)]

    def on_or_after(self, day: date) -> date:
        """The first working day from this one on."""
        return day if self.works_on(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """The last working day up to this one."""
        return day if self.works_on(day) else self.add(day, -1)

    def legal_next(self, day: date) -> date:
        """The first day from this one on that is no Saturday, Sunday or public holiday (§ 193 BGB)."""
        while day.weekday() >= 5 or day in self.days.public:
            day += ONE_DAY
        return day

    def in_school_holidays(self, day: date) -> bool:
        """Whether the Land's schools are closed for holidays."""
        return day in self.days.school

    def knows_school_holidays(self, day: date) -> bool:
        """Whether the Land's school holidays are known so far ahead."""
        return day <= self.days.school_known_until

    def election_after(self, day: date) -> date | None:
        """The election in whose six weeks of silence this day lies."""
        return next((e for e in self.days.elections if e - ELECTION_SILENCE <= day <= e), None)

    def committee_on_or_after(self, day: date) -> date | None:
        """The next committee date that the Kommune has entered."""
        return next((d for d in self.days.committee if d >= day), None)

    def reason_off(self, day: date) -> str | None:
        """Why nobody works on this weekday: the name of the holiday or closing day."""
        return self.days.public.get(day) or self.days.closed.get(day)

    def named_days_off(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Weekdays between two days (both included) on which nobody works, each with its reason."""
        named = self.place._named_off()
        return tuple(named[bisect_left(named, (first, "")) : bisect_right(named, (last, LAST))])

    def _named_off(self) -> list[tuple[date, str]]:
        """All weekdays off that have a reason, found once."""
        if self._off is None:
            days = {**self.days.closed, **self.days.public}
            self._off = sorted((day, reason) for day, reason in days.items() if day.weekday() < 5)
        return self._off

    def _position(self, day: date) -> int:
        i = day.toordinal() - self._offset
        if not 0 <= i < len(self._index):
            raise CalendarEnds(day=f"{day:%d.%m.%Y}", first=self.days.first.year, last=self.days.last.year)
        return i


def _each(rest: Rest) -> Iterable[date]:
    first, last = rest
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _is_working_day(day: date, days: Days) -> bool:
    return day.weekday() < 5 and day not in days.public and day not in days.closed
