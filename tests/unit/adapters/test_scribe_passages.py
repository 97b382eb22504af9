"""The passage that a module brings: what it knows, and how it is named if it is broken or missing."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

import etappe_weltoffene_kommune.offers
from etappe.adapters.scribe import JinjaScribe
from etappe.errors import PassageBroken
from etappe.model.writing import TaskContent
from tests.unit.adapters.contents import (
    INVITE,
    SCRIBE,
    about,
    content_of,
    text_of,
)


def module_with(folder: Path, monkeypatch: pytest.MonkeyPatch, passage: str) -> TaskContent:
    """A task whose passage lies in a package made for the test."""
    name = f"made_for_{folder.name}"
    (folder / name / "templates").mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / name / "templates" / "passage.txt").write_text(passage, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder)])
    return replace(INVITE, package=name, template="passage.txt")


def test_a_task_without_a_passage_says_its_advice() -> None:
    assert f"\n\n{INVITE.advice}\n\n" in text_of(about(INVITE))


def test_a_passage_knows_task_kommune_programme_and_anchors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = (
        "{{ task.title }}|{{ task.effort }}|{{ task.due }}|{{ kommune.name }}|{{ kommune.council }}|"
        "{{ programme.title }}|{{ anchors.workshop }}|{{ anchors.fehlt }}|{{ anchors['x.y'] }}"
    )
    task = module_with(tmp_path, monkeypatch, passage)

    text = text_of(about(task))

    assert (
        "Einladungen versenden|etwa anderthalb Stunden|Freitag, 27. November 2026|Wilhelmshaven|Rat|"
        "Weltoffene Kommune|Mittwoch, 6. Januar 2027||" in text
    )


def test_a_kommune_that_does_not_name_its_council_has_one_all_the_same() -> None:
    module = etappe_weltoffene_kommune.offers.MODULE
    (task,) = (task for task in module.tasks if task.key == "vereinbarung.sperrzeiten")

    text = text_of(about(replace(content_of(module, task), council="")))

    assert "Sitzungen Ihrer Vertretung (Rat oder Kreistag)" in text


@pytest.mark.parametrize(
    ("passage", "cause"),
    [
        ("{{ task.nobody }}", "UndefinedError"),
        ("{{ nothing }}", "UndefinedError"),
        ("{% if %}", "TemplateSyntaxError"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_broken_passage_is_named(
    passage: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = module_with(tmp_path, monkeypatch, passage)

    with pytest.raises(PassageBroken, match=f"'passage.txt' of the package '{task.package}'.*: {cause}: "):
        SCRIBE.write(about(task))


@pytest.mark.parametrize(
    ("package", "template", "cause"),
    [
        ("etappe_nowhere", "aufgabe.txt", "ModuleNotFoundError"),
        ("etappe_workshop", "nowhere.txt", "TemplateNotFound"),
        ("etappe.model", "aufgabe.txt", "ValueError"),
    ],
)
def test_a_passage_that_is_missing_is_named(package: str, template: str, cause: str) -> None:
    with pytest.raises(PassageBroken, match=f"'{template}' of the package '{package}'.*{cause}"):
        SCRIBE.write(about(replace(INVITE, package=package, template=template)))


def test_blank_lines_of_a_passage_are_drawn_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = module_with(tmp_path, monkeypatch, "\n\nEins.  \n \n\n\nZwei.\n\n\n")

    text = SCRIBE.write(about(task)).text

    assert "Stunden\n\nEins.\n\nZwei.\n\nAntworten" in text


def test_a_passage_without_measure_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = module_with(tmp_path, monkeypatch, "{% for n in range(10 ** 9) %}endlos {% endfor %}")

    with pytest.raises(PassageBroken, match=r"more than 20000 characters.*; shorten it"):
        text_of(about(task))


def test_a_passage_that_was_repaired_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = module_with(tmp_path, monkeypatch, "{{ 1 // 0 }}")
    with pytest.raises(PassageBroken, match="ZeroDivisionError"):
        text_of(about(task))

    next(tmp_path.rglob("passage.txt")).write_text("Repariert.", encoding="utf-8")

    assert "\n\nRepariert.\n\n" in text_of(about(task))


def test_a_passage_is_written_under_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = module_with(tmp_path, monkeypatch, "Unbewacht.")

    letter = JinjaScribe(lambda work: work().replace("Un", "")).write(about(task))

    assert "\n\nbewacht.\n\n" in letter.text
