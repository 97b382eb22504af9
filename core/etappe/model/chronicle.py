"""A fact of the audit as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from etappe.model.audit import Fact
from etappe.model.speech import Speech, speech_in

HOLDS = frozenset({"held", "hold changed"})
PHASE_CHANGES = frozenset({"phase reached"})


@dataclass(frozen=True, slots=True)
class Titles:
    """What the things of a project are called by people, by key."""

    language: str
    tasks: Mapping[str, str]
    anchors: Mapping[str, str]
    phases: Mapping[str, str]
    roles: Mapping[str, str]
    conditions: Mapping[str, str]

    def of(self, key: str) -> str:
        """A task, anchor, condition or role by name; what is none of these by its key."""
        known = (self.tasks, self.anchors, self.conditions, self.roles)
        return next((titles[key] for titles in known if key in titles), key)


def sentence(fact: Fact, titles: Titles) -> str:
    """What a fact says, in the language of the project's people."""
    speech = speech_in(titles.language)
    say, data = speech.happenings, fact.data
    if fact.action in HOLDS:
        data = {**_mapping(data.get("after")), "moved": data.get("moved")}
    phase = data.get("phase")
    values = {
        "action": fact.action,
        "what": titles.of(fact.about.partition("/")[2]) or fact.about,
        "phase": f" ({titles.phases.get(str(phase), phase)})" if phase else "",
        "why": _because(data, speech),
        "moved": _moved(data, fact, speech),
        **{name: _day(data.get(name), speech) for name in ("start", "due", "day", "first", "until")},
        **{name: _told(data.get(name), fact, titles, speech) for name in ("before", "after")},
        "request": str(data.get("request") or say.nothing),
    }
    return say.said.get(fact.action, say.otherwise).format(**values)


def _because(data: Mapping[str, object], speech: Speech) -> str:
    why = data.get("why") or data.get("reason")
    return speech.happenings.because.format(why=str(why).rstrip(".")) if why else ""


def _moved(data: Mapping[str, object], fact: Fact, speech: Speech) -> str:
    """How many dates moved beside the one that the fact is about."""
    others = {*_mapping(data.get("moved")), *_mapping(data.get("followers"))}
    number = len(others - {fact.about.partition("/")[2]})
    return speech.happenings.moved[number == 1].format(number=number) if number else ""


def _told(value: object, fact: Fact, titles: Titles, speech: Speech) -> str:
    if isinstance(value, bool):
        return speech.happenings.answers[value]
    if fact.action in PHASE_CHANGES:
        return titles.phases.get(str(value), str(value)) if value else speech.happenings.nothing
    return _day(value, speech)


def _day(value: object, speech: Speech) -> str:
    """A day in numbers, as it stands in a fact; what is none as it is."""
    if not value:
        return speech.happenings.nothing
    try:
        return speech.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        return {}
    return cast("Mapping[str, object]", value)  # it was read from JSON
