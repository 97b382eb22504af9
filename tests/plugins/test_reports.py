"""What our modules add to the draft of the final report: days and gaps, never a result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from etappe.plugin import ProjectView, ReportSection, TaskState, TaskView
from etappe_dialog.report import sections as of_dialogue
from etappe_selbstcheck.report import sections as of_selbstcheck
from etappe_workshop.report import sections as of_workshop

DAY = date(2026, 3, 9)
Sections = Callable[[ProjectView], tuple[ReportSection, ...]]


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

    [section] = of_selbstcheck(project(done("selbstcheck.abgabe"), evaluated))

    assert section.text.startswith(
        "Der Selbstcheck wurde am 09.03.2026 abgegeben. Seine Auswertung lag am 23.03.2026 vor.\n\nHier fehlt"
    )


def test_an_evaluation_that_is_not_there_is_not_spoken_of() -> None:
    [section] = of_selbstcheck(project(done("selbstcheck.abgabe")))

    assert "Auswertung lag" not in section.text


@pytest.mark.parametrize(
    ("sections", "task", "told"),
    [
        (of_workshop, "workshop.durchfuehrung", "Der Workshop fand am 09.03.2026 statt."),
        (of_dialogue, "dialog.durchfuehrung", "Die Dialogveranstaltung fand am 09.03.2026 statt."),
    ],
)
def test_an_event_tells_its_day_once_it_was_held(sections: Sections, task: str, told: str) -> None:
    [section] = sections(project(done(task)))

    assert section.text.startswith(told)


@pytest.mark.parametrize("sections", [of_selbstcheck, of_workshop, of_dialogue])
def test_what_has_not_happened_has_no_section(sections: Sections) -> None:
    open_tasks = [
        replace(done(key), state=TaskState.OPEN, settled_on=None)
        for key in ("selbstcheck.abgabe", "workshop.durchfuehrung", "dialog.durchfuehrung")
    ]

    assert sections(project(*open_tasks)) == ()
