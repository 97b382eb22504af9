"""A share of the work: projects are spread over buckets, and a shard is every so many-th bucket."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

BUCKETS = 1024
"""Many more than there will ever be machines, so that every number of shards gets equal shares."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``count`` shares of all buckets."""

    index: int
    count: int


WHOLE = Shard(0, 1)
"""Everything at once."""


def bucket_of(owner: str) -> int:
    """The bucket of a project, or of the person whose overview it is; the same on every machine."""
    return crc32(owner.encode()) % BUCKETS
