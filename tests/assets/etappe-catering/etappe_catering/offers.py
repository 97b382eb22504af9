"""Catering as values: from the tasting to the number of meals."""

from __future__ import annotations

from etappe.plugin import (
    AnchorSpec,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    RecordSpec,
    Roll,
    RungSpec,
    TaskSpec,
    calendar_days,
    working_days,
)
from etappe_catering.records import CateringSettings, Order

ANCHORS = (
    AnchorSpec(
        key="verkostung",
        title="Verkostung",
        dative="der Verkostung",
        nominal=(working_days("workshop", -20), working_days("start", 30)),
    ),
)

PHASES = (
    PhaseSpec(
        key="bewirtung",
        title="Bewirtung",
        begins=(working_days("verkostung", -15),),
        parallel=True,
    ),
)

CONDITIONS = (
    ConditionSpec(
        key="catering_ohne_kueche",
        question="Hat der Raum des Workshops keine Küche?",
        default=False,
    ),
)

LADDERS = (
    LadderSpec(
        key="bestellung",
        title="Bestellungen",
        overview_from=-8,
        rungs=(
            RungSpec(key="vor_4", offset=-4),
            RungSpec(key="am_tag", offset=0),
            RungSpec(key="nach_2", offset=2),
        ),
    ),
)

OWN_TASKS = (
    TaskSpec(
        key="verkostung.einladung",
        phase="bewirtung",
        title="Zwei Betriebe zur Verkostung einladen",
        role="AP",
        due=working_days("verkostung", -10),
        ladder="bestellung",
        escalation="eskalation_bis_pm",
        effort="etwa 30 Minuten",
        advice="Bitte laden Sie zwei Betriebe aus der Region ein, etwas probieren zu lassen.",
    ),
    TaskSpec(
        key="bewirtung.angebot",
        phase="bewirtung",
        title="Ein Angebot annehmen",
        role="AP",
        due=calendar_days("verkostung", 21, roll=Roll.LEGAL),
        milestone=True,
        blocking=True,
        after=("verkostung.einladung",),
        ladder="bestellung",
        escalation="eskalation_bis_pm",
        effort="etwa 20 Minuten",
        advice="Bitte nehmen Sie eines der beiden Angebote an und sagen Sie dem anderen Betrieb ab.",
        letter="catering.angebot",
    ),
    TaskSpec(
        key="catering.vertrag",
        phase="bewirtung",
        title="Vertrag mit dem Betrieb schließen",
        role="AP",
        due=working_days("verkostung", 25),
        on_demand=True,
        ladder="bestellung",
        escalation="eskalation_bis_pm",
        effort="etwa eine Stunde",
        advice="Bitte schließen Sie mit dem Betrieb, dessen Angebot Sie angenommen haben, einen Vertrag.",
    ),
)

TASKS_IN_THE_WORKSHOP = (
    TaskSpec(
        key="catering.essenszahl",
        phase="workshop",
        title="Zahl der Essen melden",
        role="AP",
        due=working_days("workshop", -6),
        after=("workshop.anmeldeschluss",),
        ladder="bestellung",
        escalation="eskalation_bis_pm",
        effort="etwa 15 Minuten",
        advice="Bitte melden Sie, wie viele mitessen, und wie viele davon vegetarisch, vegan oder halal.",
    ),
    TaskSpec(
        key="catering.anlieferung",
        phase="workshop",
        title="Anlieferung und Rückgabe des Geschirrs absprechen",
        role="AP",
        due=working_days("workshop", -3),
        condition="catering_ohne_kueche",
        ladder="bestellung",
        escalation="eskalation_bis_pm",
        effort="etwa 15 Minuten",
        advice="Bitte klären Sie, wo angeliefert wird, wer aufschließt und wann das Geschirr abgeholt wird.",
    ),
)

LETTERS = (
    LetterSpec(key="catering.aufgabe", package="etappe_catering", template="aufgabe.txt"),
    LetterSpec(key="catering.angebot", package="etappe_catering", template="angebot.txt"),
)

RECORDS = (RecordSpec(key="catering.order", title="Bestellung", model=Order),)

MODULE = ModuleSpec(
    key="catering",
    title="Verpflegung",
    version="1.2.0",
    uses=("auftakt", "weltoffene_kommune", "workshop"),
    joins=("weltoffene_kommune",),
    anchors=ANCHORS,
    phases=PHASES,
    conditions=CONDITIONS,
    ladders=LADDERS,
    tasks=OWN_TASKS + TASKS_IN_THE_WORKSHOP,
    letters=LETTERS,
    records=RECORDS,
    settings=CateringSettings,
)
