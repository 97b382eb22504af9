"""What does not fit to the Kommunen, people, projects and tasks that are there."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class UnknownKommune(EtappeError):
    """There is no Kommune '{slug}'; see 'etappe kommunen list', or add it with 'etappe kommunen add'."""


class DayNotEntered(EtappeError):
    """'{slug}' has not entered {day} as {kind}; see 'etappe kommunen days {slug}'."""


class SlugTaken(EtappeError):
    """There is a Kommune '{slug}' already; give '{name}' a slug of its own with --slug."""


class BadSlug(EtappeError):
    """'{slug}' is no slug; choose one of small letters, digits and hyphens, like 'kempten-allgaeu', with
    80 signs at most."""


class NameMissing(EtappeError):
    """'{subject}' has no name; add one."""


class UnknownProject(EtappeError):
    """There is no project '{project}'; see 'etappe projects list'."""


class ProjectExists(EtappeError):
    """'{kommune}' has a project that starts on {start} already; choose another day."""


class StartInThePast(EtappeError):
    """The project of '{kommune}' cannot start on {start}, today is {today}; choose a day from today on."""


class ContactMissing(EtappeError):
    """'{kommune}' has nobody in the role {role}; name somebody with
    'etappe contacts set {kommune} {role} NAME EMAIL'."""


class UnknownRole(EtappeError):
    """The programme has no role '{role}'; there are: {known}."""


class BadAddress(EtappeError):
    """'{address}' is no mail address; write it like name@example.org."""


class NobodyAround(EtappeError):
    """Nobody with the id '{person}' fills a role around '{project}', or steps in for one."""


class UnknownPerson(EtappeError):
    """Nobody has the address '{address}'; see 'etappe contacts list'."""


class HandOverToSelf(EtappeError):
    """{name} fills {role} of {place} already; nothing is handed over. Change details or the deputy with
    'etappe contacts set'."""


class NobodyToHandOver(EtappeError):
    """Nobody fills {role} of {place} so far, so that nobody can hand it over; name somebody with
    'etappe contacts set'."""


class LettersNotStopped(EtappeError):
    """Letters to '{address}' have not stopped; there is nothing to let go."""


class UnknownLetter(EtappeError):
    """There is no letter '{letter}'; its id is the first part of its Message-ID."""


class AbsenceBackwards(EtappeError):
    """An absence cannot end on {last} before it begins on {first}; swap the days."""


class NotAway(EtappeError):
    """{name} is not away from {first} on, or is back already; look at the absences again."""


class TaskNotActive(EtappeError):
    """'{task}' is no task of the project '{project}' now; see 'etappe projects show {project}'."""


class TaskObstructed(EtappeError):
    """'{task}' of '{project}' cannot be called done: {objections} Do what is missing, or waive the task with
    a reason."""


class TaskNotOnDemand(EtappeError):
    """'{task}' of '{project}' is not opened on demand; offer it with 'on_demand', or leave it to the plan."""


class PersonInCharge(EtappeError):
    """{name} still fills {roles}; name somebody else there first with 'etappe contacts set'."""


class TaskSettled(EtappeError):
    """'{task}' of '{project}' is {state} already; take that back first with
    'etappe tasks undo {project} {task}'."""


class TaskOpen(EtappeError):
    """'{task}' of '{project}' is open; there is nothing to take back."""


class ReasonMissing(EtappeError):
    """Waiving '{task}' needs a reason; add --reason '…'."""


class DateInThePast(EtappeError):
    """{day} lies in the past, today is {today}; propose a day from today on."""


class AnchorPassed(EtappeError):
    """'{anchor}' of '{project}' was on {day}; what has happened is not moved, leave this project out."""


class UnknownFollowUp(EtappeError):
    """There is no follow-up '{follow_up}', or several begin like that; see 'etappe follow-ups'."""


class FollowUpClosed(EtappeError):
    """The follow-up '{follow_up}' was closed already: {outcome}."""


class ProposalOutdated(EtappeError):
    """'{task}' was due on {before} when {by} proposed {day}, and is due on {due} by now; reject the proposal,
    and fix the day you want with 'etappe tasks fix'."""


class ContactChanged(EtappeError):
    """{role} of '{place}' is filled by {name} since this was asked; look at 'etappe contacts list {place}',
    and answer with 'done' or 'declined'."""


class WrongOutcome(EtappeError):
    """The follow-up '{follow_up}' cannot be answered with '{outcome}'; possible: {possible}."""


class UnknownSubject(EtappeError):
    """Nothing is known of '{subject}'; give a rung (project/task/rule/ordinal), a letter's id,
    or a project and one of its tasks (project/task)."""


class AnchorNotFixed(EtappeError):
    """'{anchor}' of '{project}' is not fixed by hand; there is nothing to let go of."""


class DeadlineNotFixed(EtappeError):
    """'{task}' of '{project}' is not fixed by hand; there is nothing to let go of."""


class NotLater(EtappeError):
    """'{task}' is due on {due}, so that {day} gives it no more time; name a later day, or fix it with
    'etappe tasks fix'."""


class BeyondBound(EtappeError):
    """'{task}' can be extended until {bound} without moving anything else, not until {day}; choose a day up
    to that, or fix it with 'etappe tasks fix' and see what follows."""


class PlanNotUpgraded(EtappeError):
    """The plan of '{project}' was not upgraded, or that is taken back already."""


class UnknownPhase(EtappeError):
    """The plan has no phase '{phase}'; there are: {known}."""


class HoldReasonMissing(EtappeError):
    """Holding '{project}' needs a reason, which its people will read; add --reason '…'."""


class HoldInThePast(EtappeError):
    """The hold cannot begin on {day}, today is {today}; let it begin today or later."""


class ResumptionBeforeHold(EtappeError):
    """It cannot be resumed on {until} before it rests from {first} on; name a later day."""


class ResumptionInThePast(EtappeError):
    """It cannot be resumed on {until}, today is {today}; name a day from today on."""


class NotHeld(EtappeError):
    """'{project}' does not rest{phase}; there is nothing to resume."""


class ProjectClosed(EtappeError):
    """'{project}' is closed, none of its tasks is open any more; take one back first with
    'etappe tasks undo {project} TASK'."""


class PlanChanged(EtappeError):
    """'{project}' has changed since this was shown ({meanwhile}), and nothing was saved; look at what it
    would change now, and confirm that with --confirm {fingerprint}."""


class NotConfirmed(EtappeError):
    """Nothing was saved; to apply what is shown, say --confirm {fingerprint}, or --yes."""


class SelectionChanged(EtappeError):
    """Some of the projects have changed since this was shown, or others were shown, and nothing was saved;
    look at what it would do now, and confirm that with --confirm {fingerprint}."""


class ChangedMeanwhile(EtappeError):
    """Somebody has changed '{project}' in this moment; look at it, and run this again for it."""


class ModuleChosen(EtappeError):
    """'{project}' does '{module}' already; there is nothing to choose."""


class ModuleNotChosen(EtappeError):
    """'{project}' does not do '{module}'; there is nothing to drop."""


class ModuleMandatory(EtappeError):
    """'{module}' is mandatory in '{programme}'; waive its tasks with a reason instead."""


class PlanOutdated(EtappeError):
    """The plan of '{project}' is not the newest, and choosing a module would change more than that; upgrade
    it first with 'etappe plan upgrade {project}'."""


class HoldRuns(EtappeError):
    """'{project}' rests from {first} until {until} already; leave --from out to give that another end, or
    call it off first with 'etappe projects resume {project}'."""
