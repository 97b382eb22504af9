"""The contract of records: what is kept can be read again, also what an earlier version kept."""

from __future__ import annotations

import json
from collections.abc import Iterable

from etappe.errors import RecordUnreadable
from etappe.model.records import RecordRow, filed, opened
from etappe.plugin import RecordSpec
from etappe.testing.contract.subject import Subject


class Records(Subject):
    """What the module keeps."""

    def test_there_is_a_sample_of_each_kind_of_record(self) -> None:
        """The samples are what the other tests of the contract keep and ask about."""
        missing = [s.key for s in self._specs() if all(type(r) is not s.model for r in self.samples)]

        assert not missing, f"add a record of each of {missing} to 'samples' of your test class"

    def test_what_is_kept_can_be_read_again(self) -> None:
        """A record goes into the database as JSON, and comes back as it was."""
        changed = [
            f"{kept!r} became {again!r}"
            for spec in self._specs()
            for kept in self.samples
            if type(kept) is spec.model
            for again in [opened(spec, filed(spec, "p", "sample", kept)).record]
            if again != kept
        ]

        assert not changed, f"use types of fields that survive JSON: {changed}"

    def test_every_earlier_version_is_upgraded(self) -> None:
        """What an installed older module has kept is read by this one."""
        for spec in self._specs():
            old = self.old_records.get(spec.key, ())
            assert len(old) == spec.version - 1, (
                f"'{spec.key}' is in version {spec.version}: give 'old_records' of your test class "
                f"{spec.version - 1} of it as JSON, one for each earlier version"
            )

        unreadable = [fault for spec in self._specs() for fault in self._faults(spec)]
        assert not unreadable, "correct the upgrades:\n" + "\n".join(unreadable)

    def _faults(self, spec: RecordSpec) -> Iterable[str]:
        for version, body in enumerate(self.old_records.get(spec.key, ()), 1):
            try:
                opened(spec, RecordRow(spec.key, "p", f"version {version}", version, json.dumps(body)))
            except RecordUnreadable as error:
                yield str(error)

    def _specs(self) -> tuple[RecordSpec, ...]:
        return tuple(spec for module in self.company.offered for spec in module.records)
