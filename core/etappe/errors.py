"""Everything that etappe refuses, each with one sentence that names the thing at fault and the remedy."""

from __future__ import annotations

import inspect


class EtappeError(Exception):
    """etappe could not do what was asked."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        sentence = " ".join((inspect.getdoc(type(self)) or "").split())
        super().__init__(sentence.format(**facts))


# What modules offer


class KeyTaken(EtappeError):
    """The key '{key}' is offered by the modules '{first}' and '{second}'; rename it in one of them."""


class KeyOutsideModule(EtappeError):
    """The module '{module}' offers '{key}', which begins with neither its own key nor one of its phases;
    rename it to '{module}.…'."""


class DanglingReference(EtappeError):
    """'{key}' of the module '{module}' points to '{target}', which nobody offers; correct it,
    or name its module in 'uses' if that may be switched off."""


class CircularReference(EtappeError):
    """The module '{module}' closes a circle: {circle}; take one of these steps out."""


class NewerContract(EtappeError):
    """The module '{module}' was written for contract {declared} of etappe, this is contract {ours};
    update etappe or install an older '{module}'."""


class BrokenModule(EtappeError):
    """The module '{module}' {version}could not be loaded: {cause}; repair or remove it."""


class UnknownModule(EtappeError):
    """No module '{module}' belongs to the programme '{programme}'; there are: {known}."""


class UnknownProgramme(EtappeError):
    """No installed module offers the programme '{programme}'; there are: {known}."""


class AnchorWithoutBase(EtappeError):
    """The anchor '{anchor}' has no rule whose own anchor is part of the plan ({bases});
    choose one of their modules too, or give '{anchor}' a rule that counts from 'start'."""


# Planning


class CalendarEnds(EtappeError):
    """The calendar covers {first} to {last} and does not reach what is counted from {day};
    choose a day within these years."""


class SchoolHolidaysUnknown(EtappeError):
    """'{anchor}' cannot be placed: the school holidays of {land} are known until {until} only;
    fix the date by hand (--fix {anchor}=YYYY-MM-DD), or let it ignore school holidays
    (--ignore school_holidays)."""


class NoSuitableDay(EtappeError):
    """No suitable day for '{anchor}' within a year after {day}; fix the date by hand
    (--fix {anchor}=YYYY-MM-DD)."""


class PlanImpossible(EtappeError):
    """'{anchor}' on {day} cannot be held: '{task}' would have to wait for '{before}' until {ready};
    the earliest possible date is {earliest}."""


class AnchorOutOfOrder(EtappeError):
    """'{anchor}' on {day} lies before '{base}' on {base_day}, from which it counts;
    the earliest possible date is {earliest}."""


class UnknownAnchor(EtappeError):
    """The plan has no anchor '{anchor}'; there are: {known}."""


class UnknownTask(EtappeError):
    """The plan has no task '{task}'; there are: {known}."""


class UnknownCondition(EtappeError):
    """The plan has no condition '{condition}'; there are: {known}."""


class ConditionUnanswered(EtappeError):
    """The condition '{condition}' of the module '{module}' needs an answer: {question}
    Answer with --answer {condition}=yes or --answer {condition}=no."""


class UnknownLand(EtappeError):
    """'{land}' is no Land; use one of {known}."""


# Mail and channels


class UnusableAddress(EtappeError):
    """'{address}' is no mail address that every mail server understands; correct it."""


class BadMailUrl(EtappeError):
    """The address of the mail server is not usable: its {part} {fault};
    write it as mailtos://user:password@host:587/?from=name@place.de."""


class UnknownChannel(EtappeError):
    """The team channel '{scheme}://…' is unknown or incomplete; compare it with Apprise's services."""


class NoMailbox(EtappeError):
    """There is no mailbox in '{folder}'; start one, or name its folder."""


class NoSuchMail(EtappeError):
    """The mailbox in '{folder}' has no letter {number}; list its letters to see their numbers."""


class PortTaken(EtappeError):
    """The local mailbox cannot listen on port {port}: {cause}; name another port, or 0 for any."""


# Kommunen, people, projects


class UnknownKommune(EtappeError):
    """There is no Kommune '{slug}'; see 'etappe kommunen list', or add it with 'etappe kommunen add'."""


class SlugTaken(EtappeError):
    """There is a Kommune '{slug}' already; give '{name}' a slug of its own with --slug."""


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


class TaskSettled(EtappeError):
    """'{task}' of '{project}' is {state} already; take that back first with
    'etappe tasks undo {project} {task}'."""


class TaskOpen(EtappeError):
    """'{task}' of '{project}' is open; there is nothing to take back."""


class ReasonMissing(EtappeError):
    """Waiving '{task}' needs a reason; add --reason '…'."""


