"""Small hand-made offers: a frame with a start, and a feast twenty working days later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from etappe.model.calendar import Calendar, Days
from etappe.model.decisions import Decisions
from etappe.model.plan import Plan, draw_up
from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import (
    AnchorSpec,
    Avoid,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    Offset,
    PhaseSpec,
    RoleSpec,
    TaskSpec,
    working_days,
)

MONDAY = date(2026, 1, 5)
"""The start of every hand-made project."""
START = AnchorSpec(key="start", title="Start", dative="dem Start")
FEAST = AnchorSpec(
    key="fest",
    title="Fest",
    dative="dem Fest",
    nominal=(working_days("start", 20),),
    event=True,
    avoid=(Avoid.SCHOOL_HOLIDAYS, Avoid.ELECTION_WEEKS),
)
"""Nominally on Monday 2026-02-02, so held on the Tuesday after."""
FEAST_DAY = date(2026, 2, 3)
RAIN = ConditionSpec(key="regen", question="Regnet es?", default=False)
PREPARATION = PhaseSpec(key="vorbereitung", title="Vorbereitung", begins=(working_days("start", 0),))


def task(
    name: str,
    due: Offset,
    *,
    after: tuple[str, ...] = (),
    phase: str = "vorbereitung",
    role: str = "AP",
    ladder: str = "kurz",
    escalation: str = "keine",
    condition: str | None = None,
    letter: str | None = None,
    committee: bool = False,
) -> TaskSpec:
    """A task of a phase; those that it depends on are named without their phase if it is the same."""
    return TaskSpec(
        key=f"{phase}.{name}",
        phase=phase,
        title=name.capitalize(),
        role=role,
        due=due,
        after=tuple(a if "." in a else f"{phase}.{a}" for a in after),
        condition=condition,
        ladder=ladder,
        escalation=escalation,
        effort="etwa eine Stunde",
        letter=letter,
        committee=committee,
    )


def frame(
    *tasks: TaskSpec,
    uses: tuple[str, ...] = (),
    anchors: tuple[AnchorSpec, ...] = (),
    phases: tuple[PhaseSpec, ...] = (PREPARATION,),
    conditions: tuple[ConditionSpec, ...] = (),
    letters: tuple[LetterSpec, ...] = (),
    ladders: tuple[LadderSpec, ...] = (),
    roles: tuple[RoleSpec, ...] = (),
) -> ModuleSpec:
    """The module that every other one stands on."""
    return ModuleSpec(
        key="rahmen",
        title="Rahmen",
        version="1.0.0",
        uses=uses,
        roles=(RoleSpec(key="AP", title="Ansprechperson"), *roles),
        anchors=(START, *anchors),
        phases=phases,
        conditions=conditions,
        ladders=(LadderSpec(key="kurz", title="Kurz"), LadderSpec(key="keine", title="Keine"), *ladders),
        tasks=tasks,
        letters=letters,
    )


def guest(
    *tasks: TaskSpec,
    key: str = "gast",
    uses: tuple[str, ...] = (),
    anchors: tuple[AnchorSpec, ...] = (),
    phases: tuple[PhaseSpec, ...] = (),
    conditions: tuple[ConditionSpec, ...] = (),
) -> ModuleSpec:
    """A module that stands on the frame."""
    return ModuleSpec(
        key=key,
        title=key.capitalize(),
        version="1.0.0",
        uses=uses,
        anchors=anchors,
        phases=phases,
        conditions=conditions,
        tasks=tasks,
    )


def programme(*modules: ModuleSpec, language: str = "de", longest_months: int = 6) -> Programme:
    """A programme whose frame is mandatory and whose guests may be chosen."""
    spec = ProgrammeSpec(
        key="probe",
        title="Probe",
        mandatory=("rahmen",),
        optional=tuple(m.key for m in modules if m.key != "rahmen"),
        language=language,
        duration_from="start",
        duration_to="fest",
        longest_months=longest_months,
    )
    return compose(spec, modules)


def plan(
    *tasks: TaskSpec,
    feast: AnchorSpec = FEAST,
    anchors: tuple[AnchorSpec, ...] = (),
    phases: tuple[PhaseSpec, ...] = (PREPARATION,),
    conditions: tuple[ConditionSpec, ...] = (),
    language: str = "de",
    longest_months: int = 6,
) -> Plan:
    """A plan with a start, a feast and these tasks."""
    module = frame(*tasks, anchors=(feast, *anchors), phases=phases, conditions=conditions)
    return draw_up(programme(module, language=language, longest_months=longest_months))


EVES = {
    date(year, 12, day): name
    for year in (2025, 2026, 2027)
    for day, name in ((24, "Heiligabend"), (31, "Silvester"))
}


def calendar(
    *,
    public: Mapping[date, str] | None = None,
    school: Mapping[date, str] | None = None,
    closed: Mapping[date, str] | None = None,
    elections: tuple[date, ...] = (),
    committee: tuple[date, ...] = (),
    known_until: date = date(2027, 12, 31),
) -> Calendar:
    """Three years without a holiday, but for those named and the two eves."""
    return Calendar(
        Days(
            land="NW",
            first=date(2025, 1, 1),
            last=date(2027, 12, 31),
            public=public or {},
            school=school or {},
            school_known_until=known_until,
            closed={**EVES, **(closed or {})},
            elections=elections,
            committee=committee,
        )
    )


NO_HOLIDAY = calendar()
BEGUN = Decisions(MONDAY)


def fixed(**anchors: date) -> Decisions:
    """Begun, with these anchors fixed by hand."""
    return Decisions(MONDAY, fixed_anchors=anchors)


def days(first: date, number: int, name: str) -> dict[date, str]:
    """So many named days in a row."""
    return {first + timedelta(days=n): name for n in range(number)}
