"""What the module brings while it behaves."""

from __future__ import annotations

from etappe.plugin import (
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    RungSpec,
    TaskSpec,
    working_days,
)

TASK = TaskSpec(
    key="unruly.zettel",
    phase="unfug",
    title="Zettel ausfüllen",
    role="AP",
    due=working_days("start", 5),
    ladder="zettel",
    escalation="zettel_spaet",
    effort="etwa 5 Minuten",
    milestone=True,
)
SOUND = ModuleSpec(
    key="unruly",
    title="Unfug",
    version="0.9.0",
    uses=("weltoffene_kommune",),
    joins=("weltoffene_kommune",),
    phases=(PhaseSpec(key="unfug", title="Unfug", begins=(working_days("start", 0),), parallel=True),),
    ladders=(
        LadderSpec(
            key="zettel",
            title="Zettel",
            rungs=(RungSpec(key="vor_3", offset=-3), RungSpec(key="vor_1", offset=-1)),
        ),
        LadderSpec(key="zettel_spaet", title="Zettel, überfällig", escalates=True),
    ),
    tasks=(TASK,),
    letters=(LetterSpec(key="unruly.zettel", package="etappe_unruly", template="zettel.txt"),),
)
