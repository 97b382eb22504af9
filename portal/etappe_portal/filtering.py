"""The filters of the overview, as they stand in its address and in what leads on from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from etappe.model.filters import Filters
from etappe.model.standing import State
from etappe_portal.visit import Visit
from etappe_portal.wording import _

Text = Annotated[str, Query(max_length=100)]
NAMES = ("q", "stand", "phase", "land", "forum", "person", "still")
STATES = {
    State.OVERDUE: _("überfällig"),
    State.SOON: _("bald fällig"),
    State.ON_TRACK: _("im Plan"),
    State.PLANNED: _("geplant"),
    State.RESTING: _("ruht"),
    State.DONE: _("abgeschlossen"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which projects somebody asks for."""

    values: Mapping[str, str]
    """What was said, by the name in the address; without what was left open."""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Asked:
        """The filters among what a form says."""
        return cls({name: said for name in NAMES if (said := values.get(name, "")[:100])})

    @property
    def filters(self) -> Filters:
        """The same for whoever looks for projects."""
        said = self.values
        return Filters(
            q=said.get("q", "").strip(),
            state=State(said["stand"]) if said.get("stand") in set(State) else None,
            phase=said.get("phase", ""),
            land=said.get("land", ""),
            forum=said.get("forum", "").strip(),
            person=said.get("person", "").strip(),
            silent="still" in said,
        )

    def at(self, path: str) -> str:
        """The address of a page with these filters, to which more can be added."""
        return f"{path}?{urlencode(self.values)}&" if self.values else f"{path}?"


def asked(
    q: Text = "",
    stand: Text = "",
    phase: Text = "",
    land: Text = "",
    forum: Text = "",
    person: Text = "",
    still: bool = False,
) -> Asked:
    """The filters in an address."""
    said = {"q": q, "stand": stand, "phase": phase, "land": land, "forum": forum, "person": person}
    return Asked.of({**said, "still": "1" if still else ""})


Filtering = Annotated[Asked, Depends(asked)]


def offered(visit: Visit) -> dict[str, object]:
    """What the filters offer to choose from: states, phases, Länder."""
    programme = visit.reading.programme
    return {
        "state_names": [(state.value, visit.say(name)) for state, name in STATES.items()],
        "phases": [(p.key, p.title) for module in programme.modules.values() for p in module.phases],
        "laender": {region.key: region.title for region in programme.spec.regions},
    }
