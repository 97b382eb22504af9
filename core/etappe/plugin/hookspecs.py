"""Every question that the core asks its modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

from etappe.plugin import NAME

if TYPE_CHECKING:
    from etappe.model.calendar import Days
    from etappe.model.place import Place
    from etappe.model.spec import ModuleSpec, ProgrammeSpec

hookspec = pluggy.HookspecMarker(NAME)


@hookspec
def etappe_modules() -> tuple[ModuleSpec, ...]:
    """Offer modules: phases, anchors, tasks, ladders, conditions, roles and letters.

    Example::

        @hookimpl
        def etappe_modules() -> tuple[ModuleSpec, ...]:
            return (ModuleSpec(key="catering", title="Verpflegung", version="1.0.0"),)
    """
    return ()


@hookspec
def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
    """Offer programmes: which modules belong to one, and the rules for all of its projects.

    Example::

        @hookimpl
        def etappe_programmes() -> tuple[ProgrammeSpec, ...]:
            return (
                ProgrammeSpec(
                    key="probe",
                    title="Probe",
                    mandatory=("catering",),
                    duration_from="start",
                    duration_to="feier",
                    longest_months=6,
                ),
            )
    """
    return ()


@hookspec(firstresult=True)
def etappe_calendar(place: Place) -> Days | None:
    """Answer with the days of a place, or None to leave it to others; the core's own answer comes last.

    Example::

        @hookimpl
        def etappe_calendar(place: Place) -> Days | None:
            return None if place.land is not Land.HB else my_days_of_bremen()
    """
    return None
