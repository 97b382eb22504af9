"""The contract of letters: every passage can be written about every task, and says something."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from etappe.adapters.scribe import JinjaScribe
from etappe.errors import PassageBroken
from etappe.model.plan import Plan
from etappe.model.writing import LetterContent, TaskContent, Tone
from etappe.plugin import LetterSpec, TaskSpec
from etappe.plugin.watchdog import Watchdog
from etappe.testing.contract.subject import Subject, own_tasks
from etappe.testing.rehearsal import Rehearsal
from etappe.testing.rehearsals import Rehearsals

LEFT_OVER = ("{{", "{%", "None", "Undefined", "<built-in")
"""What a reader finds where a template was not filled in."""
PLACEHOLDERS = ("TODO", "FIXME", "XXX", "TBD", "lorem ipsum", "placeholder", "your text", "Dear ", "Please ")
"""What nobody writes to a German town hall on purpose."""
Days = tuple[tuple[str, date], ...]


class Passages(Subject):
    """What the module says to people."""

    def test_every_template_lies_in_its_package(self) -> None:
        """A letter that is offered can be opened, and is not empty."""
        letters = [letter for module in self.company.offered for letter in module.letters]

        empty = [
            f"{letter.package}/templates/{letter.template}" for letter in letters if not _wording(letter)
        ]
        assert not empty, f"write something into {empty}, or add the missing file"

    @pytest.mark.parametrize("dated", [True, False], ids=["with all dates", "without any date"])
    def test_every_letter_can_be_written(self, etappe_project: Rehearsals, dated: bool) -> None:
        """About each of its tasks, in every tone, and also where an anchor that it reads is absent."""
        project = self.begun(etappe_project)
        days: Days = tuple(project.view.anchors.items()) if dated else ()

        broken: list[str] = []
        for task in own_tasks(self.company):
            try:
                text = _text(project, task, days)
            except PassageBroken as error:
                broken.append(f"{task.key}: {error}")
            else:
                broken += [f"{task.key}: its letter says '{w}'" for w in LEFT_OVER if w in text]
        assert not broken, (
            "correct the template (an anchor that is not in the plan reads as an empty text):\n"
            + "\n".join(broken)
        )

    def test_letters_are_in_the_language_of_the_programme(self, etappe_project: Rehearsals) -> None:
        """No placeholder is left in what a German town hall reads."""
        project = self.begun(etappe_project)
        if project.plan.programme.language != "de":
            return

        texts = {t.key: _text(project, t, ()) for t in own_tasks(self.company)}
        found = [f"{key}: '{w}'" for key, text in texts.items() for w in PLACEHOLDERS if w in text]

        assert not found, f"write these passages in German: {found}"


def _wording(letter: LetterSpec) -> str:
    template = files(letter.package) / "templates" / letter.template
    return template.read_text("utf8").strip() if template.is_file() else ""


def _text(project: Rehearsal, task: TaskSpec, days: Days) -> str:
    """Letters about a task in every tone, one after the other."""
    plan = project.plan
    scribe = JinjaScribe(Watchdog().render)
    contents = (_content(project, plan, task, tone, days) for tone in Tone)
    letters = (scribe.write(content) for content in contents)
    return "\n".join(f"{letter.subject}\n{letter.text}" for letter in letters)


def _content(project: Rehearsal, plan: Plan, task: TaskSpec, tone: Tone, days: Days) -> LetterContent:
    return LetterContent(
        programme=plan.programme.short_title or plan.programme.title,
        language=plan.programme.language,
        recipient="Erika Beispiel",
        today=project.today,
        staff=False,
        tasks=(_block(project, plan, task, tone, days),),
        overview=False,
        lines=(),
        copies=(),
        requests=(),
        returned=False,
        ask_name="Max Beispiel",
        ask_email="max@beispiel.example",
    )


def _block(project: Rehearsal, plan: Plan, task: TaskSpec, tone: Tone, days: Days) -> TaskContent:
    passage = plan.letter.get(plan.passages.get(task.key, ""))
    return TaskContent(
        project=project.id,
        kommune="Musterstadt",
        council="Rat",
        phase=plan.phase[task.phase].title,
        key=task.key,
        title=task.title,
        advice=task.advice,
        effort=task.effort,
        due=project.today,
        why="vorgegeben",
        tone=tone,
        working_days_left=0,
        role_title=plan.role[task.role].title,
        package=passage.package if passage else None,
        template=passage.template if passage else None,
        anchors=days,
        settings=project.view.settings.model_dump(),
    )
