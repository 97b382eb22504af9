"""The weekly report: announced to the project team once a week, on its own channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from etappe.model.announcement import Announcement
from etappe.model.letter import Letter
from etappe.model.moments import local_day
from etappe.model.weekly import week_of
from etappe.service.office import Office
from etappe.service.ports import Announcer, Reporter
from etappe.service.weekly_content import weekly_content


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What writing and announcing need."""

    reporter: Reporter
    announcer: Announcer | None
    """None where the team has no channel."""


class ReportOutcome(StrEnum):
    """What became of the report of a week."""

    ANNOUNCED = "announced"
    NOT_CONFIRMED = "not confirmed"
    """A channel did not take it, or nobody knows; it is not announced again, since some may have shown it."""
    ALREADY = "already announced"
    NO_CHANNEL = "no channel"


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """The report of a week, and what became of it."""

    week: str
    title: str
    body: str
    outcome: ReportOutcome


def weekly_report(office: Office, newsroom: Newsroom, now: datetime) -> WeeklyReport:
    """Announce the report of this week, unless that was done before; without a channel nothing is noted."""
    week = week_of(local_day(now, office.zone)).name
    with office.store.begin() as tx:
        before = tx.announcements.get(_key(week))
    if before is not None:
        return _again(week, before)
    letter = written(office, newsroom.reporter, now)
    if newsroom.announcer is None:
        return WeeklyReport(week, letter.subject, letter.text, ReportOutcome.NO_CHANNEL)
    new = Announcement(_key(week), letter.subject, letter.text, now)
    with office.store.begin() as tx:
        ours = tx.announcements.begin(new)
    if not ours:
        return WeeklyReport(week, letter.subject, letter.text, ReportOutcome.ALREADY)
    outcome = _announced(office, newsroom.announcer, new, now)
    return WeeklyReport(week, letter.subject, letter.text, outcome)


def written(office: Office, reporter: Reporter, now: datetime) -> Letter:
    """The report as it would be announced now."""
    return reporter.write(weekly_content(office, now))


def _announced(office: Office, announcer: Announcer, new: Announcement, now: datetime) -> ReportOutcome:
    if not announcer.announce(new.title, new.body):
        return ReportOutcome.NOT_CONFIRMED
    with office.store.begin() as tx:
        tx.announcements.made(new.key, now)
    return ReportOutcome.ANNOUNCED


def _again(week: str, before: Announcement) -> WeeklyReport:
    known = before.announced_at is not None
    outcome = ReportOutcome.ALREADY if known else ReportOutcome.NOT_CONFIRMED
    return WeeklyReport(week, before.title, before.body, outcome)


def _key(week: str) -> str:
    return f"weekly/{week}"
