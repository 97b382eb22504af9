"""Why something was refused, in the language of the page: German where there is such a sentence."""

from __future__ import annotations

from etappe.errors import EtappeError
from etappe_portal.wording import GERMAN

GERMAN_REASONS = {
    "AnchorPassed": "Der Termin {anchor} ({day}) ist vorbei und bleibt, wo er war.",
    "AnchorNotFixed": "Der Termin {anchor} ist nicht von Hand festgelegt.",
    "AnchorOutOfOrder": (
        "{anchor} läge am {day} auf der falschen Seite von {base} ({base_day})."
        " Frühester möglicher Tag: {earliest}."
    ),
    "BeyondBound": "Der {day} liegt hinter dem {bound}, bis zu dem nichts anderes verschoben werden muss.",
    "DateInThePast": "Der {day} liegt in der Vergangenheit; heute ist der {today}.",
    "DeadlineNotFixed": "Die Frist ist nicht von Hand festgelegt.",
    "HoldInThePast": "Eine Ruhezeit kann nicht am {day} beginnen; heute ist der {today}.",
    "HoldReasonMissing": "Bitte nennen Sie den Grund, aus dem das Projekt ruht.",
    "HoldRuns": "Das Projekt ruht bereits vom {first} bis {until}; ändern lässt sich nur das Ende.",
    "NotHeld": "Das Projekt ruht nicht.",
    "NotLater": "Der {day} ist nicht später als die Frist am {due}.",
    "NoGoodDay": "Es findet sich kein Tag, an dem der Plan gehalten werden kann.",
    "PlanImpossible": (
        "Mit {anchor} am {day} geht der Plan nicht auf: {task} müsste auf {before} warten, das erst"
        " am {ready} fertig ist. Frühester möglicher Tag: {earliest}."
    ),
    "ProjectClosed": "Im Projekt ist nichts mehr offen; geändert werden kann es nicht mehr.",
    "ReasonMissing": "Bitte nennen Sie einen Grund; er steht später in der Historie.",
    "ResumptionBeforeHold": "Das Projekt kann nicht am {until} weitergehen, bevor es am {first} ruht.",
    "ResumptionInThePast": "Der {until} liegt in der Vergangenheit; heute ist der {today}.",
    "StartInThePast": "Der Start am {start} liegt in der Vergangenheit; heute ist der {today}.",
    "ProjectExists": "Diese Kommune hat bereits ein Projekt, das am {start} beginnt.",
    "ContactMissing": "Für diese Kommune ist noch niemand in der Rolle {role} eingetragen.",
    "TaskNotActive": "Diese Aufgabe gehört nicht mehr zum Projekt.",
    "TaskObstructed": "Die Aufgabe kann noch nicht erledigt werden: {objections}",
    "TaskOpen": "Die Aufgabe ist offen; zurückzunehmen ist nichts.",
    "TaskSettled": "Die Aufgabe ist bereits erledigt.",
    "FollowUpClosed": "Diese Wiedervorlage hat schon jemand erledigt.",
    "ProposalOutdated": "Die Frist hat sich geändert, seit der Termin vorgeschlagen wurde.",
    "ContactChanged": "Die Ansprechperson hat sich geändert, seit danach gefragt wurde.",
    "FormOutdated": "Das Formular gehört zu einer Sitzung, die beendet ist. Bitte öffnen Sie die Seite neu.",
    "NotAllowed": "Ihre Rolle darf das nicht. Bitte fragen Sie die Programmleitung.",
    "BadAddress": "Das ist keine E-Mail-Adresse.",
    "NameMissing": "Bitte nennen Sie einen Namen.",
    "AbsenceBackwards": "Die Abwesenheit endet am {last}, bevor sie am {first} beginnt.",
}
"""By the name of the error; each may say what the error itself can."""


def reason(error: EtappeError, language: str) -> str:
    """Why something was refused; the error's own sentence is English."""
    sentence = GERMAN_REASONS.get(type(error).__name__) if language == GERMAN else None
    return str(error) if sentence is None else sentence.format(**error.facts)
