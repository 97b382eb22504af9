"""What people type: days, answers and names; every fault says what, where and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, TypeVar

from cyclopts import Group, Parameter, Token
from cyclopts.validators import LimitedChoice

from etappe.errors import (
    BadAnswer,
    BadDay,
    BadFixedDay,
    BadNumber,
    BadPerson,
    CategoryElsewhere,
    DeputyIncomplete,
    GarbledArgument,
    SaidTwice,
    TextTooLong,
    UnknownCategory,
    UnseenCharacters,
)
from etappe.model.days import day_in
from etappe.model.people import is_address
from etappe.model.place import HolidayCategory, Land

T = TypeVar("T")

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]+)<(?P<address>[^<>]+)>")
YES_OR_NO = {"yes": True, "ja": True, "no": False, "nein": False}
LONGEST_TEXT = 200


def require_utf8(arguments: Sequence[str]) -> None:
    """Refuse arguments that cannot be printed or stored; raises `GarbledArgument`."""
    for argument in arguments:
        readable = argument.encode(errors="backslashreplace").decode()
        if readable != argument:
            raise GarbledArgument(argument=readable)


def read_text(text: str, place: str) -> str:
    """A text to keep, with single spaces; raises `UnseenCharacters` or `TextTooLong`."""
    plain = " ".join(text.split())
    if not plain.isprintable():
        raise UnseenCharacters(place=place, text=ascii(plain)[1:-1])
    if len(plain) > LONGEST_TEXT:
        raise TextTooLong(place=place, length=len(plain), most=LONGEST_TEXT)
    return plain


def read_day(text: str, place: str) -> date:
    """A day, as 2027-05-17 or as 17.05.2027; raises `BadDay`."""
    day = day_in(text)
    if day is None:
        raise BadDay(place=place, text=text)
    return day


def read_land(text: str, _: str) -> str:
    """A Land or region by its letters, large or small; which ones there are, the programme says."""
    return text.strip().upper()


def read_category(text: str, place: str) -> HolidayCategory:
    """A category of holidays; raises `UnknownCategory`."""
    try:
        return HolidayCategory(text.strip().lower())
    except ValueError:
        raise UnknownCategory(place=place, text=text) from None


def read_number(text: str, place: str) -> int:
    """A number of inhabitants; raises `BadNumber`."""
    if not NUMBER.fullmatch(text.strip()):
        raise BadNumber(place=place, text=text)
    return int(text)


def read_answer(text: str, place: str) -> tuple[str, bool]:
    """A condition and its answer; raises `BadAnswer`."""
    key, _, answer = text.partition("=")
    if not key.strip() or answer.strip().lower() not in YES_OR_NO:
        raise BadAnswer(place=place, text=text)
    return key.strip(), YES_OR_NO[answer.strip().lower()]


def read_fixed_day(text: str, place: str) -> tuple[str, date]:
    """An anchor and its day; raises `BadFixedDay` or `BadDay`."""
    key, sign, day = text.partition("=")
    if not key.strip() or not sign:
        raise BadFixedDay(place=place, text=text)
    return key.strip(), read_day(day, place)


def read_person(text: str, place: str) -> str:
    """A name and an address in one; raises `BadPerson`."""
    plain = read_text(text, place)
    found = NAME_AND_ADDRESS.fullmatch(plain)
    if not found or not found["name"].strip() or not is_address(found["address"].strip()):
        raise BadPerson(place=place, text=plain)
    return f"{found['name'].strip()} <{found['address'].strip()}>"


def each_once(pairs: Sequence[tuple[str, T]], place: str) -> Mapping[str, T]:
    """Pairs by key; raises `SaidTwice`."""
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found:
            raise SaidTwice(place=place, key=key)
        found[key] = value
    return found


def deputy_of(name: str | None, email: str | None) -> tuple[str, str] | None:
    """Who steps in, if anybody; raises `DeputyIncomplete`."""
    if name is None and email is None:
        return None
    if name is None or email is None:
        raise DeputyIncomplete(missing="--deputy" if name is None else "--deputy-email")
    return name, email


def require_fitting(category: HolidayCategory, land: str) -> None:
    """Refuse the holidays of Augsburg outside Bavaria; raises `CategoryElsewhere`."""
    if category is HolidayCategory.AUGSBURG and land != Land.BY:
        raise CategoryElsewhere(land=land)


def _one(read: Callable[[str, str], T], place: str) -> Callable[[object, Sequence[Token]], T]:
    """Read one argument; its place is the option, or what stands for it in the help."""

    def convert(_: object, tokens: Sequence[Token]) -> T:
        return read(tokens[0].value, tokens[0].keyword or place)

    return convert


def _several(read: Callable[[str, str], T]) -> Callable[[object, Sequence[Token]], tuple[T, ...]]:
    """Read an option that can be given again and again."""

    def convert(_: object, tokens: Sequence[Token]) -> tuple[T, ...]:
        return tuple(read(token.value, token.keyword or "") for token in tokens)

    return convert


def _option_of_many(read: Callable[[str, str], object], metavar: str) -> Parameter:
    return Parameter(
        converter=_several(read), n_tokens=1, negative="", show_default=False, metavar=f"{metavar}..."
    )


AText = Annotated[str, Parameter(converter=_one(read_text, "the text"))]
Name = Annotated[str, Parameter(converter=_one(read_text, "NAME"), metavar="NAME")]
Email = Annotated[str, Parameter(converter=_one(read_text, "EMAIL"), metavar="EMAIL")]
Somebody = Annotated[str, Parameter(converter=_one(read_person, "the person"), metavar="'NAME <EMAIL>'")]
Day = Annotated[date, Parameter(converter=_one(read_day, "the day"), metavar="DAY")]
Days = Annotated[tuple[date, ...], _option_of_many(read_day, "DAY")]
ALand = Annotated[
    str,
    Parameter(
        converter=_one(read_land, "--land"),
        metavar="LAND",
        help="The Land, or another region of the programme, by its two letters.",
    ),
]
Category = Annotated[
    HolidayCategory,
    Parameter(
        converter=_one(read_category, "--category"),
        metavar="katholisch|augsburg",
        show_choices=False,
        show_default=False,
        help="Holidays of the place beyond those of its Land.",
    ),
]
Inhabitants = Annotated[int, Parameter(converter=_one(read_number, "--inhabitants"), metavar="NUMBER")]

AnAnswer = Annotated[
    tuple[str, bool],
    Parameter(converter=_one(read_answer, "CONDITION"), n_tokens=1, metavar="CONDITION=yes|no"),
]

AFixedDay = Annotated[
    tuple[str, date],
    Parameter(converter=_one(read_fixed_day, "ANCHOR=DAY"), n_tokens=1, metavar="ANCHOR=DAY"),
]

PLACE = Group("Place (one of both)", validator=LimitedChoice(min=1, max=1))
LandOfPlace = Annotated[
    str | None,
    Parameter(
        converter=_one(read_land, "--land"),
        metavar="LAND",
        group=PLACE,
        help="The Land, or another region of the programme, by its two letters.",
    ),
]
SlugOfPlace = Annotated[
    str | None,
    Parameter(metavar="SLUG", group=PLACE, help="A Kommune, with the calendar that it has entered."),
]

BEGINNING = Group("Beginning (one of both)", validator=LimitedChoice(min=1, max=1))
Start = Annotated[
    date | None,
    Parameter(
        converter=_one(read_day, "--start"), metavar="DAY", group=BEGINNING, help="The day it starts on."
    ),
]
Cohort = Annotated[
    str | None,
    Parameter(metavar="COHORT", group=BEGINNING, help="The cohort of the programme that it starts with."),
]

Modules = Annotated[
    tuple[str, ...],
    Parameter(
        name="--with",
        negative="",
        show_default=False,
        metavar="MODULE...",
        help="An optional module; give the option again for each.",
    ),
]
Answers = Annotated[
    tuple[tuple[str, bool], ...],
    _option_of_many(read_answer, "CONDITION=yes|no"),
    Parameter(name="--answer", help="The answer to a condition, instead of what is assumed."),
]
FixedDays = Annotated[
    tuple[tuple[str, date], ...],
    _option_of_many(read_fixed_day, "ANCHOR=DAY"),
    Parameter(name="--fix", help="The day of an anchor, instead of the computed one."),
]
Ignored = Annotated[
    tuple[Literal["school_holidays", "election_weeks"], ...],
    Parameter(
        name="--ignore",
        negative="",
        show_default=False,
        help="Days on which events are placed all the same.",
    ),
]
