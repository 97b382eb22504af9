"""Why a rung or letter did not go, and what project management is asked instead, in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reasons:
    """One language's reasons and requests."""

    settled: str
    lapsed: str
    replaced: str
    nobody: str
    no_deputy: str
    enough: str
    press: str
    no_session: str
    not_needed: str
    too_late: str
    expired: str
    gone: str
    already_written: str
    in_overview: str
    overview_late: str
    quiet: str
    away: str
    not_in_charge: str
    handed_over: str
    unreachable: str
    came_back: str
    on_working_day: str
    was_fixed: str
    done: str
    waived: str
    replanned: str
    retired: str
    not_in_new_plan: str
    upgrade_undone: str
    answered_no: str
    not_responsible: str
    deputy_named: str
    moved_on_request: str
    proposed: str
    harmless_until: str
    never_harmless: str
    about_task: str
    relay_rests: str
    nothing_left: str
    all_held: str
    planned_anew: str
    module_away: str
    parked: str
    switched_off: str
    not_installed: str
    unwritable: str
    asleep: str
    lost_owner: str
    unknown_fate: str
    poison: str
    waited_too_long: str
    dead_letter: str
    wanted_in_vain: str


GERMAN = Reasons(
    settled="die Aufgabe ist schon erledigt oder entfallen",
    lapsed="entfällt in den Schulferien",
    replaced="ersetzt durch die spätere Stufe {rule}",
    nobody="für die Rolle {role} ist niemand eingetragen",
    no_deputy="keine Stellvertretung eingetragen",
    enough="zu dieser Aufgabe gingen schon {number} Schreiben an die Rolle {role}",
    press="Pressearbeit in den sechs Wochen vor der Wahl am {day}: Projektmanagement muss bestätigen",
    no_session="keine Sitzungstermine eingetragen; die Wochenübersicht fragt danach",
    not_needed="nicht mehr nötig, die Rückfrage ist beantwortet",
    too_late="zu spät: hätte bis {day} gehen müssen",
    expired="„{title}“: eine Erinnerung kam zu spät und wurde nicht versandt; bitte selbst nachfassen",
    gone="diese Stufe gibt es im Plan nicht mehr",
    already_written="der heutige Brief an {name} ist schon abgeschlossen",
    in_overview="der heutige Brief an {name} ist schon abgeschlossen; "
    "die Aufgabe steht in der nächsten Wochenübersicht",
    overview_late="zu spät; die nächste Wochenübersicht sagt es",
    quiet="in der Ruhezeit fällig geworden",
    away="abwesend und ohne Stellvertretung",
    not_in_charge="an diesem Projekt nicht mehr beteiligt",
    handed_over="die Rolle ist übergeben; was ansteht, geht an die neue Person",
    unreachable="Briefe an {name} kommen zurück; es geht nichts mehr an diese Adresse",
    came_back="Ein Brief an {name} <{email}> kam zurück: bitte die Adresse prüfen und berichtigen",
    on_working_day="; gewünscht war der {day}, das ist kein Arbeitstag",
    was_fixed="; der bisherige Termin war von Hand festgelegt",
    done="erledigt",
    waived="darauf wurde verzichtet",
    replanned="neu geplant",
    retired="gehört nicht mehr zum Plan",
    not_in_new_plan="im neuen Plan nicht mehr enthalten",
    upgrade_undone="das Upgrade des Plans ist zurückgenommen",
    answered_no="„{question}“ ist mit Nein beantwortet",
    not_responsible="{by} ist für „{title}“ nicht zuständig, genannt wird: {instead}; "
    "bitte den Kontakt ändern",
    deputy_named="{by} nennt als Vertretung: {named}; bitte prüfen und eintragen",
    moved_on_request="„{title}“ ist auf Wunsch von {by} vom {before} auf den {day} verschoben",
    proposed="{by} schlägt für „{title}“ den {day} vor (bisher {before}, {bound}): annehmen oder ablehnen",
    harmless_until="ohne Folgen bis {day}",
    never_harmless="nicht ohne Folgen",
    about_task=" („{title}“)",
    relay_rests="etappe: Der Mailserver nimmt keine Briefe an",
    nothing_left="nichts mehr zu sagen: alles darin ist inzwischen erledigt",
    all_held="alles darin wird zurückgehalten, bis es sich schreiben lässt",
    planned_anew="die Frist liegt inzwischen später; diese Stufe kommt zu ihrem neuen Tag",
    module_away="das Modul „{title}“ {why}; das Schreiben folgt, sobald es wieder arbeitet",
    parked="ist geparkt ({cause})",
    switched_off="ist abgeschaltet",
    not_installed="ist nicht installiert",
    unwritable="der Textbaustein {passage} ließ sich nicht schreiben ({cause}); "
    "das Schreiben folgt nach der Reparatur",
    asleep="in der Ruhezeit; der Brief geht am nächsten Morgen",
    lost_owner="der Prozess, der diesen Brief hatte, lebt nicht mehr",
    unknown_fate="der Prozess endete zwischen Übergabe und Antwort",
    poison="bei diesem Brief sind mehrere Prozesse gestorben",
    waited_too_long="der Brief wartete länger, als er nützt",
    dead_letter="Brief an {name} <{email}> nicht zugestellt: {reason}",
    wanted_in_vain="Das Modul „{module}“ wollte etwas, das nicht geht: {cause}",
)

