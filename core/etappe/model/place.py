"""Where a Kommune lies: its Land or region, the holidays of the place, and what its own calendar says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Land(StrEnum):
    """The sixteen Länder, by the letters that everybody uses."""

    BB = "BB"
    BE = "BE"
    BW = "BW"
    BY = "BY"
    HB = "HB"
    HE = "HE"
    HH = "HH"
    MV = "MV"
    NI = "NI"
    NW = "NW"
    RP = "RP"
    SH = "SH"
    SL = "SL"
    SN = "SN"
    ST = "ST"
    TH = "TH"


class HolidayCategory(StrEnum):
    """Holidays of the place beyond those of its Land; said by the Kommune, never computed."""

    LAND = ""
    CATHOLIC = "katholisch"
    """Mariä Himmelfahrt in Bavaria, Fronleichnam in parts of Saxony and Thuringia."""
    AUGSBURG = "augsburg"
    """Catholic holidays and the Augsburger Hohes Friedensfest."""


@dataclass(frozen=True, slots=True)
class Place:
    """What decides about the working days of a Kommune."""

    land: str
    """The Land, or the region in a programme of another country: two capital letters."""
    category: HolidayCategory = HolidayCategory.LAND
    closed: Mapping[date, str] = field(default_factory=dict[date, str])
    """Closing days of the town hall, with their reason."""
    elections: tuple[date, ...] = ()
    committee: tuple[date, ...] = ()
    """Dates of the council or committee, in order."""
