"""A project with a module under test runs on a frozen clock, and its letters are real."""

from __future__ import annotations

from datetime import date

import pytest

import etappe_dialog.hooks
import etappe_weltoffene_kommune.hooks
from etappe.errors import ClockBackwards, ModuleParked, TaskObstructed
from etappe.plugin import AnchorSpec, KeepRecord, hookimpl, working_days
from etappe.testing.frame import FRAME
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.rehearsals import Rehearsals
from tests.testing.probe import Note, Probe, Settings

TASK = "probe.aufgabe"
DUE = date(2026, 2, 11)


class Nonsense:
    """Hooks that offer a word."""

    @hookimpl
    def etappe_modules(self) -> tuple[str, ...]:
        """Offer what is no module."""
        return ("probe",)


@pytest.fixture
def project(etappe_project: Rehearsals) -> Rehearsal:
    """A project with the probe, on its first morning."""
    return etappe_project(Probe(), answers={"probe_frage": False})


def test_it_begins_on_the_morning_of_its_start(project: Rehearsal) -> None:
    assert project.today == date(2026, 1, 12)
    assert project.letters == ()
    assert project.timeline() == "no letters yet"


def test_a_module_that_joins_nothing_is_put_into_a_small_programme(project: Rehearsal) -> None:
    assert project.view.programme == FRAME
    assert project.view.modules == (FRAME, "probe")


def test_a_module_is_put_into_the_programme_that_it_joins(etappe_project: Rehearsals) -> None:
    hooks = Probe(joins=("weltoffene_kommune",), tasks=())

    project = etappe_project(hooks, answers={"probe_frage": True}, modules=("dialog",))

    assert project.view.programme == "weltoffene_kommune"
    assert {"dialog", "probe", "workshop"} <= set(project.view.modules)


def test_a_module_that_brings_a_programme_is_put_into_it(etappe_project: Rehearsals) -> None:
    project = etappe_project(etappe_weltoffene_kommune.hooks)

    assert project.view.programme == "weltoffene_kommune"


def test_an_optional_module_of_a_programme_is_chosen_by_itself(etappe_project: Rehearsals) -> None:
    project = etappe_project(etappe_dialog.hooks, diligent=True)

    assert "dialog" in project.view.modules


def test_a_module_that_does_not_compose_is_refused_with_the_cause(etappe_project: Rehearsals) -> None:
    nowhere = AnchorSpec(key="probe_tag", title="T", dative="T", nominal=(working_days("nirgends", 1),))

    with pytest.raises(ModuleParked, match=r"'probe' cannot take part: DanglingReference: .*'nirgends'"):
        etappe_project(Probe(anchors=(nowhere,)))


def test_hooks_that_offer_nonsense_are_refused_with_the_cause(etappe_project: Rehearsals) -> None:
    with pytest.raises(ModuleParked, match=r"BrokenModule: .* answered with 'probe'"):
        etappe_project(Nonsense())


def test_the_time_machine_brings_every_letter_until_the_evening(project: Rehearsal) -> None:
    project.run_until(DUE)

    assert [m.day for m in project.letters_about(TASK)] == [date(2026, 2, 4), DUE]
    assert set(project.letters_about(TASK)) < set(project.letters_to("AP"))


def test_on_a_morning_its_letters_are_still_to_come(project: Rehearsal) -> None:
    project.at(DUE)

    assert [m.day for m in project.letters_about(TASK)] == [date(2026, 2, 4)]


def test_months_and_days_go_on_from_today(project: Rehearsal) -> None:
    project.run(months=1, days=3)

    assert project.today == date(2026, 2, 15)


def test_the_clock_does_not_go_back(project: Rehearsal) -> None:
    project.run_until(DUE)

    with pytest.raises(ClockBackwards, match=r"stands on 11\.02\.2026 and cannot go back to 02\.02\.2026"):
        project.at(date(2026, 2, 2))


