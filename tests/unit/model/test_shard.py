"""Buckets are the same on every machine and spread projects evenly."""

from __future__ import annotations

from collections import Counter

from etappe.model.shard import BUCKETS, bucket_of


def test_a_bucket_depends_on_nothing_but_the_name() -> None:
    assert [bucket_of(owner) for owner in ("aachen", "köln", "")] == [617, 767, 0]


def test_every_shard_gets_about_the_same_number_of_projects() -> None:
    shares = Counter(bucket_of(f"kommune-{number}") % 20 for number in range(10_000))

    assert len(shares) == 20
    assert max(shares.values()) < 1.2 * min(shares.values())


def test_buckets_stay_within_their_number() -> None:
    assert {0 <= bucket_of(str(number)) < BUCKETS for number in range(5_000)} == {True}
