"""A small programme in two versions: enough of everything that a re-planning can touch, and no more."""

from __future__ import annotations

from etappe.model.programme import Programme, compose
from etappe.model.programme_spec import ProgrammeSpec
from etappe.model.spec import (
    DEPUTY,
    RESPONSIBLE,
    AnchorSpec,
    Bound,
    ConditionSpec,
    LadderSpec,
    ModuleSpec,
    Offset,
    PhaseSpec,
    RoleSpec,
    RungKind,
    RungSpec,
    TaskSpec,
    working_days,
)

KEY = "probe"
ROLES = (
    RoleSpec(key="AP", title="Ansprechperson"),
    RoleSpec(key="VS", title="Verwaltungsspitze", copies_to=("AP",), overview=False, letters_per_task=2),
    RoleSpec(key="PM", title="Projektmanagement", staff=True),
)
START = AnchorSpec(key="start", title="Start", dative="dem Start")
MEETING = AnchorSpec(
    key="treffen", title="Treffen", dative="dem Treffen", nominal=(working_days("start", 5),)
)
FEAST = AnchorSpec(
    key="fest",
    title="Fest",
    dative="dem Fest",
    nominal=(working_days("start", 15),),
    earliest=(Bound(at=working_days("start", 21), condition="regen"),),
    event=True,
)
END = AnchorSpec(key="schluss", title="Schluss", dative="dem Schluss", nominal=(working_days("fest", 8),))
PHASES = (
    PhaseSpec(key="planung", title="Planung", begins=(working_days("start", 0),)),
    PhaseSpec(key="fest", title="Fest", begins=(working_days("fest", -8),)),
    PhaseSpec(key="nachgang", title="Nachgang", begins=(working_days("fest", 1),)),
    PhaseSpec(key="beiwerk", title="Beiwerk", begins=(working_days("start", 1),), parallel=True),
)
RAIN = ConditionSpec(key="regen", question="Regnet es?", default=False)
MUSIC = ConditionSpec(key="musik", question="Spielt jemand?", default=False)
SHORT = LadderSpec(
    key="kurz",
    title="Kurz",
    overview_from=-5,
    rungs=(
        RungSpec(key="vor_8", offset=-8),
        RungSpec(key="vor_1", offset=-1),
        RungSpec(key="nach_1", offset=1),
        RungSpec(key="nach_3", offset=3),
    ),
)
LONG = LadderSpec(
    key="lang",
    title="Lang",
    rungs=(
        RungSpec(key="vor_12", offset=-12),
        RungSpec(key="vor_4", offset=-4),
        RungSpec(key="am_tag", offset=0),
        RungSpec(key="nach_2", offset=2),
    ),
)
NOBODY = LadderSpec(key="keine", title="Keine", escalates=True)
ASKS = LadderSpec(
    key="frage",
    title="Nachfragen",
    escalates=True,
    rungs=(
        RungSpec(key="stellvertretung", offset=3, to=(RESPONSIBLE, DEPUTY)),
        RungSpec(key="anrufen", offset=5, kind=RungKind.FOLLOW_UP, to=("PM",), request="anrufen"),
    ),
)


def _task(key: str, due: Offset, role: str = "AP", **more: object) -> TaskSpec:
    phase, _, name = key.partition(".")
    about = {"key": key, "phase": phase, "title": name.title(), "role": role, "effort": "eine Stunde"}
    ladders = {"ladder": "kurz", "escalation": "keine"}
    return TaskSpec.model_validate({**about, **ladders, "due": due, **more})


ROOM = _task("planung.raum", working_days("start", 6), blocking=True, escalation="frage")
IN_BOTH = (
    _task("planung.zusage", working_days("start", 2), "PM"),
    ROOM,
    _task("fest.einladen", working_days("fest", -5), "VS", after=("planung.raum",)),
    _task("fest.feiern", working_days("fest", 0), meeting=True, milestone=True),
    _task("nachgang.dank", working_days("fest", 3), "VS", after=("fest.feiern",)),
    _task("nachgang.bericht", working_days("schluss", 0), after=("nachgang.dank",), ladder="lang"),
)
OLD = (
    _task("planung.treffen", working_days("treffen", 0), meeting=True),
    _task("planung.zelt", working_days("start", 9), condition="regen", after=("planung.raum",)),
    _task("fest.laden", working_days("fest", -2), after=("fest.einladen", "planung.zelt")),
    _task("beiwerk.presse", working_days("fest", -3), "PM", ladder="lang"),
)
NEW = (
    _task(
        "fest.laden", working_days("fest", -3), after=("fest.einladen",), ladder="lang", escalation="frage"
    ),
    _task("fest.musik", working_days("fest", -4), condition="musik"),
    _task("beiwerk.film", working_days("fest", 2), "PM"),
)


def _module(version: str, **offers: object) -> ModuleSpec:
    shared = {"roles": ROLES, "phases": PHASES, "ladders": (SHORT, LONG, NOBODY, ASKS)}
    return ModuleSpec.model_validate({"key": KEY, "title": "Probe", "version": version, **shared, **offers})


def _programme(module: ModuleSpec) -> Programme:
    spec = ProgrammeSpec(
        key=KEY,
        title="Probe",
        mandatory=(KEY,),
        duration_from="start",
        duration_to="schluss",
        longest_months=12,
    )
    return compose(spec, (module,))


def versions() -> tuple[Programme, Programme]:
    """The programme as it was, and as it is with a newer module.

    The newer one has no rain, no meeting and no press; it has music, a film, and loads on another day.
    """
    dry = FEAST.model_copy(update={"earliest": ()})
    old = _module("1.0.0", anchors=(START, MEETING, FEAST, END), conditions=(RAIN,), tasks=(*IN_BOTH, *OLD))
    new = _module("2.0.0", anchors=(START, dry, END), conditions=(MUSIC,), tasks=(*IN_BOTH, *NEW))
    return _programme(old), _programme(new)


CONDITIONS = ("regen", "musik")
ANCHORS = ("treffen", "fest", "schluss")
TASKS = tuple(dict.fromkeys(t.key for t in (*IN_BOTH, *OLD, *NEW)))
PHASE_KEYS = tuple(p.key for p in PHASES)
