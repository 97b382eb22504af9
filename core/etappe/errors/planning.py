"""Why a plan cannot be held."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class CalendarEnds(EtappeError):
    """The calendar covers {first} to {last} and does not reach what is counted from {day};
    choose a day within these years."""


class SchoolHolidaysUnknown(EtappeError):
    """'{anchor}' cannot be placed: the school holidays of {land} are known until {until} only;
    fix the date by hand (--fix {anchor}=YYYY-MM-DD), or let it ignore school holidays
    (--ignore school_holidays)."""


class NoSuitableDay(EtappeError):
    """No suitable day for '{anchor}' within a year after {day}; fix the date by hand
    (--fix {anchor}=YYYY-MM-DD)."""


class PlanImpossible(EtappeError):
    """'{anchor}' on {day} cannot be held: '{task}' would have to wait for '{before}' until {ready};
    the earliest possible date is {earliest}."""


class AnchorOutOfOrder(EtappeError):
    """'{anchor}' on {day} lies before '{base}' on {base_day}, from which it counts;
    the earliest possible date is {earliest}."""


class NoTimeForBound(EtappeError):
    """'{anchor}' on {day} cannot be reached from {start} on: '{late}' lies on {bound} or later, {distance}
    after '{base}' on {base_day}; the earliest possible date is {earliest}."""


class NoTimeForStep(EtappeError):
    """'{anchor}' on {day} cannot be reached from {start} on: '{task}' would have to wait for '{before}' until
    {ready}; the earliest possible date is {earliest}."""


class NothingBefore(EtappeError):
    """'{anchor}' is counted from nothing: nothing lies before it, and no day is better than another; choose
    another anchor."""


class NoGoodDay(EtappeError):
    """'{anchor}' has no good day from {first} to {last}: {reasons}; begin elsewhere with --from, or fix a day
    by hand with 'etappe anchors fix'."""


class UnknownAnchor(EtappeError):
    """The plan has no anchor '{anchor}'; there are: {known}."""


class UnknownTask(EtappeError):
    """The plan has no task '{task}'; there are: {known}."""


class UnknownCohort(EtappeError):
    """The programme '{programme}' has no cohort '{cohort}'; there are: {known}."""


class UnknownCondition(EtappeError):
    """The plan has no condition '{condition}'; there are: {known}."""


class ConditionUnanswered(EtappeError):
    """The condition '{condition}' of the module '{module}' needs an answer: {question}
    Answer with --answer {condition}=yes or --answer {condition}=no."""


class UnknownLand(EtappeError):
    """'{land}' is no Land or region of the programme; use one of {known}."""


class RegionWithoutCalendar(EtappeError):
    """Nobody knows the working days of '{land}'; install a module that answers 'etappe_calendar' for it,
    or take it out of ETAPPE_WITHOUT."""
