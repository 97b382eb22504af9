"""Transactions for reading: they write nothing, and wait for no writer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from etappe.adapters.sql.store import SqlStore
from etappe.bootstrap import assembled
from etappe.settings import Settings
from tests.integration.worlds import AACHEN


@pytest.fixture
def reading(store: SqlStore) -> Iterator[SqlStore]:
    """The store of a programme with one Kommune, for reading."""
    with store.begin() as tx:
        tx.kommunen.add(AACHEN)
    yield store.reading()
    store.close_reading()


def test_a_reader_sees_what_is_stored(reading: SqlStore) -> None:
    with reading.begin() as tx:
        kommunen = tx.kommunen.all()

    assert kommunen == (AACHEN,)


def test_what_is_written_through_it_is_refused(reading: SqlStore) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), reading.begin() as tx:
        tx.kommunen.add(AACHEN)

    with reading.begin() as tx:
        assert tx.kommunen.all() == (AACHEN,)


def test_writers_are_not_hindered_by_it(store: SqlStore, reading: SqlStore) -> None:
    with reading.begin() as looking:
        looking.kommunen.all()
        with store.begin() as tx:
            tx.projects.save_answers("nobody", {})


def test_a_reader_waits_for_no_writer(store: SqlStore, reading: SqlStore) -> None:
    with store.begin() as writer:
        writer.projects.save_answers("nobody", {})

        with reading.begin() as tx:
            found = tx.kommunen.all()

    assert found == (AACHEN,)


def test_a_reader_sees_one_state_from_beginning_to_end(store: SqlStore, reading: SqlStore) -> None:
    with reading.begin() as tx:
        before = tx.kommunen.days([AACHEN.slug])
        with store.begin() as writer:
            writer.kommunen.add(type(AACHEN)("bonn", "Bonn", AACHEN.land))
        after = tx.kommunen.all()

    assert (before, after) == ({}, (AACHEN,))


def test_the_office_for_reading_writes_nothing(tmp_path: Path) -> None:
    with assembled(Settings(data_dir=tmp_path)) as etappe:
        with pytest.raises(DBAPIError), etappe.reading.store.begin() as tx:
            tx.kommunen.add(AACHEN)

        with etappe.reading.store.begin() as tx:
            assert tx.kommunen.all() == ()
