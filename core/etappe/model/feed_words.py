"""What an entry of a calendar feed says, in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedWords:
    """One language's words for the calendars of people."""

    title: str
    done: str
    before: str
    after: str
    on_the_day: str
    rule: str
    by_hand: str
    waits: str
    named: str
    committee: str
    role: str
    place: str
    state: str
    open: str


GERMAN = FeedWords(
    title="{title} ({kommune})",
    done="✓ {title}",
    before="{number} {unit} vor {anchor}",
    after="{number} {unit} nach {anchor}",
    on_the_day="am Tag „{title}“",
    rule="Regel: {rule}",
    by_hand="Von Hand auf diesen Tag gelegt; Regel: {rule}",
    waits="nicht vor {tasks}",
    named="„{title}“",
    committee="in einer Sitzung des Gremiums, sobald deren Termine bekannt sind",
    role="Rolle: {role}",
    place="Kommune: {kommune}",
    state="Stand: {state}",
    open="offen",
)

ENGLISH = FeedWords(
    title="{title} ({kommune})",
    done="✓ {title}",
    before="{number} {unit} before {anchor}",
    after="{number} {unit} after {anchor}",
    on_the_day="on the day of “{title}”",
    rule="Rule: {rule}",
    by_hand="Set on this day by hand; rule: {rule}",
    waits="not before {tasks}",
    named="“{title}”",
    committee="at a session of the committee, as soon as its dates are known",
    role="Role: {role}",
    place="Municipality: {kommune}",
    state="State: {state}",
    open="open",
)
