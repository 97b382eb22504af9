"""What is said about a plan and its progress (warnings, lights, the list of projects), in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etappe.model.kommune import DayKind


@dataclass(frozen=True, slots=True)
class Remarks:
    """One language's remarks."""

    before_bound: str
    after_bound: str
    day_off: str
    school_holidays: str
    election_weeks: str
    too_long: str
    decimal_sign: str
    before_start: str
    before_requirement: str
    before_prerequisite: str
    beyond_school_calendar: str
    session_far: str
    session_beyond: str
    role_open: str
    long_overdue: str
    overdue: str
    uninvited: str
    today: str
    in_one_day: str
    in_days: str
    moved_far: str
    longer: str
    resting: str
    not_begun: str
    weekday_and_distance: str
    no_school_holidays: str
    no_election: str
    is_free: str
    is_away: str
    is_elsewhere: str
    clash: str
    other_event: str
    before_election: str
    school_unknown: str
    possible_from: str
    breaks: str
    compresses: str
    overdue_at_once: str
    before_the_start: str
    several_days: str
    quoted: str
    day_names: Mapping[DayKind, str]
    """What a day is called where nobody says."""


GERMAN = Remarks(
    before_bound="{title} am {day} liegt vor der unteren Grenze {bound}.",
    after_bound="{title} am {day} liegt nach der oberen Grenze {bound}.",
    day_off="{title} am {day} ist kein Arbeitstag.",
    school_holidays="{title} am {day} liegt in den Schulferien ({holiday}).",
    election_weeks="{title} am {day} liegt in den sechs Wochen vor der Wahl am {election}.",
    too_long="Die Laufzeit beträgt {number} Monate, vorgesehen sind höchstens {most}.",
    decimal_sign=",",
    before_start="„{title}“ wäre am {day} fällig, vor dem Projektstart.",
    before_requirement="Die Phase „{phase}“ setzt „{task}“ ({day}) voraus; früher fällig: {early}.",
    before_prerequisite="„{title}“ liegt von Hand vor „{before}“ ({day}).",
    beyond_school_calendar="Schulferien sind nur bis {known} bekannt; der Plan reicht bis {last}.",
    session_far="„{title}“ wartet auf die Sitzung am {day}, gewünscht war der {wish}; "
    "sind alle Sitzungstermine eingetragen?",
    session_beyond="„{title}“ kommt mit der Sitzung am {day} nach dem Ende der Laufzeit ({latest}); "
    "gewünscht war der {wish}.",
    role_open="Für die Rolle {title} ({role}) ist niemand eingetragen.",
    long_overdue="„{title}“ seit {late} Arbeitstagen überfällig",
    overdue="„{title}“ überfällig",
    uninvited="{event} {when}, aber „{title}“ ist offen",
    today="heute",
    in_one_day="in 1 Arbeitstag",
    in_days="in {number} Arbeitstagen",
    moved_far="{event} um {number} Arbeitstage verlegt",
    longer="Laufzeit über {most} Monate",
    resting="ruht bis {day} ({reason})",
    not_begun="noch nicht begonnen",
    weekday_and_distance="{weekday}, {distance}",
    no_school_holidays="keine Schulferien",
    no_election="nicht in den sechs Wochen vor einer Wahl",
    is_free="{role} frei",
    is_away="{role} abwesend",
    is_elsewhere="{role} in {kommune}",
    clash="{title} am {day}: {role} ist an diesem Tag schon in {kommunen}.",
    other_event="am selben Tag: {title}",
    before_election="sechs Wochen vor der Wahl am {day}",
    school_unknown="Schulferien noch nicht bekannt",
    possible_from="noch nicht möglich, frühestens {day}",
    breaks="der Plan ginge nicht auf",
    compresses="verdichtet: {tasks}",
    overdue_at_once="sofort überfällig: {tasks}",
    before_the_start="vor dem Projektstart fällig: {tasks}",
    several_days="{first} – {last}: {why}",
    quoted="„{title}“",
    day_names={
        DayKind.CLOSED: "Rathaus geschlossen",
        DayKind.ELECTION: "Wahl",
        DayKind.COMMITTEE: "Gremiensitzung",
    },
)

ENGLISH = Remarks(
    before_bound="{title} on {day} lies before its lower bound {bound}.",
    after_bound="{title} on {day} lies after its upper bound {bound}.",
    day_off="{title} on {day} is no working day.",
    school_holidays="{title} on {day} lies in the school holidays ({holiday}).",
    election_weeks="{title} on {day} lies in the six weeks before the election on {election}.",
    too_long="It takes {number} months, and {most} at most are intended.",
    decimal_sign=".",
    before_start="“{title}” would be due on {day}, before the project starts.",
    before_requirement="The phase “{phase}” takes “{task}” ({day}) for granted; due earlier: {early}.",
    before_prerequisite="“{title}” was set before “{before}” ({day}) by hand.",
    beyond_school_calendar="School holidays are known until {known} only; the plan reaches {last}.",
    session_far="“{title}” waits for the session on {day}, wanted was {wish}; are all sessions entered?",
    session_beyond="“{title}” comes with the session on {day} after the intended end ({latest}); "
    "wanted was {wish}.",
    role_open="Nobody fills the role {title} ({role}).",
    long_overdue="“{title}” overdue for {late} working days",
    overdue="“{title}” overdue",
    uninvited="{event} {when}, but “{title}” is open",
    today="today",
    in_one_day="in 1 working day",
    in_days="in {number} working days",
    moved_far="{event} moved by {number} working days",
    longer="longer than {most} months",
    resting="rests until {day} ({reason})",
    not_begun="not begun yet",
    weekday_and_distance="{weekday}, {distance}",
    no_school_holidays="no school holidays",
    no_election="not in the six weeks before an election",
    is_free="{role} free",
    is_away="{role} away",
    is_elsewhere="{role} in {kommune}",
    clash="{title} on {day}: {role} is in {kommunen} on that day already.",
    other_event="on the same day: {title}",
    before_election="six weeks before the election on {day}",
    school_unknown="school holidays not known yet",
    possible_from="not possible yet, {day} at the earliest",
    breaks="the plan would not hold",
    compresses="compressed: {tasks}",
    overdue_at_once="overdue at once: {tasks}",
    before_the_start="due before the project starts: {tasks}",
    several_days="{first} – {last}: {why}",
    quoted="“{title}”",
    day_names={
        DayKind.CLOSED: "town hall closed",
        DayKind.ELECTION: "election",
        DayKind.COMMITTEE: "committee session",
    },
)
