"""The five modules plan what the template of the programme plans: how much, when, and by whom."""

from __future__ import annotations

from collections import Counter

from etappe_weltoffene_kommune.hooks import etappe_programmes
from tests.plugins.modules import MODULES, TASKS

DUE = {
    "vereinbarung.zusage": "start +0",
    "vereinbarung.ansprechperson": "start +2",
    "vereinbarung.loi_entwurf": "start +3",
    "vereinbarung.zugang": "start +6",
    "vereinbarung.voraussetzungen": "start +8",
    "vereinbarung.sperrzeiten": "start +8",
    "vereinbarung.datenschutz": "start +10",
    "vereinbarung.gremium_start": "start +30",
    "vereinbarung.loi_abgestimmt": "start +10",
    "vereinbarung.loi_unterzeichnet": "start +15",
    "vereinbarung.presse_start": "start +18",
    "auftakt.termin": "auftakt -6",
    "auftakt.einladung": "auftakt -5",
    "auftakt.kurzprofil": "auftakt -2",
    "auftakt.gespraech": "auftakt +0",
    "auftakt.protokoll": "auftakt +3",
    "auftakt.module": "auftakt +5",
    "auftakt.dialog_vorlaeufig": "auftakt +10",
    "auftakt.moderation": "auftakt +8",
    "auftakt.zeitplan": "auftakt +7",
    "selbstcheck.freischaltung": "auftakt +2",
    "selbstcheck.team": "auftakt +6",
    "selbstcheck.stand_25": "abgabe -18",
    "selbstcheck.stand_60": "abgabe -8",
    "selbstcheck.abstimmung": "abgabe -3",
    "selbstcheck.freigabe": "abgabe -1",
    "selbstcheck.abgabe": "abgabe +0",
    "selbstcheck.vollstaendig": "abgabe +2",
    "selbstcheck.rueckfragen": "abgabe +5",
    "selbstcheck.auswertung": "abgabe +10",
    "selbstcheck.auswertungsgespraech": "abgabe +13",
    "selbstcheck.verwendung": "abgabe +13",
    "workshop.termin": "workshop -45",
    "workshop.format": "workshop -42",
    "workshop.raum": "workshop -40",
    "workshop.plattform": "workshop -15",
    "workshop.save_the_date": "workshop -38",
    "workshop.liste": "workshop -33",
    "workshop.einladung_entwurf": "workshop -32",
    "workshop.einladung_freigabe": "workshop -27",
    "workshop.einladung": "workshop -25",
    "workshop.konzept": "workshop -15",
    "workshop.nachfassen": "workshop -13",
    "workshop.vorgespraech": "workshop -12",
    "workshop.anmeldeschluss": "workshop -10",
    "workshop.zugaenglichkeit": "workshop -10",
    "workshop.kurzfassung": "workshop -8",
    "workshop.briefing": "workshop -7",
    "workshop.unterlagen": "workshop -5",
    "workshop.probe": "workshop -2",
    "workshop.durchfuehrung": "workshop +0",
    "workshop.dank": "workshop +1",
    "workshop.fotoprotokoll": "workshop +3",
    "workshop.abweichungen": "workshop +7",
    "workshop.dialog_endgueltig": "workshop +8",
    "workshop.dokumentation": "workshop +10",
    "workshop.doku_versand": "workshop +12",
    "workshop.massnahmen": "workshop +15",
    "workshop.gremium": "workshop +25",
    "dialog.ort_vormerken": "dialog -36",
    "dialog.ziel": "dialog -29",
    "dialog.los_antrag": "dialog -31",
    "dialog.los_einladung": "dialog -25",
    "dialog.methode": "dialog -27",
    "dialog.vorbereitung_1": "dialog -26",
    "dialog.multiplikatoren": "dialog -23",
    "dialog.einladung_freigabe": "dialog -22",
    "dialog.einladung": "dialog -20",
    "dialog.los_erinnerung": "dialog -17",
    "dialog.multi_treffen": "dialog -15",
    "dialog.presse": "dialog -13",
    "dialog.stand": "dialog -10",
    "dialog.sicherheit": "dialog -10",
    "dialog.sprachmittlung": "dialog -8",
    "dialog.regieplan": "dialog -7",
    "dialog.anmeldeschluss": "dialog -6",
    "dialog.auslosung": "dialog -5",
    "dialog.briefing": "dialog -4",
    "dialog.zugangsdaten": "dialog -2",
    "dialog.gruppen": "dialog -1",
    "dialog.durchfuehrung": "dialog +0",
    "dialog.dank": "dialog +1",
    "dialog.nachbericht": "dialog +3",
    "dialog.dokumentation": "dialog +8",
    "dialog.rueckmeldung": "dialog +12",
    "dialog.massnahmen": "dialog +12",
    "entscheidungstraeger.bedarf": "auftakt +10",
    "entscheidungstraeger.kontaktblatt": "auftakt +12",
    "entscheidungstraeger.angebote": "auftakt +20",
    "entscheidungstraeger.webinar": "auftakt +50",
    "entscheidungstraeger.beratung_1": "auftakt +60",
    "entscheidungstraeger.beratung_2": "auftakt +85",
    "entscheidungstraeger.vernetzung": "auftakt +75",
    "entscheidungstraeger.meldeweg": "auftakt +80",
    "abschluss.gliederung": "abschluss -10",
    "abschluss.zulieferung": "abschluss -7",
    "abschluss.entwurf": "abschluss -5",
    "abschluss.kommentar": "abschluss -3",
    "abschluss.freigabe": "abschluss -1",
    "abschluss.bericht": "abschluss +0",
    "abschluss.gespraech": "abschluss +0",
    "abschluss.presse": "abschluss +3",
    "abschluss.feedback": "abschluss +5",
    "abschluss.plattform": "abschluss +10",
    "abschluss.loeschung": "abschluss +20",
    "abschluss.gremium": "abschluss +30",
    "nachhalten.praxisbeitrag": "abschluss +40",
    "nachhalten.check_1": "abschluss +62",
    "nachhalten.nachgespraech": "abschluss +125",
    "nachhalten.netzwerk": "abschluss +125",
    "nachhalten.check_2": "abschluss +250",
    "nachhalten.wiederholung": "abschluss +490",
}
"""The template's own table: each task and the day it is due."""


