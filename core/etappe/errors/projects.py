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


class UnknownPerson(EtappeError):
    """Nobody has the address '{address}'; see 'etappe contacts list'."""


class AbsenceBackwards(EtappeError):
    """An absence cannot end on {last} before it begins on {first}; swap the days."""


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


class WrongOutcome(EtappeError):
    """The follow-up '{follow_up}' cannot be answered with '{outcome}'; possible: {possible}."""


class UnknownSubject(EtappeError):
    """Nothing is known of '{subject}'; give a rung (project/task/rule/ordinal), a letter's id,
    or a project and one of its tasks (project/task)."""
