"""The sentences in which dates explain themselves: German, with an English catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etappe.model.spec import Unit


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's ways of saying why a day is the day."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    long_day: str
    short_day: str
    working_day: tuple[str, str]
    calendar_day: tuple[str, str]
    month: tuple[str, str]
    before: str
    after: str
    on_the_day: str
    given: str
    moved_because: str
    moved_because_many: str
    rolled: str
    rolled_legal: str
    by_hand: str
    compressed: str
    committee: str
    committee_wish: str
    would_be: str
    event_search: str
    avoiding: str
    election: str
    stretched: str
    raised: str
    rested: str
    rested_before: str

    def day(self, day: date) -> str:
        """A day in numbers."""
        return day.strftime(self.short_day)

    def counted_in(self, unit: Unit, number: int) -> str:
        """A unit in the number that people say it in."""
        words = {Unit.WORKING_DAYS: self.working_day, Unit.CALENDAR_DAYS: self.calendar_day}
        return words.get(unit, self.month)[0 if number == 1 else 1]

    def long(self, day: date) -> str:
        """A day as people write it, with its weekday."""
        return self.long_day.format(
            weekday=self.weekdays[day.weekday()], day=day.day, month=self.months[day.month - 1], year=day.year
        )


GERMAN = Phrases(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    long_day="{weekday}, {day}. {month} {year}",
    short_day="%d.%m.%Y",
    working_day=("Arbeitstag", "Arbeitstage"),
    calendar_day=("Kalendertag", "Kalendertage"),
    month=("Monat", "Monate"),
    before="{number} {unit} vor {anchor} am {day}",
    after="{number} {unit} nach {anchor} am {day}",
    on_the_day="am Tag „{title}“ ({day})",
    given="vorgegeben",
    moved_because="verschoben wegen {reasons}",
    moved_because_many="verschoben wegen {number} freier Tage, zuletzt {last}",
    rolled="vom {day} auf einen Arbeitstag gelegt",
    rolled_legal="statt am {day} am nächsten Werktag (§ 193 BGB)",
    by_hand="von Hand auf diesen Tag gelegt; errechnet war der {day}",
    compressed="verdichtet: einen Arbeitstag nach „{task}“ ({ready}) statt am {day}",
    committee="auf die nächste Sitzung des Gremiums ab dem {day} gelegt",
    committee_wish="Wunschtermin: bitte die Sitzungstermine des Gremiums eintragen",
    would_be="das wäre der {day}",
    event_search="gelegt auf den ersten Dienstag bis Donnerstag, der frei ist",
    avoiding="ohne {reasons}",
    election="die sechs Wochen vor der Wahl am {day}",
    stretched="um {number} {unit} in Schulferien verlängert",
    raised="nicht früher als {bound}",
    rested="um {number} {unit} später, weil das Projekt vom {first} bis zum {last} ruht",
    rested_before="um {number} {unit} früher, weil das Projekt vom {first} bis zum {last} ruht",
)

ENGLISH = Phrases(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    long_day="{weekday}, {day} {month} {year}",
    short_day="%d %b %Y",
    working_day=("working day", "working days"),
    calendar_day=("calendar day", "calendar days"),
    month=("month", "months"),
    before="{number} {unit} before {anchor} on {day}",
    after="{number} {unit} after {anchor} on {day}",
    on_the_day="on the day of “{title}” ({day})",
    given="given",
    moved_because="moved because of {reasons}",
    moved_because_many="moved because of {number} days off, the last {last}",
    rolled="moved from {day} to a working day",
    rolled_legal="{day} is a day off, so the next one counts",
    by_hand="set by hand; computed was {day}",
    compressed="compressed: one working day after “{task}” ({ready}) instead of {day}",
    committee="moved to the committee's next session from {day} on",
    committee_wish="a wish: please enter the dates of the committee",
    would_be="that would be {day}",
    event_search="placed on the first free Tuesday to Thursday",
    avoiding="leaving out {reasons}",
    election="the six weeks before the election on {day}",
    stretched="lengthened by {number} {unit} in school holidays",
    raised="not before {bound}",
    rested="{number} {unit} later, because the project rests from {first} to {last}",
    rested_before="{number} {unit} earlier, because the project rests from {first} to {last}",
)

PHRASES: Mapping[str, Phrases] = {"de": GERMAN, "en": ENGLISH}
