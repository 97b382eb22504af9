"""What happened, written down once, in a chain that shows where it was broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

ENGINE = "etappe"
"""The actor of everything that happens by itself."""
GENESIS = "0" * 64
"""What the first link of a chain follows."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Who did what to what; before, after and why stand in the data."""

    actor: str
    action: str
    about: str
    data: Mapping[str, object]

    def data_text(self) -> str:
        """The data as it is stored and hashed."""
        return json.dumps(self.data, ensure_ascii=False, sort_keys=True, default=str)


class AuditAnchor(NamedTuple):
    """Where the chain ended at a moment, kept outside the database: from inside a cut tail is not seen."""

    at: datetime
    seq: int
    hash: str


def torn_from(anchors: Iterable[AuditAnchor], hashes: Mapping[int, str]) -> AuditAnchor | None:
    """The first anchor that the chain, given by the hashes of its links, does not hold any more."""
    return next((anchor for anchor in anchors if hashes.get(anchor.seq) != anchor.hash), None)


def link(previous: str, seq: int, at: datetime, fact: Fact) -> str:
    """The hash of a link: it covers everything in it and the link before."""
    parts = (
        previous,
        str(seq),
        str(int(at.timestamp())),
        fact.actor,
        fact.action,
        fact.about,
        fact.data_text(),
    )
    return sha256("\x1f".join(parts).encode()).hexdigest()
