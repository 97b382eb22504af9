"""What a module can offer: frozen values, free of behaviour."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from etappe.model.module_settings import ModuleSettings
from etappe.model.offer import Key, Keyed, Offer, RoleKey
from etappe.model.records import RecordSpec

CONTRACT = 1
"""The version of the contract between etappe and its modules; it rises when a module has to be changed."""
Title = Annotated[str, Field(max_length=200)]
Words = Annotated[str, Field(max_length=1000)]
"""A sentence or a few; what is longer belongs into a passage."""
FEW, MANY = 50, 200
"""How many offers of one kind a module may bring."""


class Unit(StrEnum):
    """What an offset counts in."""

    WORKING_DAYS = "AT"
    CALENDAR_DAYS = "KT"
    MONTHS = "M"


class Counting(StrEnum):
    """Which days at the ends of a span are counted.

    ``EVENT_DAY_EXCLUDED`` is § 187 Abs. 1 BGB and the rule of projects; ``EVENT_DAY_INCLUDED`` is
    § 187 Abs. 2 BGB; ``CLEAR_DAYS`` counts neither end, as § 34 Abs. 3 GemO Rheinland-Pfalz wants it for
    the notice of a council meeting.
    """

    EVENT_DAY_EXCLUDED = "event_day_excluded"
    EVENT_DAY_INCLUDED = "event_day_included"
    CLEAR_DAYS = "clear_days"


class Roll(StrEnum):
    """Where a deadline goes that falls on a day off.

    ``NEXT`` and ``PREVIOUS`` look for a working day of the place; ``LEGAL`` is § 193 BGB: over Saturdays,
    Sundays and public holidays, and over nothing else.
    """

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"
    LEGAL = "legal"


class Offset(Offer):
    """A day counted from an anchor; write it with `working_days`, `calendar_days` or `months`."""

    anchor: Key
    days: int
    unit: Unit = Unit.WORKING_DAYS
    counting: Counting = Counting.EVENT_DAY_EXCLUDED
    roll: Roll = Roll.NEXT


def working_days(anchor: str, days: int) -> Offset:
    """Count working days of the place: ``working_days("workshop", -25)`` is 25 AT before the workshop.

    Nothing rolls: counting ends on a working day, and 0 is the day of the event itself, whatever it is.
    """
    return Offset(anchor=anchor, days=days, roll=Roll.NONE)


def calendar_days(
    anchor: str, days: int, *, counting: Counting = Counting.EVENT_DAY_EXCLUDED, roll: Roll = Roll.NEXT
) -> Offset:
    """Count calendar days, e.g. for a legal deadline: ``calendar_days("gremium", -4, roll=Roll.NONE)``."""
    return Offset(anchor=anchor, days=days, unit=Unit.CALENDAR_DAYS, counting=counting, roll=roll)


def months(anchor: str, number: int, *, roll: Roll = Roll.NEXT) -> Offset:
    """Count months as § 188 Abs. 2 and 3 BGB do: one month after 31.01. is the last day of February."""
    return Offset(anchor=anchor, days=number, unit=Unit.MONTHS, roll=roll)


class Avoid(StrEnum):
    """Days on which an event is not placed; each kind can be switched off per project."""

    SCHOOL_HOLIDAYS = "school_holidays"
    ELECTION_WEEKS = "election_weeks"


class Bound(Offer):
    """A day that an anchor must not come before (or after); with a condition it holds only then."""

    at: Offset
    condition: Key | None = None


class AnchorSpec(Keyed):
    """A named date that others count from.

    ``nominal`` is a list of ways to compute it; the first whose anchor is part of the plan counts, so that
    switching a module off does not leave the next one without a date. An anchor without any is given from
    outside (the start of the project).
    """

    title: Title
    dative: Title
    """The title after "vor" and "nach", or before and after: "der Dialogveranstaltung", "the audit visit"."""
    nominal: tuple[Offset, ...] = ()
    earliest: tuple[Bound, ...] = ()
    latest: tuple[Bound, ...] = ()
    event: bool = False
    """Placed on the first suitable Tuesday to Thursday on or after the nominal day."""
    avoid: tuple[Avoid, ...] = ()
    stretched_by_school_holidays: bool = False
    """Working days in school holidays are added, up to the latest bound; it never falls into them."""


class PhaseSpec(Keyed):
    """A stage of the way; phases overlap by design."""

    title: Title
    begins: tuple[Offset, ...]
    """The first whose anchor is part of the plan counts."""
    requires: tuple[Key, ...] = ()
    """Tasks that are to be done before this phase opens; soft where their module is switched off."""
    parallel: bool = False
    """Never holds up another phase."""


class ConditionSpec(Keyed):
    """A question answered in the project; its answer adds or retires tasks."""

    question: Words
    default: bool | None = None
    """What is assumed until somebody answers; None asks for an answer when the project starts."""


class TaskSpec(Keyed):
    """Something that a role has to do within a phase, and until when."""

    phase: Key
    title: Title
    role: RoleKey
    due: Offset
    milestone: bool = False
    blocking: bool = False
    after: tuple[Key, ...] = ()
    condition: Key | None = None
    ladder: Key
    escalation: Key
    effort: Title
    """How long it takes, as people say it: "etwa 30 Minuten"."""
    advice: Words = ""
    """What exactly is to be done, in one or two sentences in the language of the programme."""
    letter: Key | None = None
    """The passage of the letter; without one the module's own first letter speaks."""
    committee: bool = False
    """Snaps to the next committee date that the Kommune has entered."""
    press: bool = False
    """Stays silent in the six weeks before an election until project management confirms."""
    invitation: bool = False
    """Invites people: its letter asks for neutral words in the six weeks before an election."""
    confidential: bool = False
    """Concerns those involved alone: nobody gets a copy of its letters."""
    meeting: bool = False
    """People gather: whoever is responsible gets a letter on the morning of the day."""
    on_demand: bool = False
    """Not there when a project starts; a module opens it with `OpenTask`."""