def test_a_letter_is_a_real_one(project: Rehearsal) -> None:
    [mail, *_] = project.run_until(DUE).letters_about(TASK)

    assert mail.to == project.contact("AP").person.email == "ap@musterstadt.example"
    assert mail.subject == "Bis Mi, 11.02.2026: Etwas ausprobieren (Musterstadt)"
    assert mail.text.startswith("Guten Tag Ansprechperson,")
    assert "Warum dieser Tag: 22 Arbeitstage nach dem Start am 12.01.2026" in mail.in_one_line


def test_the_timeline_shows_a_line_for_each_letter(project: Rehearsal) -> None:
    lines = project.run_until(DUE).timeline().splitlines()

    assert len(lines) == len(project.letters)
    assert lines[-1] == "Mi 11.02.2026  ap@musterstadt.example  Heute: Etwas ausprobieren (Musterstadt)"


def test_nobody_does_anything_unless_the_test_says_so(project: Rehearsal) -> None:
    project.run(months=3)

    assert all(task.open for task in project.view.tasks.values())


def test_diligent_people_do_what_other_modules_ask(etappe_project: Rehearsals) -> None:
    project = etappe_project(Probe(), answers={"probe_frage": False}, diligent=True)

    project.run(months=6)

    assert [t.key for t in project.view.tasks.values() if t.open] == [TASK]


def test_of_a_task_that_is_done_nobody_is_reminded(project: Rehearsal) -> None:
    project.carry_out(KeepRecord(key="erste", record=Note(text="Probiert.")))

    project.done(TASK)
    project.run_until(DUE)

    assert project.letters_about(TASK) == ()


def test_a_task_that_is_waived_is_done_without(project: Rehearsal) -> None:
    project.waive(TASK, "Nicht nötig.")

    assert not project.view.tasks[TASK].open


def test_an_obstacle_of_the_module_keeps_a_task_open(project: Rehearsal) -> None:
    with pytest.raises(TaskObstructed, match=r"Die Notiz fehlt\."):
        project.done(TASK)


def test_a_consequence_of_the_module_opens_a_task(project: Rehearsal) -> None:
    project.carry_out(KeepRecord(key="erste", record=Note(text="Probiert.")))

    project.done(TASK)

    assert project.view.tasks["probe.danach"].open


def test_what_the_module_keeps_is_shown_to_it(project: Rehearsal) -> None:
    project.carry_out(KeepRecord(key="erste", record=Note(text="Probiert.")))

    assert project.view.records(Note) == {"erste": Note(text="Probiert.")}


def test_what_is_set_for_the_module_is_shown_to_it(etappe_project: Rehearsals) -> None:
    project = etappe_project(Probe(), settings={"greeting": "Moin"}, answers={"probe_frage": False})

    assert project.view.settings == Settings(greeting="Moin")


def test_dates_explain_themselves(project: Rehearsal) -> None:
    assert project.deadline(TASK) == (DUE, "22 Arbeitstage nach dem Start am 12.01.2026")
    assert project.anchor("start") == (date(2026, 1, 12), "vorgegeben")


def test_a_condition_that_is_answered_adds_its_tasks(project: Rehearsal) -> None:
    assert "probe.mehr" not in project.view.tasks

    project.answer(probe_frage=True)

    assert project.view.tasks["probe.mehr"].open


def test_an_anchor_fixed_by_hand_moves_what_counts_from_it(project: Rehearsal) -> None:
    project.fix("abschluss", date(2026, 7, 1))

    assert project.deadline("betreuung.bericht").day == date(2026, 6, 24)


def test_what_waits_for_project_management_is_listed(etappe_project: Rehearsals) -> None:
    project = etappe_project(etappe_weltoffene_kommune.hooks)

    project.run(months=2)

    assert "anrufen und den Verlauf besprechen" in project.requests


def test_projects_of_one_test_know_nothing_of_one_another(etappe_project: Rehearsals) -> None:
    first = etappe_project(Probe(), answers={"probe_frage": False}).run_until(DUE)

    second = etappe_project(Probe(), answers={"probe_frage": False})

    assert second.letters == ()
    assert first.letters != ()
