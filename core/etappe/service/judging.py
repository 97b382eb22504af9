"""What is to become of a rung that is due, one reason after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.model.calendar import Calendar
from etappe.model.committees import awaits_session
from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.model.identity import identity
from etappe.model.ledger import Due, OccurrenceState
from etappe.model.moments import moment
from etappe.model.people import Recipient
from etappe.model.plan import Plan
from etappe.model.project import TaskState
from etappe.model.quiet import CLOSES
from etappe.model.rungs import KEEPS, Rung, RungMoment, due_rungs, in_order, keeps_until, moment_of
from etappe.model.spec import RESPONSIBLE, RungKind, RungSpec, TaskSpec
from etappe.service.circumstances import Circumstances, press_cause

LET_GO = ".let_go"
"""The end of the rule key of a letter that waited for a person and was let go."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one rung."""

    found: RungMoment | None
    state: OccurrenceState
    reason: str | None = None
    recipients: tuple[Recipient, ...] = ()
    opens: FollowUpKind | None = None
    asks: str = ""
    until: datetime | None = None
    """How long its letter may wait."""


@dataclass(frozen=True, slots=True)
class Case:
    """A due rung with its task, plan and place."""

    due: Due
    project_id: str
    task: TaskSpec
    plan: Plan
    calendar: Calendar
    deadline: date
    kommune: str

    @property
    def let_go(self) -> bool:
        """Whether a person let this letter go, so that it is no question any more."""
        return self.due.rule_key.endswith(LET_GO)

    @property
    def rule_key(self) -> str:
        """The rung's own rule key."""
        return self.due.rule_key.removesuffix(LET_GO)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The rungs of its task, in the order of their days."""
        return in_order(self.plan.rungs[self.task.key], self.deadline, self.calendar)


def verdicts(case: Case, around: Circumstances) -> tuple[Verdict, ...]:
    """One verdict for the armed rung and for each later one whose moment has come too.

    Of several letters the newest goes out; the older are replaced by it.
    """
    index = _index(case)
    if index is None:
        return (Verdict(None, OccurrenceState.CANCELLED, around.speech.reasons.gone),)
    rungs = case.rungs
    armed = moment_of(rungs, index, case.deadline, case.calendar)
    come = () if case.let_go else due_rungs(rungs, case.deadline, case.calendar, around.now, index)
    if case.due.task_state != TaskState.OPEN:
        return (Verdict(armed, OccurrenceState.CANCELLED, around.speech.reasons.settled),)
    return tuple(_one(case, found, come, around) for found in come or (armed,))


def judged_again(case: Case, later: Sequence[Case], around: Circumstances) -> Verdict:
    """What becomes of a rung that was held back, where ``later`` are those of its task held after it.

    None is too late merely because it was held.
    """
    index, say = _index(case), around.speech.reasons
    if index is None:
        return Verdict(None, OccurrenceState.CANCELLED, say.gone)
    found = moment_of(case.rungs, index, case.deadline, case.calendar)
    if case.due.task_state != TaskState.OPEN:
        return Verdict(found, OccurrenceState.CANCELLED, say.settled)
    if found.at > around.now and not case.let_go:
        return Verdict(found, OccurrenceState.CANCELLED, say.planned_anew)
    newest = next((c for c in reversed(later) if _reaches(c, found, around)), None)
    if newest:
        return Verdict(found, OccurrenceState.SUPERSEDED, say.replaced.format(rule=newest.rule_key))
    verdict = _held_back(case, found, (), around) or _letter(case, found, around)
    until = moment(case.calendar.add(around.today, KEEPS), CLOSES, case.calendar.zone)
    return replace(verdict, until=until) if verdict.recipients else verdict


def _reaches(later: Case, found: RungMoment, around: Circumstances) -> bool:
    """Whether a later rung goes to everybody whom this one would reach."""
    index = _index(later)
    if index is None:
        return False
    spec = later.rungs[index].spec
    return set(found.rung.spec.to) <= set(spec.to) and not _lapses(later, spec, around)


def escalates(case: Case, around: Circumstances) -> bool:
    """Whether the armed rung or a later one whose moment has come is an escalation."""
    index = _index(case)
    if index is None:
        return False
    rungs = case.rungs
    come = due_rungs(rungs, case.deadline, case.calendar, around.now, index)
    return rungs[index].escalates or any(c.rung.escalates for c in come)


def follow_up_of(case: Case, verdict: Verdict, key: str, now: datetime) -> FollowUp:
    """What a verdict asks of project management."""
    assert verdict.opens is not None
    causes = {
        "press": press_cause(case.project_id, case.task.key),
        "contact": f"{case.kommune}/{case.task.role}",
    }
    cause = causes.get(verdict.opens.value, key)
    data = {"rung": key}
    if verdict.found is not None and verdict.found.rung.spec.to:
        data["to"] = ",".join(verdict.found.rung.spec.to)
    return FollowUp(
        id=identity(case.project_id, cause),
        project_id=case.project_id,
        task_key=case.task.key,
        kind=verdict.opens,
        cause=cause,
        request=verdict.asks,
        data=data,
        open=True,
        opened_at=now,
    )


def _one(case: Case, found: RungMoment, come: tuple[RungMoment, ...], around: Circumstances) -> Verdict:
    if found.rung.spec.kind is not RungKind.LETTER and not case.let_go:
        return _not_a_letter(case, found, around)
    newest = _replacement(case, found, come, around)
    if newest:
        reason = around.speech.reasons.replaced.format(rule=newest.rung.rule_key)
        return Verdict(found, OccurrenceState.SUPERSEDED, reason)
    return (
        _too_late(case, found, around)
        or _held_back(case, found, come, around)
        or _letter(case, found, around)
    )


def _replacement(
    case: Case, found: RungMoment, come: tuple[RungMoment, ...], around: Circumstances
) -> RungMoment | None:
    """The newest letter that has come too and reaches everybody whom this one would."""
    return next(
        (
            c
            for c in reversed(come)
            if c.rung.spec.kind is RungKind.LETTER
            and c.day > found.day
            and set(found.rung.spec.to) <= set(c.rung.spec.to)
            and not _lapses(case, c.rung.spec, around)
        ),
        None,
    )


def _lapses(case: Case, spec: RungSpec, around: Circumstances) -> bool:
    return spec.lapses_in_school_holidays and case.calendar.in_school_holidays(around.today)


def _until(case: Case, found: RungMoment) -> datetime:
    until = keeps_until(found, case.deadline, case.calendar)
    return max(until, case.due.send_until) if found.rung.rule_key == case.rule_key else until


def _too_late(case: Case, found: RungMoment, around: Circumstances) -> Verdict | None:
    until = _until(case, found)
    if around.now <= until:
        return None
    reason = around.speech.reasons.too_late.format(day=around.speech.day(until))
    asks = around.speech.reasons.expired.format(title=case.task.title)
    return Verdict(found, OccurrenceState.EXPIRED, reason, opens=FollowUpKind.NOTE, asks=asks)


def _not_a_letter(case: Case, found: RungMoment, around: Circumstances) -> Verdict:
    if _lapses(case, found.rung.spec, around):
        return Verdict(found, OccurrenceState.CANCELLED, around.speech.reasons.lapsed)
    enough = _enough(case, around) if found.rung.spec.kind is RungKind.RELEASE else None
    if enough and case.task.role in found.rung.spec.to:
        return Verdict(found, OccurrenceState.CANCELLED, enough)
    kind = FollowUpKind.RELEASE if found.rung.spec.kind is RungKind.RELEASE else FollowUpKind.ESCALATION
    return Verdict(
        found, OccurrenceState.FIRED, found.rung.spec.request, opens=kind, asks=found.rung.spec.request
    )


def _held_back(
    case: Case, found: RungMoment, come: tuple[RungMoment, ...], around: Circumstances
) -> Verdict | None:
    """The reasons of the programme why a letter does not go out."""
    spec = found.rung.spec
    if _lapses(case, spec, around) and not case.let_go:
        return Verdict(found, OccurrenceState.CANCELLED, around.speech.reasons.lapsed)
    by_hand = case.due.task_by_hand is True
    asked = case.task.committee and awaits_session(case.deadline, case.calendar, by_hand=by_hand)
    if asked and spec.offset < 0:
        return Verdict(found, OccurrenceState.CANCELLED, around.speech.reasons.no_session)
    if spec.while_open and not _still_open(case, found, come, around):
        return Verdict(found, OccurrenceState.CANCELLED, around.speech.reasons.not_needed)
    election = case.calendar.election_after(around.today) if case.task.press else None
    if election and not _confirmed(case, around):
        reason = around.speech.reasons.press.format(day=around.speech.day(election))
        return Verdict(found, OccurrenceState.CANCELLED, reason, opens=FollowUpKind.PRESS, asks=reason)
    return None


def _letter(case: Case, found: RungMoment, around: Circumstances) -> Verdict:
    spec, role = found.rung.spec, case.plan.role[case.task.role]
    recipients = around.circles[case.kommune].recipients(case.task, spec, around.today)
    responsible = around.circles[case.kommune].contacts.get(case.task.role)
    if not recipients and responsible:
        say, person = around.speech.reasons, responsible.person
        lost = person.id in around.unreachable
        why = say.unreachable.format(name=person.name) if lost else say.no_deputy
        return Verdict(found, OccurrenceState.CANCELLED, why)
    if not recipients:
        reason = around.speech.reasons.nobody.format(role=role.title)
        return Verdict(found, OccurrenceState.CANCELLED, reason, opens=FollowUpKind.CONTACT, asks=reason)
    enough = _enough(case, around)
    if enough and {RESPONSIBLE, case.task.role} & set(spec.to) and not case.let_go:
        return Verdict(found, OccurrenceState.CANCELLED, enough)
    held = around.holding.reason(case.plan, case.task.key)
    if held:
        return Verdict(found, OccurrenceState.HELD, held)
    return Verdict(found, OccurrenceState.FIRED, None, recipients, until=_until(case, found))


def _enough(case: Case, around: Circumstances) -> str | None:
    """Why whoever is responsible is told no more of this task; None where they still may be."""
    role = case.plan.role[case.task.role]
    told = around.told.get((case.project_id, case.task.key), 0)
    if role.letters_per_task is None or told < role.letters_per_task:
        return None
    return around.speech.reasons.enough.format(number=told, role=role.title)


def _index(case: Case) -> int | None:
    return next((i for i, rung in enumerate(case.rungs) if rung.rule_key == case.rule_key), None)


def _still_open(case: Case, found: RungMoment, come: tuple[RungMoment, ...], around: Circumstances) -> bool:
    """Whether the question of an earlier rung waits for an answer; one that comes late is asked only now."""
    asked = f"{found.rung.rule_key.partition('.')[0]}.{found.rung.spec.while_open}"
    if any(c.rung.rule_key == asked for c in come):
        return True
    times = len(around.fired.get((case.project_id, case.task.key), {}).get(asked, ()))
    cause = f"{case.project_id}/{case.task.key}/{asked}/{times}"
    follow_up = around.causes.get(cause)
    return follow_up is not None and follow_up.open


def _confirmed(case: Case, around: Circumstances) -> bool:
    follow_up = around.causes.get(press_cause(case.project_id, case.task.key))
    return follow_up is not None and follow_up.outcome == "confirmed"
