"""Whether everything is in order, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etappe.model.audit import AuditAnchor, Fact
from etappe.model.moments import local_time
from etappe.model.parked import Parked
from etappe.model.suppression import masked
from etappe.service.bounces import stopped_addresses
from etappe.service.nightly import last_night, torn
from etappe.service.office import Office

LATE = timedelta(minutes=15)
"""A rung that is overdue by more than this means that nobody ticks."""

NIGHT_MISSED = timedelta(hours=36)
"""Longer than from one night to the next, with half a day for one that comes late."""


class Level(StrEnum):
    """How bad a finding is; a fault makes the doctor's visit end with 1."""

    FINE = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was looked at."""

    name: str
    level: Level
    text: str
    remedy: str = ""


def check_up(
    office: Office,
    parked: Sequence[Parked],
    dangers: Sequence[str],
    now: datetime,
    *,
    embedded: bool,
    anchors: Sequence[AuditAnchor] = (),
) -> tuple[Finding, ...]:
    """Look at modules, beat, nights, letters, audit and database.

    ``dangers`` are settings of the database that endanger what is written; with the embedded database they
    warn, since one process alone is safe. ``anchors`` tell where the audit ended on former nights.
    """
    return (
        *set_aside(parked),
        *_modules(office, parked),
        *_beat(office, now),
        *_nights(office, now),
        *_letters(office),
        *_addresses(office),
        *_audit(office, anchors),
        *_database(dangers, Level.WARNING if embedded else Level.FAULT),
    )


def open_walls(gaps: Iterable[str]) -> Iterable[Finding]:
    """What lets rows of other programmes be seen, should a statement ever forget its own."""
    for gap in gaps:
        remedy = "let etappe sign in as a role of its own: CREATE ROLE etappe LOGIN NOSUPERUSER NOBYPASSRLS"
        yield Finding("database", Level.WARNING, gap, remedy)


def set_aside(parked: Sequence[Parked]) -> Iterable[Finding]:
    """The modules that could not be used; this can be said even where nothing else works."""
    for module in parked:
        kind = "passage" if module.is_passage else "module"
        version = f" {module.version}" if module.version else ""
        since = f" since {local_time(module.since):%d.%m.%Y %H:%M}" if module.since else ""
        text = f"parked{version}{since}: {module.cause}"
        yield Finding(f"{kind} {module.module}", Level.FAULT, text, module.remedy)


def noisy(printed: Mapping[str, int], parked: Sequence[Parked]) -> Iterable[Finding]:
    """The modules at work that print where they are only to answer."""
    for module in sorted(printed.keys() - {p.module for p in parked}):
        characters = printed[module]
        text = f"printed {characters} characters, which are not shown"
        yield Finding(f"module {module}", Level.WARNING, text, "let it print nothing when it is asked")


def addressed_to_nobody(settings: Iterable[str], modules: Iterable[str]) -> Iterable[Finding]:
    """Settings for modules that are not installed, be it for a slip of the pen."""
    for key in sorted(set(settings) - set(modules)):
        text = f"something is set for '{key}', and no such module is installed"
        yield Finding("settings", Level.WARNING, text, f"correct or remove [modules.{key}]")


def retry_relay(office: Office, by: str, now: datetime) -> None:
    """Let the mail server be tried again although it was left alone until somebody mends its settings."""
    with office.store.begin() as tx:
        state, _, _, reason = tx.machinery.relay()
        if state != "closed":
            tx.machinery.trip("closed", None, 0, "")
            tx.audit.record([Fact(by, "relay tried again", "mail", {"before": state, "why": reason})], now)


def _modules(office: Office, parked: Sequence[Parked]) -> Iterable[Finding]:
    for key in office.programme.missing:
        text = f"'{office.programme.spec.key}' needs this module, but it is switched off or not installed"
        remedy = f"install it, or take '{key}' out of ETAPPE_WITHOUT"
        yield Finding(f"module {key}", Level.FAULT, text, remedy)
    if not parked and not office.programme.missing:
        yield Finding("modules", Level.FINE, f"{len(office.programme.modules)} at work")


def _beat(office: Office, now: datetime) -> Iterable[Finding]:
    with office.store.begin() as tx:
        due, seen = tx.ledger.next_moment(), tx.machinery.last_seen()
        held, relay = tx.machinery.held_back(), tx.machinery.relay()
    if due is not None and due < now - LATE:
        text = f"a rung is due since {local_time(due, office.zone):%d.%m.%Y %H:%M}"
        yield Finding("beat", Level.FAULT, text, "run 'etappe tick', or keep 'etappe worker' running")
    else:
        last = f"last tick {local_time(seen, office.zone):%d.%m.%Y %H:%M}" if seen else "no tick so far"
        yield Finding("beat", Level.FINE, last)
    if held:
        yield Finding(
            "sending",
            Level.FAULT,
            f"held back: {held}",
            "release it when you know that nothing goes out twice",
        )
    if relay[0] != "closed":
        remedy = (
            "mend ETAPPE_MAIL, then run 'etappe tick --retry-relay'"
            if relay[0] == "config"
            else "nothing: it is tried again"
        )
        yield Finding("mail server", Level.FAULT, f"{relay[0]}: {relay[3]}", remedy)


def _nights(office: Office, now: datetime) -> Iterable[Finding]:
    """The last night, where there was ever one: who never runs them is not told so every day."""
    last = last_night(office)
    if last is None:
        return
    at, failed = last
    when = f"last night {local_time(at, office.zone):%d.%m.%Y %H:%M}"
    if at < now - NIGHT_MISSED:
        yield Finding(
            "night", Level.FAULT, f"{when}, none since", "run 'etappe nightly', and see its schedule"
        )
    elif failed:
        text = f"{when}, failed: {', '.join(failed)}"
        yield Finding("night", Level.FAULT, text, "run 'etappe nightly' again: it says why")
    else:
        yield Finding("night", Level.FINE, when)


def _letters(office: Office) -> Iterable[Finding]:
    with office.store.begin() as tx:
        lost = tx.letters.lost()
        counts = tx.letters.counts()
    for delivery in lost:
        text = f"{delivery.state.value}: {delivery.error_text or ''}".rstrip(": ")
        yield Finding(
            f"letter {delivery.id}",
            Level.FAULT,
            text,
            f"see 'etappe why {delivery.id}', call the reader, then 'etappe letters resend' or 'settle' it",
        )
    if not lost:
        yield Finding(
            "letters", Level.FINE, ", ".join(f"{n} {s}" for s, n in sorted(counts.items())) or "none so far"
        )


def _addresses(office: Office) -> Iterable[Finding]:
    for email, stopped in stopped_addresses(office):
        since = f"{local_time(stopped.since, office.zone):%d.%m.%Y}"
        text = f"no letters go to {masked(email)} since {since} ({stopped.reason.value})"
        remedy = "correct the address with 'etappe contacts set', or say 'etappe contacts unbounce ADDRESS'"
        yield Finding("address", Level.WARNING, text, remedy)


def _audit(office: Office, anchors: Sequence[AuditAnchor]) -> Iterable[Finding]:
    with office.store.begin() as tx:
        broken = tx.audit.verify()
    lost = torn(office, anchors)
    if lost is not None:
        remedy = (
            "compare with a backup: events were cut off; if you restored one, move audit-anchors.txt away"
        )
        yield Finding("audit", Level.FAULT, f"the chain lost its tail: {lost}", remedy)
    if broken is None and lost is None:
        yield Finding("audit", Level.FINE, "the chain is whole")
    elif broken is not None:
        yield Finding(
            "audit",
            Level.FAULT,
            f"the chain is broken at event {broken}",
            "compare with a backup: rows were changed",
        )


def _database(dangers: Sequence[str], level: Level) -> Iterable[Finding]:
    for text in dangers:
        yield Finding("database", level, text)
    if not dangers:
        yield Finding("database", Level.FINE, "its settings keep what is written")
