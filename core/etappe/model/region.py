"""The regions in which a programme's municipalities lie; without a word of its own they are the Länder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from etappe.errors import UnknownLand
from etappe.model.offer import Offer
from etappe.model.place import Land

RegionKey = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class RegionSpec(Offer):
    """A part of the country with public holidays of its own: a Land, a state, a canton."""

    key: RegionKey
    title: str


LAENDER = (
    RegionSpec(key=Land.BB, title="Brandenburg"),
    RegionSpec(key=Land.BE, title="Berlin"),
    RegionSpec(key=Land.BW, title="Baden-Württemberg"),
    RegionSpec(key=Land.BY, title="Bayern"),
    RegionSpec(key=Land.HB, title="Bremen"),
    RegionSpec(key=Land.HE, title="Hessen"),
    RegionSpec(key=Land.HH, title="Hamburg"),
    RegionSpec(key=Land.MV, title="Mecklenburg-Vorpommern"),
    RegionSpec(key=Land.NI, title="Niedersachsen"),
    RegionSpec(key=Land.NW, title="Nordrhein-Westfalen"),
    RegionSpec(key=Land.RP, title="Rheinland-Pfalz"),
    RegionSpec(key=Land.SH, title="Schleswig-Holstein"),
    RegionSpec(key=Land.SL, title="Saarland"),
    RegionSpec(key=Land.SN, title="Sachsen"),
    RegionSpec(key=Land.ST, title="Sachsen-Anhalt"),
    RegionSpec(key=Land.TH, title="Thüringen"),
)


def require_region(region: str, known: Iterable[RegionSpec]) -> None:
    """Refuse a place outside a programme's regions; raises `UnknownLand`."""
    keys = sorted(r.key for r in known)
    if region not in keys:
        raise UnknownLand(land=region, known=", ".join(keys))
