"""What has happened, as sentences: facts of the audit in the language of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.model.audit import Fact
from etappe.model.chronicle import Titles, sentence
from etappe.service.office import Office, ProjectFile
from etappe.service.ports import Transaction


@dataclass(frozen=True, slots=True)
class Happened:
    """A fact of the audit in a sentence."""

    at: datetime
    by: str
    action: str
    about: str
    """What it is about: a project or Kommune, and behind a slash what lies within it."""
    text: str


def history_of(tx: Transaction, file: ProjectFile, size: int, offset: int = 0) -> tuple[Happened, ...]:
    """What has happened to a project and the people around its Kommune, the newest first."""
    titles = titles_of(file)
    abouts = dict.fromkeys((file.project.id, file.kommune.slug))
    facts = tx.survey.facts(tuple(abouts), size, offset)
    return tuple(_happened(at, fact, titles) for at, fact in facts)


def told_of_all(office: Office, tx: Transaction, size: int, offset: int) -> tuple[Happened, ...]:
    """What has happened in the whole programme, the newest first, in the words of the modules installed."""
    modules = office.programme.modules.values()
    titles = Titles(
        language=office.programme.spec.language,
        tasks={t.key: t.title for m in modules for t in m.tasks},
        anchors={a.key: a.title for m in modules for a in m.anchors},
        phases={p.key: p.title for m in modules for p in m.phases},
        roles={r.key: r.title for m in modules for r in m.roles},
        conditions={c.key: c.question for m in modules for c in m.conditions},
    )
    return tuple(_happened(at, fact, titles) for at, fact in tx.survey.facts((), size, offset))


def titles_of(file: ProjectFile) -> Titles:
    """What the things of a project are called."""
    plan = file.plan
    return Titles(
        language=plan.programme.language,
        tasks={t.key: t.title for t in plan.tasks},
        anchors={a.key: a.title for a in plan.anchors},
        phases={p.key: p.title for p in plan.phases},
        roles={r.key: r.title for r in plan.roles},
        conditions={c.key: c.question for c in plan.conditions},
    )


def _happened(at: datetime, fact: Fact, titles: Titles) -> Happened:
    return Happened(at, fact.actor, fact.action, fact.about, sentence(fact, titles))