def test_the_programme_has_eight_phases_and_112_tasks() -> None:
    phases = [phase.key for module in MODULES for phase in module.phases]

    assert (len(phases), len(TASKS)) == (8, 112)


def test_milestones_blocking_and_conditional_tasks_are_as_many_as_in_the_template() -> None:
    counts = (
        sum(task.milestone for task in TASKS),
        sum(task.blocking for task in TASKS),
        sum(task.condition is not None for task in TASKS),
    )

    assert counts == (23, 41, 11)


def test_the_work_is_shared_among_four_roles() -> None:
    assert Counter(task.role for task in TASKS) == {"AP": 59, "PM": 29, "VS": 12, "MO": 12}


def test_every_task_is_due_when_the_template_says() -> None:
    due = {task.key: f"{task.due.anchor} {task.due.days:+d}" for task in TASKS}

    assert due == DUE


def test_the_programme_knows_its_modules_and_ranks_nobody() -> None:
    (programme,) = etappe_programmes()

    assert set(programme.mandatory + programme.optional) == {module.key for module in MODULES}
    assert (programme.longest_months, programme.ranking) == (6, False)


def test_rungs_stand_in_the_order_of_time() -> None:
    for module in MODULES:
        for ladder in module.ladders:
            offsets = [rung.offset for rung in ladder.rungs]

            assert offsets == sorted(offsets)


def test_a_letter_to_the_head_is_never_sent_without_a_release() -> None:
    ladders = {ladder.key: ladder for module in MODULES for ladder in module.ladders}

    to_head = [rung for ladder in ladders.values() for rung in ladder.rungs if "VS" in rung.to]

    assert [(rung.key, rung.kind, rung.offset) for rung in to_head] == [("freigabe_vs", "release", 8)]


def test_only_those_who_work_on_the_project_get_the_weekly_overview() -> None:
    without = [role.key for module in MODULES for role in module.roles if not role.overview]

    assert without == ["VS", "VZ", "PS", "FS"]


def test_committees_press_and_meetings_are_marked() -> None:
    committee = {task.key for task in TASKS if task.committee}
    press = {task.key for task in TASKS if task.press}
    meetings = {task.key for task in TASKS if task.meeting}

    assert committee == {"vereinbarung.gremium_start", "workshop.gremium", "abschluss.gremium"}
    assert press == {"vereinbarung.presse_start", "dialog.presse", "dialog.nachbericht", "abschluss.presse"}
    assert len(meetings) == 12


def test_invitations_are_marked_and_what_concerns_decision_makers_is_confidential() -> None:
    invitations = {task.key for task in TASKS if task.invitation}
    confidential = {task.phase for task in TASKS if task.confidential}

    assert invitations == {
        "auftakt.einladung",
        "workshop.einladung_entwurf",
        "workshop.einladung_freigabe",
        "workshop.einladung",
        "dialog.los_einladung",
        "dialog.einladung_freigabe",
        "dialog.einladung",
    }
    assert confidential == {"entscheidungstraeger"}
