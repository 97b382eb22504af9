"""Tries are counted in the database, also those that are refused, and nobody can tell whose they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from etappe.errors import TooManyTries
from etappe.model.throttle import API, LINK_REQUEST, LOGIN_NETWORK, UPLOAD
from etappe.service.throttling import bucket, forgive, try_once
from tests.integration.databases import everything_in
from tests.integration.staff import HERE, Reception


def test_a_try_too_many_is_refused_until_the_span_is_over(reception: Reception) -> None:
    office, gate, begun = reception.office, reception.gate, reception.now
    for _ in range(LINK_REQUEST.most):
        try_once(office, gate, LINK_REQUEST, "p", reception.now)
        reception.later(minutes=10)

    with pytest.raises(TooManyTries, match=r"from 02\.03\.2026 09:00 UTC on") as refused:
        try_once(office, gate, LINK_REQUEST, "p", reception.now)

    assert refused.value.facts["again"] == begun + timedelta(hours=1)
    try_once(office, gate, LINK_REQUEST, "p", begun + timedelta(hours=1))


def test_each_limit_and_each_subject_is_counted_by_itself(reception: Reception) -> None:
    for subject in ("p", "q"):
        for limit in (LINK_REQUEST, UPLOAD, API):
            for _ in range(3):
                try_once(reception.office, reception.gate, limit, subject, reception.now)


def test_tries_at_the_same_moment_are_all_counted(reception: Reception) -> None:
    def attempt(_: int) -> bool:
        try:
            try_once(reception.office, reception.gate, LINK_REQUEST, "p", reception.now)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        allowed = list(pool.map(attempt, range(12)))

    assert sum(allowed) == LINK_REQUEST.most


def test_what_succeeded_is_forgiven(reception: Reception) -> None:
    for _ in range(3):
        try_once(reception.office, reception.gate, LINK_REQUEST, "p", reception.now)

    with reception.office.store.begin() as tx:
        forgive(tx, reception.gate, LINK_REQUEST, "p", reception.now)

    try_once(reception.office, reception.gate, LINK_REQUEST, "p", reception.now)


def test_no_network_address_lies_in_the_database(reception: Reception, engine: Engine) -> None:
    try_once(reception.office, reception.gate, LOGIN_NETWORK, HERE, reception.now)

    assert HERE not in everything_in(engine)


def test_networks_have_another_name_every_day_and_under_another_salt(reception: Reception) -> None:
    gate, now = reception.gate, reception.now
    other = replace(gate, salt=b"other")

    names = {
        bucket(gate, LOGIN_NETWORK, HERE, now),
        bucket(gate, LOGIN_NETWORK, HERE, now + timedelta(days=1)),
        bucket(other, LOGIN_NETWORK, HERE, now),
    }

    assert len(names) == 3
    assert bucket(gate, UPLOAD, "p", now) == bucket(gate, UPLOAD, "p", now + timedelta(days=1))


def test_the_night_forgets_what_does_not_count_any_more(reception: Reception) -> None:
    try_once(reception.office, reception.gate, LINK_REQUEST, "p", reception.now)
    try_once(reception.office, reception.gate, API, "p", reception.now)
    reception.later(minutes=30)

    with reception.office.store.begin() as tx:
        assert tx.throttles.tidy(reception.now) == 1