class RungKind(StrEnum):
    """What a rung does when it is due."""

    LETTER = "letter"
    FOLLOW_UP = "follow_up"
    RELEASE = "release"


class Only(StrEnum):
    """Which tasks a rung is for."""

    ANY = "any"
    MILESTONE_OR_BLOCKING = "milestone_or_blocking"
    MEETING = "meeting"


RESPONSIBLE = "responsible"
DEPUTY = "deputy"


class RungSpec(Offer):
    """One step of a ladder, counted from the task's deadline: in working days unless it says otherwise."""

    key: Key
    offset: int
    unit: Unit = Unit.WORKING_DAYS
    kind: RungKind = RungKind.LETTER
    to: tuple[str, ...] = (RESPONSIBLE,)
    """``responsible``, ``deputy`` or the key of a role."""
    only: Only = Only.ANY
    lapses_in_school_holidays: bool = False
    while_open: Key | None = None
    """Only as long as the follow-up of this earlier rung is open."""
    request: Words = ""
    """For a follow-up or a release: what project management is asked to do."""


class LadderSpec(Keyed):
    """A reminder plan or an escalation profile: rungs in the order of time."""

    title: Title
    overview_from: int | None = None
    """The task is a line of the weekly overview from this many working days before its deadline."""
    rungs: Annotated[tuple[RungSpec, ...], Field(max_length=FEW)] = ()
    escalates: bool = False
    """Quieter than a reminder: not on Friday afternoons, and never to the head in school holidays."""


class RoleSpec(Offer):
    """Who can be responsible or told."""

    key: RoleKey
    title: Title
    staff: bool = False
    """Belongs to the project team, not to the town hall."""
    copies_to: tuple[RoleKey, ...] = ()
    """Roles that always get a copy of a letter to this one."""
    overview: bool = True
    """Gets the weekly overview; the head of administration never does."""
    letters_per_task: int | None = None
    """No more letters than this about one task."""


class LetterSpec(Keyed):
    """A passage of a letter: a Jinja template inside the module's package."""

    package: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$", max_length=50)]
    template: Annotated[str, Field(pattern=r"^[a-z0-9_]+\.txt$", max_length=60)]


class ModuleSpec(Offer):
    """Everything that one module brings."""

    key: Key
    title: Title
    version: Annotated[str, Field(max_length=40)]
    contract: int = CONTRACT
    uses: tuple[Key, ...] = ()
    """Modules, phases and anchors of others that its references point into; absent ones are passed over."""
    joins: tuple[Key, ...] = ()
    """Programmes whose projects may choose this module, although the programme does not name it."""
    roles: Annotated[tuple[RoleSpec, ...], Field(max_length=FEW)] = ()
    anchors: Annotated[tuple[AnchorSpec, ...], Field(max_length=FEW)] = ()
    phases: Annotated[tuple[PhaseSpec, ...], Field(max_length=FEW)] = ()
    conditions: Annotated[tuple[ConditionSpec, ...], Field(max_length=FEW)] = ()
    ladders: Annotated[tuple[LadderSpec, ...], Field(max_length=FEW)] = ()
    tasks: Annotated[tuple[TaskSpec, ...], Field(max_length=MANY)] = ()
    letters: Annotated[tuple[LetterSpec, ...], Field(max_length=MANY)] = ()
    records: Annotated[tuple[RecordSpec, ...], Field(max_length=FEW)] = ()
    """What the module keeps about projects."""
    settings: type[ModuleSettings] | None = None
    """What an operator can set for it; passages read it as ``settings``, rules from the project's view."""
