"""A Kommune: a city, town, district or borough, and what its own calendar says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etappe.model.place import HolidayCategory, Land, Place

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
AGS_OF_LAND = {
    "01": Land.SH,
    "02": Land.HH,
    "03": Land.NI,
    "04": Land.HB,
    "05": Land.NW,
    "06": Land.HE,
    "07": Land.RP,
    "08": Land.BW,
    "09": Land.BY,
    "10": Land.SL,
    "11": Land.BE,
    "12": Land.BB,
    "13": Land.MV,
    "14": Land.SN,
    "15": Land.ST,
    "16": Land.TH,
}


@dataclass(frozen=True, slots=True)
class Kommune:
    """One municipality; its slug is its key, its AGS is text, optional and not unique."""

    slug: str
    name: str
    land: str
    """The Land, or the region in a programme of another country: two capital letters."""
    category: HolidayCategory = HolidayCategory.LAND
    kind: str = ""
    legal_status: str = ""
    forum: str = ""
    inhabitants: int | None = None
    ags: str | None = None
    council: str = ""


class DayKind(StrEnum):
    """What a Kommune enters into its own calendar."""

    CLOSED = "closed"
    ELECTION = "election"
    COMMITTEE = "committee"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A closing day, an election, or a session of the committee."""

    kind: DayKind
    day: date
    name: str


def slug_of(name: str) -> str:
    """The key of a Kommune, made of its name: "Kempten (Allgäu)" becomes "kempten-allgaeu"."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(UMLAUTS))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def place_of(kommune: Kommune, days: Iterable[NamedDay]) -> Place:
    """What decides about the working days of a Kommune."""
    by_kind: dict[DayKind, list[NamedDay]] = {kind: [] for kind in DayKind}
    for day in days:
        by_kind[day.kind].append(day)
    return Place(
        land=kommune.land,
        category=kommune.category,
        closed={d.day: d.name for d in by_kind[DayKind.CLOSED]},
        elections=tuple(sorted(d.day for d in by_kind[DayKind.ELECTION])),
        committee=tuple(sorted(d.day for d in by_kind[DayKind.COMMITTEE])),
    )


def doubt_about_ags(ags: str, land: str) -> str | None:
    """What is odd about an AGS; it is kept all the same. Keys of other countries are not judged."""
    if land not in AGS_OF_LAND.values():
        return None
    if not re.fullmatch(r"\d{5}|\d{8}", ags):
        return f"the AGS '{ags}' has neither 5 nor 8 digits"
    of_prefix = AGS_OF_LAND.get(ags[:2])
    if of_prefix != land:
        return f"the AGS '{ags}' begins with the digits of {of_prefix or 'no Land'}, not of {land}"
    return None
