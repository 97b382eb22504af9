"""The contract finds what is wrong with a module, and says what to do."""

from __future__ import annotations

import importlib
import itertools
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from etappe.model.records import Body
from etappe.plugin import (
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    ProjectView,
    Record,
    RecordSpec,
    RungSpec,
    hookimpl,
)
from etappe.testing.contract import ModuleContract
from etappe.testing.rehearsals import Rehearsals
from tests.testing.probe import MODULE, NOTES, Note, Probe, task


class TestProbe(ModuleContract):
    """A module that is as it should be."""

    hooks = Probe()
    samples = (Note(text="Probiert."),)


def contract(
    module: object,
    records: tuple[Record, ...] = (Note(text="Probiert."),),
    old: Mapping[str, Sequence[Body]] | None = None,
) -> ModuleContract:
    """The contract of a module that differs from the probe."""
    found = ModuleContract()
    found.hooks, found.samples, found.old_records = module, records, old or {}
    return found


def passage(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> LetterSpec:
    """A letter that says something, in a package of its own."""
    templates = folder / name / "templates"
    templates.mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    (templates / "brief.txt").write_text(text, encoding="utf8")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    importlib.invalidate_caches()
    return LetterSpec(key="probe.brief", package=name, template="brief.txt")


class Forgetful(Probe):
    """Hooks that answer something else each time."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = itertools.count()

    @hookimpl
    def etappe_obstacles(self, project: ProjectView, task: str, now: datetime) -> tuple[str, ...]:
        """Count how often somebody asked."""
        return (f"Zum {next(self._asked)}. Mal gefragt.",)


class Chatty(Probe):
    """Hooks that report something that is no section."""

    @hookimpl
    def etappe_report(self, project: ProjectView) -> tuple[int, ...]:
        """Report a number."""
        return (1,)


class Moody(Probe):
    """Hooks that offer another version each time."""

    versions = itertools.count()

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        """Offer the module in a version that grows."""
        return (MODULE.model_copy(update={"version": f"1.0.{next(self.versions)}"}),)


def test_a_module_that_does_not_compose_fails_once_and_the_rest_is_skipped() -> None:
    broken = contract(Probe(tasks=(task(phase="nirgends"),)))

    with pytest.raises(Exception, match="cannot take part: DanglingReference"):
        broken.test_it_composes_where_it_belongs()
    with pytest.raises(pytest.skip.Exception, match="see test_it_composes_where_it_belongs"):
        broken.test_an_escalation_escalates()


def test_a_newer_contract_is_named() -> None:
    with pytest.raises(Exception, match=r"written for contract 99 of etappe, this is contract \d+"):
        contract(Probe(contract=99)).test_it_composes_where_it_belongs()


def test_a_task_that_would_be_left_out_is_named() -> None:
    adrift = contract(Probe(uses=("nirgends",), tasks=(task(phase="nirgends"),)))

    with pytest.raises(AssertionError, match=r"\['probe.aufgabe'\] would be left out of every plan"):
        adrift.test_every_task_has_a_place_in_the_plan()


@pytest.mark.parametrize(
    ("changes", "test", "advice"),
    [
        (
            {"tasks": (task(advice=" "),)},
            ModuleContract.test_every_task_says_what_is_to_be_done_and_how_long_it_takes,
            "give 'advice' and 'effort' to",
        ),
        (
            {"tasks": (task(escalation="standard"),)},
            ModuleContract.test_an_escalation_escalates,
            "say escalates=True in",
        ),
        (
            {"ladders": (LadderSpec(key="l", title="L", rungs=(RungSpec(key="a", offset=0),) * 2),)},
            ModuleContract.test_every_rung_has_a_key_of_its_own,
            "give each rung of a ladder another key",
        ),
        (
            {
                "ladders": (
                    LadderSpec(
                        key="l", title="L", rungs=(RungSpec(key="a", offset=0), RungSpec(key="b", offset=-2))
                    ),
                )
            },
            ModuleContract.test_rungs_stand_in_the_order_of_time,
            "sort the rungs of",
        ),
        (
            {"letters": (LetterSpec(key="probe.brief", package="etappe_selbstcheck", template="x.txt"),)},
            ModuleContract.test_every_template_lies_in_its_package,
            "or add the missing file",
        ),
    ],
)
def test_a_faulty_offer_is_named_with_the_remedy(
    changes: dict[str, object], test: Callable[[ModuleContract], None], advice: str
) -> None:
    with pytest.raises(AssertionError, match=advice):
        test(contract(Probe(**changes)))


def test_offers_that_change_by_themselves_are_found() -> None:
    with pytest.raises(AssertionError, match="offer constants"):
        contract(Moody()).test_asked_again_it_offers_the_same()


@pytest.mark.parametrize("text", ["{{ anchors.start }", "{{ nichts.da }}", "{{ task.nichts }}"])
def test_a_passage_that_cannot_be_written_is_found(
    etappe_project: Rehearsals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    name = f"passage_{abs(hash(text))}"
    broken = contract(Probe(letters=(passage(monkeypatch, tmp_path, name, text),)))

    with pytest.raises(AssertionError, match="correct the template"):
        broken.test_every_letter_can_be_written(etappe_project, dated=True)


def test_a_passage_that_needs_a_date_is_found_where_there_is_none(
    etappe_project: Rehearsals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "{{ 'Am ' + anchors.start if anchors.start else missing }}"
    broken = contract(Probe(letters=(passage(monkeypatch, tmp_path, "dated_passage", text),)))

    broken.test_every_letter_can_be_written(etappe_project, dated=True)
    with pytest.raises(AssertionError, match="reads as an empty text"):
        broken.test_every_letter_can_be_written(etappe_project, dated=False)


def test_a_placeholder_is_found(
    etappe_project: Rehearsals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    letter = passage(monkeypatch, tmp_path, "placeholding", "TODO: write something nice")

    with pytest.raises(AssertionError, match="write these passages in German"):
        contract(Probe(letters=(letter,))).test_letters_are_in_the_language_of_the_programme(etappe_project)


def test_a_broken_passage_is_found_on_the_way(
    etappe_project: Rehearsals, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    letter = passage(monkeypatch, tmp_path, "broken_on_the_way", "{{ nichts.da }}")

    with pytest.raises(AssertionError, match="correct the passage"):
        contract(Probe(letters=(letter,))).test_its_whole_way_runs_without_a_broken_letter(etappe_project)


def test_a_hook_that_answers_something_else_each_time_is_found(etappe_project: Rehearsals) -> None:
    with pytest.raises(AssertionError, match="let the answer depend on what is asked alone"):
        contract(Forgetful()).test_asked_twice_its_hooks_answer_the_same(etappe_project)


def test_a_hook_that_answers_nonsense_is_found(etappe_project: Rehearsals) -> None:
    with pytest.raises(AssertionError, match="correct the hook: NonsenseAnswer: A hook answered with 1"):
        contract(Chatty()).test_its_hooks_answer_with_the_right_values(etappe_project)


def test_a_kind_of_record_without_a_sample_is_found() -> None:
    with pytest.raises(AssertionError, match=r"add a record of each of \['probe.notiz'\] to 'samples'"):
        contract(Probe(), records=()).test_there_is_a_sample_of_each_kind_of_record()


def test_a_record_that_comes_back_as_another_is_found() -> None:
    class Loose(Record):
        value: object

    kind = RecordSpec(key="probe.lose", title="Lose", model=Loose)

    with pytest.raises(AssertionError, match="use types of fields that survive JSON"):
        contract(Probe(records=(kind,)), (Loose(value=(1, 2)),)).test_what_is_kept_can_be_read_again()


def _renamed(body: Body) -> Body:
    return {"text": body["notiz"]}


def test_every_earlier_version_of_a_record_has_to_be_shown() -> None:
    grown = Probe(records=(NOTES.model_copy(update={"version": 2, "upgrades": (_renamed,)}),))

    with pytest.raises(AssertionError, match=r"'probe.notiz' is in version 2: give 'old_records'"):
        contract(grown).test_every_earlier_version_is_upgraded()


def test_an_upgrade_that_fails_is_found() -> None:
    grown = Probe(records=(NOTES.model_copy(update={"version": 2, "upgrades": (_renamed,)}),))

    contract(grown, old={"probe.notiz": [{"notiz": "Alt."}]}).test_every_earlier_version_is_upgraded()
    with pytest.raises(AssertionError, match="correct the upgrades"):
        contract(grown, old={"probe.notiz": [{"falsch": ""}]}).test_every_earlier_version_is_upgraded()


def test_an_import_from_behind_the_face_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    passage(monkeypatch, tmp_path, "peeking", "Guten Tag.")
    (tmp_path / "peeking" / "hooks.py").write_text("import etappe.service.office\nfrom etappe import model\n")
    hooks = __import__("peeking.hooks").hooks

    with pytest.raises(AssertionError, match=r"hooks.py: etappe.service.office', 'hooks.py: etappe.model"):
        contract(hooks).test_it_imports_the_face_to_modules_alone()
