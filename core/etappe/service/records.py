"""Keep, forget and upgrade what modules keep; every change is a fact in the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from etappe.errors import RecordNotOffered
from etappe.model.audit import ENGINE, Fact
from etappe.model.intentions import DropRecord, KeepRecord
from etappe.model.records import RecordRow, RecordSpec, filed, kind_of, opened
from etappe.service.office import Office
from etappe.service.ports import Transaction

AT_ONCE = 500
"""Records per transaction of an upgrade."""


def keep_record(
    office: Office, tx: Transaction, module: str, project_id: str, wanted: KeepRecord, by: str, now: datetime
) -> None:
    """Keep a record for a module; one that is there already in these words leaves no trace.

    Raises `RecordNotOffered` where the module has not offered records of this class.
    """
    spec = kind_of(wanted.record, office.modules.record_specs().get(module, ()))
    if spec is None:
        raise RecordNotOffered(module=module, model=type(wanted.record).__name__)
    row = filed(spec, project_id, wanted.key, wanted.record)
    before = next((r for r in tx.records.of_project(project_id) if _same_place(r, row)), None)
    if before != row:
        tx.records.save(row, now)
        tx.audit.record([_fact(by, "record kept", row.kind, project_id, row.key)], now)


def drop_record(
    office: Office, tx: Transaction, module: str, project_id: str, wanted: DropRecord, by: str, now: datetime
) -> None:
    """Forget a record of a module; raises `RecordNotOffered` where the kind is not the module's own."""
    if all(s.key != wanted.kind for s in office.modules.record_specs().get(module, ())):
        raise RecordNotOffered(module=module, model=wanted.kind)
    if tx.records.drop(wanted.kind, project_id, wanted.key):
        tx.audit.record([_fact(by, "record dropped", wanted.kind, project_id, wanted.key)], now)


def upgrade_records(office: Office, now: datetime, told: Callable[[str, int], None]) -> int:
    """Bring every record to the version that its module has now; tells the number after each transaction.

    Done twice, or after it was interrupted, it upgrades what is left. Raises what `opened` refuses.
    """
    total = 0
    for spec in (s for specs in office.modules.record_specs().values() for s in specs):
        while number := _upgrade_some(office, spec, now):
            total += number
            told(spec.key, total)
    return total


def _upgrade_some(office: Office, spec: RecordSpec, now: datetime) -> int:
    with office.store.begin() as tx:
        old = tx.records.outdated(spec.key, spec.version, AT_ONCE)
        for row in old:
            tx.records.save(filed(spec, row.project, row.key, opened(spec, row).record), now)
        tx.audit.record(list(_upgraded(spec, old)), now)
        return len(old)


def _upgraded(spec: RecordSpec, old: Iterable[RecordRow]) -> Iterable[Fact]:
    for row in old:
        data = {"before": row.version, "after": spec.version}
        yield Fact(ENGINE, "record upgraded", f"{row.project}/{row.kind}/{row.key}", data)


def _same_place(one: RecordRow, other: RecordRow) -> bool:
    return (one.kind, one.key) == (other.kind, other.key)


def _fact(by: str, action: str, kind: str, project_id: str, key: str) -> Fact:
    # no word of the content: what is in the chain of the audit can never be erased
    return Fact(by, action, f"{project_id}/{kind}/{key}", {"kind": kind, "key": key})
