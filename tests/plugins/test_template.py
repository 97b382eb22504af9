"""The five modules of the programme say what its template says."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from importlib.resources import files
from typing import cast

import pytest
from jinja2 import Environment, StrictUndefined

from etappe.plugin import LetterSpec, ModuleSpec, TaskSpec
from etappe_weltoffene_kommune.hooks import etappe_programmes

NAMES = ("weltoffene_kommune", "selbstcheck", "workshop", "dialog", "entscheidungstraeger")


def module_of(name: str) -> ModuleSpec:
    """Ask the hooks of one module, as etappe does."""
    return cast("tuple[ModuleSpec, ...]", import_module(f"etappe_{name}.hooks").etappe_modules())[0]


MODULES = tuple(module_of(name) for name in NAMES)
TASKS: tuple[TaskSpec, ...] = tuple(task for module in MODULES for task in module.tasks)
LETTERS: tuple[LetterSpec, ...] = tuple(letter for module in MODULES for letter in module.letters)
DATES = {
    "start": "Montag, 12. Januar 2026",
    "auftakt": "Montag, 26. Januar 2026",
    "abgabe": "Montag, 9. März 2026",
    "workshop": "Mittwoch, 15. April 2026",
    "dialog": "Dienstag, 16. Juni 2026",
    "abschluss": "Dienstag, 14. Juli 2026",
}

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


def wording(letter: LetterSpec) -> str:
    """The template of a letter as it lies in its package."""
    return (files(letter.package) / "templates" / letter.template).read_text(encoding="utf-8")


def rendered(letter: LetterSpec, anchors: dict[str, str]) -> str:
    """The passage as people would read it for a sample task."""
    task = {
        "title": "Titel",
        "advice": "Bitte tun Sie das.",
        "effort": "etwa 30 Minuten",
        "due": DATES["workshop"],
    }
    environment = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
    return environment.from_string(wording(letter)).render(
        task=task,
        kommune={"name": "Wilhelmshaven", "council": "Rat"},
        programme={"title": "Weltoffene Kommune"},
        anchors=anchors,
    )


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


def test_no_two_offers_share_a_key() -> None:
    # A phase and the anchor it leads to may be called the same; within a kind, and among tasks and
    # letters, a key has one owner.
    for kind in ("anchors", "phases", "conditions", "ladders", "tasks", "letters"):
        keys = Counter(offer.key for module in MODULES for offer in getattr(module, kind))

        assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_every_key_begins_with_its_module_or_with_what_the_module_brings(module: ModuleSpec) -> None:
    own = {module.key} | {offer.key for offer in (*module.anchors, *module.phases)}

    strangers = {
        offer.key for offer in (*module.tasks, *module.letters) if offer.key.split(".")[0] not in own
    }

    assert strangers == set()


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_names_the_modules_and_phases_it_uses(module: ModuleSpec) -> None:
    own = {module.key} | {phase.key for phase in module.phases}
    references = [key for task in module.tasks for key in task.after]
    references += [key for phase in module.phases for key in phase.requires]

    assert {key.split(".")[0] for key in references} <= own | set(module.uses)


def test_what_a_task_or_phase_waits_for_exists() -> None:
    known = {task.key for task in TASKS}
    awaited = {key for task in TASKS for key in task.after}
    awaited |= {key for module in MODULES for phase in module.phases for key in phase.requires}

    assert awaited - known == set()


def test_phases_conditions_and_ladders_of_every_task_exist() -> None:
    phases = {phase.key for module in MODULES for phase in module.phases}
    conditions = {condition.key for module in MODULES for condition in module.conditions}
    ladders = {ladder.key: ladder.escalates for module in MODULES for ladder in module.ladders}

    for task in TASKS:
        assert task.phase in phases
        assert task.condition is None or task.condition in conditions
        assert (ladders[task.ladder], ladders[task.escalation]) == (False, True)


def test_every_condition_adds_a_task_or_bounds_an_anchor() -> None:
    asked = {condition.key for module in MODULES for condition in module.conditions}

    assert asked == {task.condition for task in TASKS} - {None}


def test_every_anchor_that_is_counted_from_exists() -> None:
    anchors = {anchor.key: anchor for module in MODULES for anchor in module.anchors}
    counted = {task.due.anchor for task in TASKS}
    counted |= {at.anchor for anchor in anchors.values() for at in anchor.nominal}
    counted |= {
        bound.at.anchor for anchor in anchors.values() for bound in (*anchor.earliest, *anchor.latest)
    }
    counted |= {at.anchor for module in MODULES for phase in module.phases for at in phase.begins}

    assert counted == set(anchors)


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


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_task_says_what_is_to_be_done_and_how_long_it_takes(task: TaskSpec) -> None:
    assert len(task.advice) >= 40
    assert task.advice.endswith(".")
    assert task.effort


def test_no_advice_is_given_twice() -> None:
    assert len({task.advice for task in TASKS}) == len(TASKS)


def test_every_letter_a_task_asks_for_exists() -> None:
    assert {task.letter for task in TASKS} - {None} <= {letter.key for letter in LETTERS}


def test_no_letter_lies_unused() -> None:
    defaults = {module.letters[0].key for module in MODULES}

    assert {letter.key for letter in LETTERS} == defaults | {task.letter for task in TASKS if task.letter}


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_the_folder_of_templates_holds_the_letters_and_nothing_else(module: ModuleSpec) -> None:
    lying = {file.name for file in (files(f"etappe_{module.key}") / "templates").iterdir()}

    assert lying == {letter.template for letter in module.letters}


@pytest.mark.parametrize("anchors", [DATES, {}], ids=["with all dates", "without any date"])
@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.key)
def test_a_passage_renders_with_and_without_dates(letter: LetterSpec, anchors: dict[str, str]) -> None:
    text = rendered(letter, anchors)

    assert len(text) > 80
    assert text.startswith("Bitte tun Sie das.")
    assert text.endswith(".")
    assert "  " not in text
    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.key)
def test_a_passage_leaves_greeting_and_deadline_to_the_frame(letter: LetterSpec) -> None:
    text = wording(letter)

    assert not any(word in text for word in ("Sehr geehrte", "Guten Tag", "Mit freundlichen", "task.due"))
