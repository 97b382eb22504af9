"""What a programme is made of: its modules, country and language, and the rules for all of its projects."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from etappe.model.link import LinkMode
from etappe.model.moments import BERLIN
from etappe.model.offer import Key, Keyed, Offer, RoleKey
from etappe.model.region import LAENDER, RegionKey, RegionSpec


class CohortSpec(Offer):
    """A day on which several municipalities start together."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=80)]
    title: str
    start: date


class ProgrammeSpec(Keyed):
    """A programme: which modules belong to it, and the rules that hold for all of its projects."""

    title: str
    short_title: str = ""
    """What letters call the programme; without one its title."""
    mandatory: tuple[Key, ...]
    optional: tuple[Key, ...] = ()
    language: str = "de"
    zone: str = BERLIN
    """Where its days begin and end, and its clocks strike eight: one zone for the whole programme."""
    regions: tuple[RegionSpec, ...] = LAENDER
    """Where its municipalities lie; for regions outside Germany a module answers `etappe_calendar`."""
    staff_land: RegionKey = "BE"
    """The region whose holidays the project team keeps, unless the operator says otherwise."""
    cohorts: tuple[CohortSpec, ...] = ()
    """Days on which several of its municipalities start together."""
    contact: RoleKey = "AP"
    """The role without which no project starts: who gets most of the letters."""
    management: RoleKey = "PM"
    """The role that is asked, decides and answers questions."""
    head: RoleKey = "VS"
    """The role that heads the administration; a file of municipalities names who fills it."""
    duration_from: Key
    duration_to: Key
    longest_months: int
    """A project whose computed end lies further away says so when it is planned."""
    ranking: bool = False
    """Whether Kommunen may be compared by result; no page, export or report does so where it is False."""
    link_mode: LinkMode = LinkMode.CODE
    """What opens the tasks of a letter: its link and a mailed code, or the link alone ("Link genügt")."""
    uploads: bool = False
    """Whether town halls can add files to their tasks."""

    @field_validator("zone")
    @classmethod
    def _is_known(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError):
            raise ValueError(f"'{zone}' is no time zone; write it like America/Chicago") from None
        return zone

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if all(region.key != self.staff_land for region in self.regions):
            raise ValueError(f"staff_land '{self.staff_land}' is none of the programme's regions")
        for offers in (self.regions, self.cohorts):
            keys = [offer.key for offer in offers]
            if len(set(keys)) < len(keys):
                raise ValueError(f"a key comes twice among {', '.join(keys)}")
        return self
