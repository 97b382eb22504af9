"""A small programme, for modules that belong to none and need nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.plugin import (
    AnchorSpec,
    LadderSpec,
    ModuleSpec,
    PhaseSpec,
    ProgrammeSpec,
    RoleSpec,
    RungSpec,
    TaskSpec,
    hookimpl,
    working_days,
)

FRAME = "frame"
"""The key of the programme, and of the module that carries it."""

MODULE = ModuleSpec(
    key=FRAME,
    title="Rahmen",
    version="1.0.0",
    roles=(
        RoleSpec(key="AP", title="Ansprechperson"),
        RoleSpec(key="PM", title="Projektmanagement", staff=True),
    ),
    anchors=(
        AnchorSpec(key="start", title="Start", dative="dem Start"),
        AnchorSpec(
            key="abschluss", title="Abschluss", dative="dem Abschluss", nominal=(working_days("start", 100),)
        ),
    ),
    phases=(PhaseSpec(key="betreuung", title="Betreuung", begins=(working_days("start", 0),)),),
    ladders=(
        LadderSpec(
            key="standard",
            title="Standard",
            overview_from=-10,
            rungs=(RungSpec(key="vor_5", offset=-5), RungSpec(key="am_tag", offset=0)),
        ),
        LadderSpec(
            key="eskalation_bis_pm",
            title="Eskalation bis zum Projektmanagement",
            escalates=True,
            rungs=(RungSpec(key="nach_2", offset=2), RungSpec(key="nach_5", offset=5, to=("PM",))),
        ),
    ),
    tasks=(
        TaskSpec(
            key="betreuung.bericht",
            phase="betreuung",
            title="Bericht über das Projekt schreiben",
            role="AP",
            due=working_days("abschluss", -5),
            ladder="standard",
            escalation="eskalation_bis_pm",
            effort="etwa eine Stunde",
            advice="Bitte schreiben Sie auf, was erreicht wurde und was offen geblieben ist.",
        ),
    ),
)


class Frame:
    """The hooks of the small programme; its projects may choose the modules that it is made with."""

    def __init__(self, guests: Iterable[str] = ()) -> None:
        self._guests = tuple(guests)

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        """Offer two roles, two anchors, one phase, one task, a ladder and an escalation."""
        return (MODULE,)

    @hookimpl
    def etappe_programmes(self) -> tuple[ProgrammeSpec, ...]:
        """Offer a programme from `start` to `abschluss`."""
        return (
            ProgrammeSpec(
                key=FRAME,
                title="Probe",
                mandatory=(FRAME,),
                optional=self._guests,
                duration_from="start",
                duration_to="abschluss",
                longest_months=8,
            ),
        )