class UnknownFollowUp(EtappeError):
    """There is no follow-up '{follow_up}', or several begin like that; see 'etappe follow-ups'."""


class FollowUpClosed(EtappeError):
    """The follow-up '{follow_up}' was closed already: {outcome}."""


class WrongOutcome(EtappeError):
    """The follow-up '{follow_up}' cannot be answered with '{outcome}'; possible: {possible}."""


class UnknownSubject(EtappeError):
    """Nothing is known of '{subject}'; give a rung (project/task/rule/ordinal), a letter's id,
    or a project and one of its tasks (project/task)."""


class PassageBroken(EtappeError):
    """The passage '{template}' of the package '{package}' could not be written: {cause};
    correct the template."""


# The database


class BadDatabaseAddress(EtappeError):
    """The address of the database is not usable: {cause}; write it as sqlite:////folder/etappe.db
    or postgresql://user:password@host/name."""


class DatabaseUnreachable(EtappeError):
    """The database '{database}' on {host} cannot be used: {cause}; start it, or correct its address."""


class DatabaseOutdated(EtappeError):
    """The database '{database}' has the tables of revision {found}, this etappe needs {needed};
    back it up and run 'etappe db upgrade'."""


class DatabaseNewer(EtappeError):
    """The database '{database}' has the tables of revision {found}, this etappe knows {needed} at most;
    update etappe."""


class DateInThePast(EtappeError):
    """{day} lies in the past, today is {today}; propose a day from today on."""


class NoMailServer(EtappeError):
    """No mail server is set; set ETAPPE_MAIL to an Apprise mail URL like
    mailtos://user:password@mail.example.org?from=etappe@example.org, or try 'etappe demo'."""


class NameMissing(EtappeError):
    """'{subject}' has no name; add one."""


class BadSlug(EtappeError):
    """'{slug}' is no slug; choose one of small letters, digits and hyphens, like 'kempten-allgaeu', with
    80 signs at most."""


# What people type


class GarbledArgument(EtappeError):
    """'{argument}' is not written in UTF-8; type it again, or set the terminal to UTF-8."""


class UnseenCharacters(EtappeError):
    """{place}: '{text}' holds characters that nobody sees; type it again."""


class TextTooLong(EtappeError):
    """{place}: {length} characters are too many; use {most} at most."""


class BadDay(EtappeError):
    """{place}: '{text}' is no day; write it like 2027-05-17 or 17.05.2027."""


class BadAnswer(EtappeError):
    """{place}: '{text}' is no answer; write the condition with yes or no, like praesenz=yes."""


class BadFixedDay(EtappeError):
    """{place}: '{text}' fixes nothing; write an anchor with its day, like workshop=2027-10-05."""


class SaidTwice(EtappeError):
    """{place}: '{key}' comes twice; say it once."""


class BadNumber(EtappeError):
    """{place}: '{text}' is no number of people; write digits only, like 260454."""


class UnknownCategory(EtappeError):
    """{place}: '{text}' is no category of holidays; use katholisch or augsburg, or leave it out."""


class CategoryElsewhere(EtappeError):
    """The holidays of Augsburg belong to BY, not to {land}; leave the category out."""


class BadPerson(EtappeError):
    """{place}: '{text}' names nobody to write to; write name and address like
    'Erika Beispiel <e.beispiel@example.org>'."""


class DeputyIncomplete(EtappeError):
    """A deputy needs both --deputy and --deputy-email; add {missing}, or leave both out."""


class DaysBackwards(EtappeError):
    """The days cannot end on {last} before they begin on {first}; swap them."""


class DaysTooMany(EtappeError):
    """{number} days in a row are more than a year; correct --to."""


class OnlyClosedDaysLast(EtappeError):
    """Only closing days can last until --to; enter each {kind} day by itself."""


class FileUnreadable(EtappeError):
    """The file '{file}' cannot be read: {cause}; correct its path."""


class FileNotUtf8(EtappeError):
    """'{file}', line {line}: the text is not written in UTF-8; save the file as 'CSV UTF-8' and import it
    again."""


class ImportRefused(EtappeError):
    """'{file}' was not imported, faults: {number}; correct them and import it again. Nothing was saved."""


class FolderUnusable(EtappeError):
    """The folder '{folder}' cannot be used: {cause}; set ETAPPE_DATA_DIR to one that you may write to."""


class NotADemo(EtappeError):
    """'{folder}' holds something that is no demo and is left alone; move it away, or name another folder with
    --data-dir."""


class DemoTooShort(EtappeError):
    """The demo begins on {first} and cannot stop on {until}; choose a later day."""


class BadSetting(EtappeError):
    """The setting {setting} cannot be used: {cause}; correct it in the environment or in etappe.toml."""
