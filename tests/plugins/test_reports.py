"""What our modules add to the draft of the final report: days and gaps, never a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import etappe_dialog.report
import etappe_selbstcheck.report
import etappe_workshop.report
from etappe.plugin import ProjectView, TaskState, TaskView

DAY = date(2026, 3, 9)


def done(key: str, on: date = DAY) -> TaskView:
    return TaskView(key, key, key.partition(".")[0], "AP", on, TaskState.DONE, on, True, True)


def project(*tasks: TaskView) -> ProjectView:
    """A project with some tasks, its events on one day."""
    return ProjectView(
        id="aachen",
        programme="weltoffene_kommune",
        kommune="aachen",
        kommune_name="Aachen",
        land="NW",
        start=date(2026, 1, 12),
        phase=None,
        modules=(),
        answers={},
        anchors={"workshop": DAY, "dialog": DAY},
        tasks={t.key: t for t in tasks},
    )


def test_the_selbstcheck_tells_when_it_was_handed_in_and_evaluated() -> None:
    evaluated = done("selbstcheck.auswertung", date(2026, 3, 23))

    [section] = etappe_selbstcheck.report.sections(project(done("selbstcheck.abgabe"), evaluated))

    assert section.text.startswith(
        "Der Selbstcheck wurde am 09.03.2026 abgegeben. Seine Auswertung lag am 23.03.2026 vor.\n\nHier fehlt"
    )


def test_an_evaluation_that_is_not_there_is_not_spoken_of() -> None:
    [section] = etappe_selbstcheck.report.sections(project(done("selbstcheck.abgabe")))

    assert "Auswertung lag" not in section.text


@pytest.mark.parametrize(
    ("module", "task", "told"),
    [
        (etappe_workshop.report, "workshop.durchfuehrung", "Der Workshop fand am 09.03.2026 statt."),
        (etappe_dialog.report, "dialog.durchfuehrung", "Die Dialogveranstaltung fand am 09.03.2026 statt."),
    ],
)
def test_an_event_tells_its_day_once_it_was_held(module: object, task: str, told: str) -> None:
    [section] = module.sections(project(done(task)))  # type: ignore[attr-defined]

    assert section.text.startswith(told)


@pytest.mark.parametrize(
    "module", [etappe_selbstcheck.report, etappe_workshop.report, etappe_dialog.report], ids=str
)
def test_what_has_not_happened_has_no_section(module: object) -> None:
    open_tasks = [
        replace(done(key), state=TaskState.OPEN, settled_on=None)
        for key in ("selbstcheck.abgabe", "workshop.durchfuehrung", "dialog.durchfuehrung")
    ]

    assert module.sections(project(*open_tasks)) == ()  # type: ignore[attr-defined]
