"""The sentences in which `etappe why` answers, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etappe.model.delivery import DeliveryState
from etappe.model.ledger import LedgerState
from etappe.model.notice import CHANGE, HANDOVER, RESUMPTION, THANKS
from etappe.model.project import TaskState


@dataclass(frozen=True, slots=True)
class Replies:
    """One language's answers to why something came, or did not, and why on that day."""

    outcomes: Mapping[LedgerState, str]
    letters: Mapping[DeliveryState, str]
    states: Mapping[TaskState, str]
    letter: str
    unwritten: str
    overview: str
    told: Mapping[str, str]
    """What a letter says beside tasks and overviews, by rule key."""
    entry: str
    recipients: str
    no_part: str
    no_part_any_more: str
    newer_plan: str
    due: str
    open: str
    settled: str
    settled_on: str
    settled_why: str
    before_plan: str
    unneeded: str
    follows: str
    skipped: str
    rung_day: str
    before: str
    after: str
    on_the_day: str
    moved: str


GERMAN = Replies(
    outcomes={
        LedgerState.PLANNED: "geplant",
        LedgerState.UNDER_WAY: "unterwegs",
        LedgerState.SENT: "versandt",
        LedgerState.MERGED: "zusammen mit anderem versandt oder in die Wiedervorlage gelegt",
        LedgerState.SKIPPED: "nicht versandt",
        LedgerState.HELD: "zurückgehalten",
        LedgerState.FAILED: "nicht zugestellt",
        LedgerState.UNKNOWN: "ungewiss, ob zugestellt",
    },
    letters={
        DeliveryState.QUEUED: "wartet auf den Versand",
        DeliveryState.SENDING: "ist unterwegs",
        DeliveryState.DOT: "wird gerade übergeben",
        DeliveryState.SENT: "ist versandt",
        DeliveryState.FAILED: "ist nicht zugestellt",
        DeliveryState.UNKNOWN: "ist vielleicht zugestellt, vielleicht nicht",
        DeliveryState.BOUNCED: "kam zurück",
        DeliveryState.CANCELLED: "wurde nicht versandt",
        DeliveryState.EXPIRED: "kam zu spät und wurde nicht versandt",
        DeliveryState.HELD: "wird zurückgehalten",
    },
    states={
        TaskState.DONE: "erledigt",
        TaskState.WAIVED: "entfallen",
        TaskState.RETIRED: "nicht mehr im Plan",
    },
    letter="Der Brief „{subject}“ {state}{reason}.",
    unwritten="noch ungeschrieben",
    overview="Wochenübersicht für den {day} ({rule}).",
    told={
        CHANGE: "Geänderte Termine vom {day} ({rule}).",
        RESUMPTION: "Nachricht vom {day}, dass es weitergeht ({rule}).",
        HANDOVER: "Überblick vom {day} für die Person, die eine Rolle übernommen hat ({rule}).",
        THANKS: "Dank vom {day} an die Person, die eine Rolle übergeben hat ({rule}).",
    },
    entry="{rule}, {when}: {outcome}{whom}{reason}.",
    recipients=" an {names}",
    no_part="Die Aufgabe gehört nicht zum Plan: „{question}“ ist mit Nein beantwortet.",
    no_part_any_more="Die Aufgabe gehört nicht mehr zum Plan.",
    newer_plan="Ein neuerer Plan hat diese Aufgabe nicht mehr.",
    due="„{title}“ ist am {day} fällig: {why}.",
    open="Die Aufgabe ist offen.",
    settled="Die Aufgabe ist{when} {state} (durch {by}{reason}).",
    settled_on=" am {day}",
    settled_why=", Grund: {reason}",
    before_plan="{rung}: lag vor der Planung am {day} und entfällt.",
    unneeded="{rung}: nicht nötig, die Aufgabe ist nicht mehr offen.",
    follows="{rung}: folgt, wenn die Aufgabe dann noch offen ist.",
    skipped="{rung}: übersprungen.",
    rung_day="Diese Stufe kommt {rule}, also am {day}{moved}.",
    before="{number} {unit} vor der Frist",
    after="{number} {unit} nach der Frist",
    on_the_day="am Tag der Frist",
    moved=", wegen der Ruhezeit vom {day} verlegt",
)

ENGLISH = Replies(
    outcomes={
        LedgerState.PLANNED: "planned",
        LedgerState.UNDER_WAY: "under way",
        LedgerState.SENT: "sent",
        LedgerState.MERGED: "sent together with others, or put before project management",
        LedgerState.SKIPPED: "not sent",
        LedgerState.HELD: "held back",
        LedgerState.FAILED: "not delivered",
        LedgerState.UNKNOWN: "perhaps delivered, perhaps not",
    },
    letters={
        DeliveryState.QUEUED: "waits to be sent",
        DeliveryState.SENDING: "is under way",
        DeliveryState.DOT: "is being handed over",
        DeliveryState.SENT: "has been sent",
        DeliveryState.FAILED: "has not been delivered",
        DeliveryState.UNKNOWN: "has perhaps been delivered, perhaps not",
        DeliveryState.BOUNCED: "came back",
        DeliveryState.CANCELLED: "was not sent",
        DeliveryState.EXPIRED: "came too late and was not sent",
        DeliveryState.HELD: "is held back",
    },
    states={
        TaskState.DONE: "done",
        TaskState.WAIVED: "waived",
        TaskState.RETIRED: "no part of the plan any more",
    },
    letter="The letter “{subject}” {state}{reason}.",
    unwritten="not written yet",
    overview="Weekly overview of {day} ({rule}).",
    told={
        CHANGE: "Changed dates of {day} ({rule}).",
        RESUMPTION: "News of {day} that it goes on ({rule}).",
        HANDOVER: "Overview of {day} for whoever has taken over a role ({rule}).",
        THANKS: "Thanks of {day} to whoever has handed over a role ({rule}).",
    },
    entry="{rule}, {when}: {outcome}{whom}{reason}.",
    recipients=" to {names}",
    no_part="The task is no part of the plan: “{question}” is answered with no.",
    no_part_any_more="The task is no part of the plan any more.",
    newer_plan="A newer plan does not have this task any more.",
    due="“{title}” is due on {day}: {why}.",
    open="The task is open.",
    settled="The task is {state}{when} (by {by}{reason}).",
    settled_on=" since {day}",
    settled_why=", because: {reason}",
    before_plan="{rung}: lay before the planning on {day} and is left out.",
    unneeded="{rung}: not needed, the task is not open any more.",
    follows="{rung}: follows if the task is still open then.",
    skipped="{rung}: skipped.",
    rung_day="This rung comes {rule}, which is {day}{moved}.",
    before="{number} {unit} before the deadline",
    after="{number} {unit} after the deadline",
    on_the_day="on the day of the deadline",
    moved=", moved from {day} because of the quiet days",
)