ENGLISH = Reasons(
    settled="the task is done or waived already",
    lapsed="left out in school holidays",
    replaced="replaced by the later rung {rule}",
    nobody="nobody fills the role {role}",
    no_deputy="no deputy is named",
    enough="{number} letters about this task went to the role {role} already",
    press="press work in the six weeks before the election on {day}: project management has to confirm it",
    no_session="no session dates are entered; the weekly overview asks for them",
    not_needed="not needed any more, the question is answered",
    too_late="too late: it should have gone by {day}",
    expired="“{title}”: a reminder came too late and was not sent; please follow up yourself",
    gone="the plan has no such rung any more",
    already_written="today's letter to {name} is closed already",
    in_overview="today's letter to {name} is closed already; the task is in the next weekly overview",
    overview_late="too late; the next weekly overview says it",
    quiet="became due in the quiet hours",
    away="away, and without a deputy",
    not_in_charge="has no part in this project any more",
    handed_over="the role was handed over; what is to be done goes to the new person",
    unreachable="letters to {name} come back; nothing goes to this address any more",
    came_back="A letter to {name} <{email}> came back: please check and correct the address",
    on_working_day="; asked for was {day}, which is no working day",
    was_fixed="; the date so far was fixed by hand",
    done="done",
    waived="waived",
    replanned="planned anew",
    retired="no part of the plan any more",
    not_in_new_plan="not in the new plan any more",
    upgrade_undone="the upgrade of the plan was taken back",
    answered_no="“{question}” is answered with no",
    not_responsible="{by} is not responsible for “{title}”, but {instead} is; please change the contact",
    deputy_named="{by} names as deputy: {named}; please check and enter",
    moved_on_request="“{title}” was moved from {before} to {day} as {by} asked",
    proposed="{by} proposes {day} for “{title}” (so far {before}, {bound}): accept or reject",
    harmless_until="without consequences until {day}",
    never_harmless="not without consequences",
    about_task=" (“{title}”)",
    relay_rests="etappe: the mail server takes no letters",
    nothing_left="nothing left to say: all that is in it has been settled",
    all_held="all that is in it is held back until it can be written",
    planned_anew="the deadline lies later now; this rung comes on its new day",
    module_away="the module “{title}” {why}; the letter follows as soon as it is at work again",
    parked="is parked ({cause})",
    switched_off="is switched off",
    not_installed="is not installed",
    unwritable="the passage {passage} could not be written ({cause}); the letter follows after the repair",
    asleep="in the quiet hours; the letter goes the next morning",
    lost_owner="the process that had this letter is dead",
    unknown_fate="the process ended between handing over and the answer",
    poison="several processes have died with this letter in hand",
    waited_too_long="the letter waited longer than it is of use",
    dead_letter="letter to {name} <{email}> not delivered: {reason}",
    wanted_in_vain="the module “{module}” wanted something that cannot be: {cause}",
)
