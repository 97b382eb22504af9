"""Why something was refused, in the language of the page: German where there is such a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from etappe.errors import EtappeError
from etappe.model.moments import BERLIN, local_time
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
    "NotAway": "{name} ist ab dem {first} nicht abwesend oder schon zurück.",
    "AccountExists": "Für {address} gibt es schon einen Zugang; laden Sie dort neu ein.",
    "UnknownAccount": "Für {address} gibt es keinen Zugang.",
    "LastAdministrator": (
        "{name} verwaltet als Einzige*r die Zugänge. Bitte geben Sie zuerst jemand anderem die Rolle"
        " Programmleitung."
    ),
    "PasswordTooShort": (
        "Das Passwort ist zu kurz. Es braucht mindestens {least} Zeichen, zum Beispiel vier Wörter, die"
        " niemand erwartet."
    ),
    "PasswordTooLong": "Das Passwort ist zu lang. Es darf höchstens {most} Zeichen haben.",
    "PasswordCommon": (
        "Das Passwort gehört zu denen, die zuerst ausprobiert werden. Bitte nehmen Sie ein anderes, zum"
        " Beispiel vier Wörter, die niemand erwartet."
    ),
    "PasswordPersonal": (
        "Im Passwort steckt Ihr Name, Ihre Adresse oder der Name des Programms. Bitte nehmen Sie ein anderes."
    ),
    "SignInRefused": (
        "Adresse und Passwort passen nicht zusammen. Bitte prüfen Sie beides, oder bitten Sie die"
        " Programmleitung um eine neue Einladung."
    ),
    "SecondFactorRefused": (
        "Dieser Code gilt nicht. Bitte nehmen Sie den neuesten aus Ihrer App oder einen Notfallcode, den Sie"
        " noch nicht verwendet haben."
    ),
    "ExternalSignInRefused": (
        "Die Anmeldung hat nicht geklappt. Bitte beginnen Sie noch einmal, oder bitten Sie die"
        " Programmleitung um eine neue Einladung."
    ),
    "ExternalFactorMissing": (
        "Für die Anmeldung braucht es zwei Faktoren. Bitte richten Sie dort, wo Sie sich anmelden, den"
        " zweiten ein und melden Sie sich noch einmal an."
    ),
    "ProviderUnreachable": (
        "Die Anmeldung ist dort zurzeit nicht möglich. Bitte versuchen Sie es später noch einmal."
    ),
    "TooManyTries": "Das wurde zu oft versucht. Es geht wieder ab {again:%d.%m.%Y, %-H:%M} Uhr.",
    "SessionEnded": "Sie sind nicht mehr angemeldet. Bitte melden Sie sich neu an.",
    "SetupExpired": (
        "Die Zeit zum Einrichten ist abgelaufen. Bitte lassen Sie sich von der Programmleitung neu einladen."
    ),
    "InvitationInvalid": (
        "Diese Einladung wurde schon verwendet, ist abgelaufen oder durch eine andere ersetzt. Bitte lassen"
        " Sie sich von der Programmleitung neu einladen."
    ),
    "TokenRefused": "Dieser Schlüssel gilt nicht. Bitte lassen Sie sich einen neuen geben.",
    "UnknownToken": "Diesen Schlüssel gibt es nicht.",
    "RoleNotForTokens": "Ein Schlüssel kann die Rolle {role} nicht haben; sie gehört zu einer Person.",
    "RoleBeyondOwn": "Die Rolle {role} darf mehr als Ihre eigene. Bitte wählen Sie eine andere.",
    "TokenLifeOutOfBounds": "Ein Schlüssel gilt mindestens einen und höchstens {most} Tage.",
    "TooLateToUndo": (
        "Das lässt sich über den Link nicht mehr zurücknehmen. Bitte fragen Sie das Projektmanagement."
    ),
    "NoPartIn": "{name} ist an diesem Projekt nicht beteiligt.",
    "NoLinksOf": "„{wanted}“ ist weder die Adresse einer Person noch ein Projekt.",
    "UnknownLink": "Diesen Link gibt es nicht.",
    "NobodyAround": "Diese Person ist an dem Projekt nicht beteiligt.",
    "UnknownPerson": "Unter {address} ist niemand eingetragen.",
    "PersonInCharge": "{name} ist noch eingetragen als {roles}. Bitte benennen Sie dort zuerst jemanden.",
    "UnknownRole": "Die Rolle {role} gibt es in diesem Programm nicht.",
    "HandOverToSelf": "{name} hat die Rolle {role} schon; zu übergeben ist nichts.",
    "NobodyToHandOver": "Die Rolle {role} hat bisher niemand; zu übergeben ist nichts.",
    "LettersNotStopped": "Die Briefe an {address} sind nicht angehalten.",
    "LetterDecided": (
        "Über diesen Brief hat schon jemand entschieden, oder er ist inzwischen weiter. Unten steht, wie es"
        " jetzt um ihn steht."
    ),
    "LetterNotStranded": "Zu diesem Brief ist nichts mehr zu entscheiden: Er ist unterwegs oder verschickt.",
    "LetterPerhapsArrived": (
        "{reader} hat diesen Brief vielleicht schon. Bitte bestätigen Sie, dass er trotzdem noch einmal geht."
    ),
    "ReaderUnreachable": (
        "An {reader} geht nichts mehr, weil Post zurückkam. Bitte berichtigen Sie zuerst die Adresse."
    ),
    "WordMissing": "Bitte sagen Sie, was daraus geworden ist.",
    "UnknownLetter": "Diesen Brief gibt es nicht.",
    "UnknownKommune": "Diese Kommune gibt es nicht.",
    "SlugTaken": "Das Kürzel „{slug}“ hat schon eine andere Kommune.",
    "BadSlug": (
        "„{slug}“ ist kein Kürzel. Es besteht aus Kleinbuchstaben, Ziffern und Bindestrichen, wie"
        " „kempten-allgaeu“, und hat höchstens 80 Zeichen."
    ),
    "DayNotEntered": "Der {day} ist hier nicht eingetragen.",
    "UnknownProject": "Dieses Projekt gibt es nicht.",
    "UploadsOff": "Dateien können hier nicht hinzugefügt werden.",
    "FileEmpty": "„{name}“ ist leer. Bitte wählen Sie eine andere Datei.",
    "FileTooLarge": "„{name}“ ist größer als {most} MB. Bitte verkleinern oder teilen Sie die Datei.",
    "FileNotTaken": (
        "„{name}“ kann nicht angenommen werden. Möglich sind Excel ohne Makros (.xlsx), .csv, .pdf, .png und"
        " .jpg, wenn der Inhalt zum Namen passt."
    ),
    "QuotaReached": (
        "Zusammen wären die Dateien Ihrer Kommune größer als {most} MB. Bitte nehmen Sie zurück, was nicht"
        " mehr gebraucht wird."
    ),
    "FileInfected": (
        "In „{name}“ wurde ein Schadprogramm gefunden; die Datei wurde nicht gespeichert. Bitte wenden Sie"
        " sich an Ihre IT."
    ),
    "ScannerSilent": (
        "Die Datei konnte nicht auf Schadprogramme geprüft werden und wurde nicht gespeichert. Bitte"
        " versuchen Sie es später noch einmal."
    ),
    "FileNotKept": "Die Datei kann gerade nicht gespeichert werden. Bitte versuchen Sie es später erneut.",
    "UnknownFile": "Diese Datei gibt es nicht mehr.",
    "FileDamaged": (
        "„{name}“ fehlt oder ist nicht mehr so, wie die Datei gespeichert wurde. Bitte lassen Sie sie sich"
        " noch einmal geben."
    ),
    "UnknownFollowUp": "Diese Wiedervorlage gibt es nicht.",
    "WrongOutcome": "Diese Antwort passt nicht zu der Wiedervorlage.",
    "UnknownAnchor": "Der Plan hat keinen Termin „{anchor}“.",
    "UnknownTask": "Der Plan hat keine Aufgabe „{task}“.",
    "UnknownPhase": "Der Plan hat keine Phase „{phase}“.",
    "UnknownCondition": "Der Plan hat keine Bedingung „{condition}“.",
    "ConditionUnanswered": "Eine Bedingung ist noch offen: {question}",
    "UnknownLand": "„{land}“ ist kein Land und keine Region des Programms.",
    "UnknownModule": "Das Modul „{module}“ gehört nicht zum Programm.",
    "AnchorWithoutBase": (
        "Für den Termin {anchor} fehlt, wovon er gezählt wird ({bases}). Bitte wählen Sie ein Modul dazu,"
        " das einen davon mitbringt."
    ),
    "CalendarEnds": (
        "Der Kalender reicht von {first} bis {last}; was vom {day} an gezählt wird, liegt nicht mehr darin."
        " Bitte wählen Sie einen Tag in diesen Jahren."
    ),
    "SchoolHolidaysUnknown": (
        "{anchor} lässt sich nicht berechnen: Die Schulferien ({land}) sind nur bis {until} bekannt. Bitte"
        " legen Sie den Tag von Hand fest."
    ),
    "NoSuitableDay": (
        "Für {anchor} findet sich im Jahr nach dem {day} kein guter Tag. Bitte legen Sie ihn von Hand fest."
    ),
    "NothingBefore": "{anchor} wird von nichts aus gezählt; kein Tag ist besser als ein anderer.",
    "PassageBroken": "Ein Textbaustein des Briefs lässt sich nicht schreiben; sein Modul ist zu berichtigen.",
    "ModuleChosen": "Das Projekt hat den Baustein schon.",
    "ModuleNotChosen": "Das Projekt hat den Baustein nicht.",
    "ModuleMandatory": "Der Baustein ist Pflicht; auf einzelne Aufgaben kann mit Grund verzichtet werden.",
    "PlanOutdated": "Der Plan ist nicht der neueste. Bitte erneuern Sie ihn zuerst.",
    "PlanNotUpgraded": "Der Plan wurde nicht erneuert, oder das ist schon zurückgenommen.",
    "ChangedMeanwhile": "Jemand hat das Projekt eben geändert. Bitte sehen Sie es noch einmal an.",
    "SelectionChanged": (
        "Einige der Projekte haben sich inzwischen geändert; gespeichert ist nichts. Bitte sehen Sie noch"
        " einmal an, was sich jetzt ändern würde."
    ),
    "NobodySelected": "Kein laufendes Projekt passt zu dieser Auswahl.",
    "NotAWorkbook": (
        "„{file}“ ist keine Excel-Mappe, die sich einlesen lässt. Bitte speichern Sie sie in Excel oder"
        " LibreOffice als .xlsx, ohne Makros und ohne Kennwort."
    ),
    "PreviewOver": "Die Vorschau gilt nicht mehr. Bitte laden Sie die Mappe noch einmal hoch.",
    "SheetsMissing": (
        "„{file}“ hat keines der Blätter {expected}. Bitte nehmen Sie die Mappe, die etappe herausgibt."
    ),
    "TooMuchToCarry": (
        "Die Mappe ändert mehr auf einmal, als eine Seite fasst. Bitte laden Sie sie in Teilen hoch."
    ),
    "WorkbookTooLarge": (
        "„{file}“ ist zu groß, um eingelesen zu werden. Bitte nehmen Sie heraus, was nicht hineingehört, oder"
        " teilen Sie die Mappe."
    ),
    "WorkbookUnsound": (
        "„{file}“ lässt sich nicht lesen. Bitte öffnen Sie die Mappe in Excel oder LibreOffice, speichern Sie"
        " sie als .xlsx und laden Sie sie noch einmal hoch."
    ),
    "SafeLocked": "Was versiegelt ist, lässt sich mit den Schlüsseln dieses Servers nicht öffnen.",
    "Entangled": "Zwei Änderungen kamen einander in die Quere. Bitte versuchen Sie es noch einmal.",
}
"""By the name of the error; each may say what the error itself can."""


NAMED_BY_KEY = frozenset({"anchor", "base", "before", "phase", "task"})
"""Facts of errors that may be keys of the programme, for which people have titles."""
NO_TITLES: Mapping[str, str] = {}


ENGLISH_REASONS = {
    "TooManyTries": "This was tried too often; try again from {again:%d.%m.%Y, %H:%M} on.",
}
"""Where the sentence of the error is for operators, who read UTC, and not for people."""


def reason(
    error: EtappeError, language: str, titles: Mapping[str, str] = NO_TITLES, zone: str = BERLIN
) -> str:
    """Why something was refused, with the titles of what it is about and moments as the clocks of a zone show
    them; the error's own sentence is English."""
    said = GERMAN_REASONS if language == GERMAN else ENGLISH_REASONS
    sentence = said.get(type(error).__name__)
    if sentence is None:
        return str(error)
    known = {name: titles.get(str(fact), fact) for name, fact in error.facts.items() if name in NAMED_BY_KEY}
    local = {n: local_time(f, zone) for n, f in error.facts.items() if isinstance(f, datetime)}
    return sentence.format(**{**error.facts, **known, **local})
