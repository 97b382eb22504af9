"""What a letter says, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a task is spoken of."""

    REMINDER = "reminder"
    TODAY = "today"
    OVERDUE = "overdue"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class TaskContent:
    """One task in a letter: what, until when, why this day, how long it takes."""

    project: str
    kommune: str
    council: str
    phase: str
    key: str
    title: str
    advice: str
    effort: str
    due: date
    why: str
    tone: Tone
    working_days_left: int
    role_title: str
    package: str | None
    template: str | None
    anchors: tuple[tuple[str, date], ...]
    late_since: date | None = None
    """The day this letter should have gone out, where it comes late."""
    standing_in_for: str | None = None
    unreachable: bool = False
    """Whether somebody stands in because letters to the responsible person come back."""
    copy_for: str | None = None
    neutral_before: date | None = None
    """The election before which invitations stay neutral."""
    settings: Mapping[str, object] = field(default_factory=dict[str, object])
    """What is set for the module whose passage this is."""
    link: str = ""
    """Where it is answered; for the project team, where the project is."""


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One line of the weekly overview."""

    kommune: str
    title: str
    due: date
    overdue: bool
    asks_for_committee_dates: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A task whose day has changed since somebody was told of it."""

    task: str
    title: str
    before: date
    after: date | None
    """Its day now; None where it is needed no more."""
    why: str


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """That dates of a project have changed."""

    occ_key: str
    kommune: str
    lines: tuple[ChangedLine, ...]
    standing_in_for: str | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class ResumptionContent:
    """That a project which rests is resumed."""

    kommune: str
    until: date
    reason: str
    left: tuple[OverviewLine, ...]
    """What was due before it came to rest, and is open still."""
    upcoming: tuple[OverviewLine, ...]
    """What is due next then."""
    standing_in_for: str | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class HandedProject:
    """A project as somebody meets it who is new to it."""

    kommune: str
    since: date
    lines: tuple[OverviewLine, ...]
    """All open tasks of the role, the earliest first."""
    anchors: tuple[tuple[str, date], ...]
    """What comes next."""
    rests_until: date | None = None
    project: str = ""


@dataclass(frozen=True, slots=True)
class HandOverContent:
    """That a role has been taken over, with everything that is open in it."""

    occ_key: str
    role_title: str
    kommune: str | None
    """None for a role of the project team."""
    before: str
    """Who had it until then."""
    projects: tuple[HandedProject, ...]
    standing_in_for: str | None = None

    @property
    def lines(self) -> tuple[OverviewLine, ...]:
        """The open tasks of all its projects."""
        return tuple(line for project in self.projects for line in project.lines)


@dataclass(frozen=True, slots=True)
class ThanksContent:
    """Thanks for a role that has been handed over."""

    occ_key: str
    role_title: str
    kommune: str | None
    after: str
    """Who has it now."""


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Where somebody finds their own plan of a Kommune."""

    kommune: str
    link: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """Everything that one letter says."""

    programme: str
    language: str
    recipient: str
    today: date
    staff: bool
    """Written to the project team rather than to a town hall."""
    tasks: tuple[TaskContent, ...]
    overview: bool
    lines: tuple[OverviewLine, ...]
    copies: tuple[OverviewLine, ...]
    """Letters that went to the head of administration since the last overview."""
    requests: tuple[str, ...]
    """Open follow-ups, for project management."""
    returned: bool
    """The overview on the first day after an absence."""
    ask_name: str
    ask_email: str
    notices: tuple[NoticeContent, ...] = ()
    resumptions: tuple[ResumptionContent, ...] = ()
    handovers: tuple[HandOverContent, ...] = ()
    thanks: tuple[ThanksContent, ...] = ()
    plans: tuple[PlanLink, ...] = ()
    """The own plans of its reader, where it tells of more than single tasks."""
    portal: str = ""
    """Where the project team finds everything."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (
            self.tasks
            or self.lines
            or self.copies
            or self.requests
            or self.notices
            or self.resumptions
            or self.handovers
            or self.thanks
        )
