"""The night: every date follows today's calendars, what is kept is checked, anchored, copied and tidied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from etappe.errors import EtappeError
from etappe.model.api_tokens import KEPT as TOKENS_KEPT
from etappe.model.audit import ENGINE, AuditAnchor, Fact, torn_from
from etappe.model.ledger import Timed
from etappe.model.link import KEPT
from etappe.model.moments import local_day, local_time, moment
from etappe.service.files import sweep_files
from etappe.service.office import Office
from etappe.service.ports import Vault
from etappe.service.replanning import follow_calendar

NIGHT = "nightly"
"""What the audit's facts about nights are about."""
AT_ONCE = 500
WORKERS_KEPT = timedelta(days=30)
CODES_KEPT = timedelta(days=1)
UNDECIDED_KEPT = timedelta(days=30)
"""How long a letter that has perhaps arrived can be sent again as it was."""
OPERATORS = "this database is no file: its operator backs it up, with pg_dump or base backups"


class NightState(StrEnum):
    """What became of a step of the night."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NightStep:
    """One step of the night, with what it did, or why not."""

    name: str
    state: NightState
    text: str


@dataclass(frozen=True, slots=True)
class NightReport:
    """What became of the night."""

    steps: tuple[NightStep, ...]

    @property
    def failed(self) -> tuple[NightStep, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.state is NightState.FAILED)


class _Fault(Exception):
    """A step has come to its end and found something wrong."""


class _Skipped(Exception):
    """A step has nothing to do here."""


Step = Callable[[Office, Vault, datetime], str]


def nightly(office: Office, vault: Vault, now: datetime, told: Callable[[NightStep], None]) -> NightReport:
    """Take every step, whatever becomes of the others; a second night on one day does no harm."""
    steps: list[NightStep] = []
    for name, step in STEPS.items():
        steps.append(_taken(name, step, office, vault, now))
        told(steps[-1])
    report = NightReport(tuple(steps))
    with office.store.begin() as tx:
        tx.audit.record([_fact(report)], now)
    return report


def last_night(office: Office) -> tuple[datetime, tuple[str, ...]] | None:
    """When the last night was and which of its steps failed; None where there was never one."""
    with office.store.begin() as tx:
        for at, fact in tx.audit.facts(NIGHT, limit=1):
            failed = (name for name, state in fact.data.items() if state == NightState.FAILED)
            return at, tuple(failed)
    return None


def torn(office: Office, anchors: Sequence[AuditAnchor]) -> str | None:
    """What says that the audit was cut off or written anew since it was anchored; None if nothing does."""
    with office.store.begin() as tx:
        broken = torn_from(anchors, tx.audit.hashes([anchor.seq for anchor in anchors]))
    if broken is None:
        return None
    at = local_time(broken.at, office.zone)
    return f"event {broken.seq}, the last one on {at:%d.%m.%Y %H:%M}, is gone or changed"


def _taken(name: str, step: Step, office: Office, vault: Vault, now: datetime) -> NightStep:
    try:
        return NightStep(name, NightState.DONE, step(office, vault, now))
    except _Skipped as reason:
        return NightStep(name, NightState.SKIPPED, str(reason))
    except (_Fault, EtappeError) as fault:
        return NightStep(name, NightState.FAILED, str(fault))
    except Exception as error:  # whatever it is: the other steps are no less needed, and the report names it
        return NightStep(name, NightState.FAILED, f"{type(error).__name__}: {error}")


def _follow_calendars(office: Office, vault: Vault, now: datetime) -> str:
    """Let the projects of every Kommune follow the holidays and closing days as they are known today."""
    with office.store.begin() as tx:
        slugs = [kommune.slug for kommune in tx.kommunen.all()]
    moved, refused = 0, list[str]()
    for slug in slugs:
        try:
            with office.store.begin() as tx:
                moved += len(follow_calendar(office, tx, slug, ENGINE, now))
        except EtappeError as error:
            refused.append(f"{slug}: {error}")
    if refused:
        raise _Fault("; ".join(refused))
    return f"Kommunen: {len(slugs)}, projects that moved: {moved}"


def _follow_time_zones(office: Office, vault: Vault, now: datetime) -> str:
    """Give rungs that were armed with other time zone data the moment that these give."""
    moved = 0
    while True:
        with office.store.begin() as tx:
            batch = tx.zones.outdated(AT_ONCE)
            if not batch:
                return f"rungs that moved: {moved}"
            retimed = [_retimed(rung, now) for rung in batch]
            tx.zones.retime(retimed)
        moved += sum(1 for old, new in zip(batch, retimed, strict=True) if old.due_at != new.due_at)


def _retimed(rung: Timed, now: datetime) -> Timed:
    """A rung at the same local time; one that is due already, or waits for another day, stays."""
    at = moment(rung.local_date, rung.local_time, rung.zone)
    if rung.postponed or rung.due_at <= now:
        return rung
    return rung._replace(due_at=at, send_until=rung.send_until + (at - rung.due_at))


def _check(office: Office, vault: Vault, now: datetime) -> str:
    """Verify the audit link by link, and let the database check itself."""
    with office.store.begin() as tx:
        broken = tx.audit.verify()
    found = [f"the audit is broken at event {broken}"] if broken is not None else []
    found += vault.ailments()
    if found:
        raise _Fault("; ".join(found))
    return "the audit is whole, the database is sound"


def _anchor(office: Office, vault: Vault, now: datetime) -> str:
    """Compare the audit with its former anchors, then keep where it ends now."""
    anchors = vault.anchors()
    fault = torn(office, anchors)
    if fault:
        raise _Fault(f"the audit lost its tail: {fault}")
    with office.store.begin() as tx:
        anchor = AuditAnchor(now, *tx.audit.head())
    if anchor.seq and (not anchors or anchors[-1].seq != anchor.seq):
        vault.keep(anchor)
    return f"anchored at event {anchor.seq}, former anchors: {len(anchors)}"


def _back_up(office: Office, vault: Vault, now: datetime) -> str:
    """Copy the database, where that is for etappe to do."""
    copy = vault.back_up(local_day(now, office.zone))
    if copy is None:
        raise _Skipped(OPERATORS)
    return copy


def _sweep(office: Office, vault: Vault, now: datetime) -> str:
    """Drop bytes of files of which nothing is known, and name the files whose bytes are gone."""
    swept = sweep_files(office, now)
    if swept.missing:
        raise _Fault(f"files whose bytes are gone: {', '.join(swept.missing)}")
    return f"bytes without a file swept: {swept.orphans}, every file is there"


def _tidy(office: Office, vault: Vault, now: datetime) -> str:
    """Clear what is not needed any more: the bytes of ended letters, workers that are long gone, links and
    slips that ended and files that were deleted a month ago, the codes of yesterday, and what is over of
    sign-in.
    """
    with office.store.begin() as tx:
        sealed = tx.outbox.forget_sealed(now - UNDECIDED_KEPT)
        workers = tx.machinery.forget_workers(now - WORKERS_KEPT)
        tx.codes.drop_ended(now - CODES_KEPT)
        links, slips = tx.links.drop_ended(now - KEPT), tx.slips.drop_ended(now - KEPT)
        files = tx.attachments.drop_deleted(now - KEPT)
        over = tx.sessions.tidy(now) + tx.accounts.tidy(now) + tx.throttles.tidy(now)
        over += tx.api_tokens.drop_ended(now - TOKENS_KEPT)
    return (
        f"sealed letters cleared: {sealed}, workers forgotten: {workers}, "
        f"links forgotten: {links}, slips forgotten: {slips}, deleted files forgotten: {files}, "
        f"of sign-in forgotten: {over}"
    )


def _fact(report: NightReport) -> Fact:
    return Fact(ENGINE, "night", NIGHT, {step.name: step.state.value for step in report.steps})


STEPS: dict[str, Step] = {
    "calendars": _follow_calendars,
    "time zones": _follow_time_zones,
    "integrity": _check,
    "audit anchor": _anchor,
    "backup": _back_up,
    "files": _sweep,
    "retention": _tidy,
}
