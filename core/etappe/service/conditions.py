"""Answer a condition while a project runs: tasks appear, others retire, the rest follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from etappe.errors import UnknownCondition
from etappe.model.audit import Fact
from etappe.model.moments import local_day
from etappe.service.following import Replanned, follow, laid_out
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class AnswerCondition:
    """Answer a condition; settled tasks and what has happened stay as they are."""

    condition: str
    answer: bool
    why: str = ""

    def carry_out(
        self, office: Office, tx: Transaction, file: ProjectFile, by: str, now: datetime
    ) -> ProjectFile | None:
        """Raises `UnknownCondition`, and what `lay_out` refuses."""
        return give_answer(tx, file, self.condition, by, now, answer=self.answer, why=self.why)


def give_answer(
    tx: Transaction,
    file: ProjectFile,
    condition: str,
    by: str,
    now: datetime,
    *,
    answer: bool,
    why: str = "",
) -> ProjectFile:
    """The same within a transaction of the caller's; answering alike twice changes nothing."""
    if condition not in file.plan.condition:
        raise UnknownCondition(condition=condition, known=", ".join(file.plan.condition) or "none")
    before, project_id = file.project.answers.get(condition), file.project.id
    if before is answer:
        return file
    decided = replace(file.decisions, answers={**file.decisions.answers, condition: answer})
    schedule = laid_out(file, decided, local_day(now, file.calendar.zone))
    because = file.speech.reasons.answered_no.format(question=file.plan.condition[condition].question)
    followed = follow(tx, file, schedule, by, now, because=because)
    tx.projects.save_answers(project_id, schedule.decisions.answers)
    data = {"before": before, "after": answer, **_changed(followed.replanned), "why": why}
    tx.audit.record([Fact(by, "condition answered", f"{project_id}/{condition}", data), *followed.facts], now)
    return followed.file


def _changed(replanned: Replanned) -> dict[str, object]:
    return {
        "appeared": {t.key: t.due.isoformat() for t in replanned.appeared},
        "retired": [t.key for t in replanned.retired],
        "moved": replanned.days,
    }
