"""What the services keep of links, of the codes that they ask for, and of slips."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from etappe.model.code import LinkCode
from etappe.model.link import Hashed, Link
from etappe.model.slip import Slip, SlipKind


class Links(Protocol):
    """Personal links; of their tokens the hash alone is kept."""

    def add(self, new: Sequence[Hashed]) -> None:
        """Keep new links."""
        ...

    def by_hash(self, token_hash: str) -> Link | None:
        """The link of a token, whether it works or not."""
        ...

    def get(self, link_id: str) -> Link | None:
        """A link by its id or the unambiguous beginning of it."""
        ...

    def of_person(self, person_id: str) -> tuple[Link, ...]:
        """The links of a person, the newest first."""
        ...

    def of_project(self, project_id: str) -> tuple[Link, ...]:
        """The links into a project, the newest first."""
        ...

    def of_task(self, project_id: str, task_key: str) -> tuple[Link, ...]:
        """The links to one task, the newest first."""
        ...

    def revoke(self, link_ids: Collection[str], now: datetime) -> int:
        """Let links open nothing from now on; tells how many had not been revoked before."""
        ...

    def revoke_all_of_person(self, person_id: str, now: datetime) -> int:
        """Let no link of a person open anything; tells how many had not been revoked before."""
        ...

    def drop_ended(self, before: datetime) -> int:
        """Forget links that ended before a moment, with their codes; tells how many."""
        ...


class Codes(Protocol):
    """Codes that links ask for; of their digits the hash alone is kept."""

    def add(self, code: LinkCode) -> None:
        """Keep a code; no other of its link is good any more."""
        ...

    def last_number(self, link_id: str) -> int:
        """The number of the newest code of a link, 0 where there is none."""
        ...

    def asked_since(self, link_id: str, since: datetime) -> int:
        """How many codes a link has asked for since a moment."""
        ...

    def try_newest(self, link_id: str, browser_hash: str, now: datetime, most: int) -> LinkCode | None:
        """The newest code of a link, where it is this browser's and still good, with one try less."""
        ...

    def use_up(self, code: LinkCode, now: datetime) -> bool:
        """Use a code up; False where somebody has done so before."""
        ...

    def drop_ended(self, before: datetime) -> int:
        """Forget codes that ended before a moment; tells how many."""
        ...


class Slips(Protocol):
    """Short mails that go at once."""

    def queue(self, slip: Slip) -> None:
        """Queue a slip."""
        ...

    def queued_since(self, person_id: str, kind: SlipKind, since: datetime) -> int:
        """How many slips of a kind were written to somebody since a moment."""
        ...

    def claim(self, now: datetime, limit: int) -> tuple[Slip, ...]:
        """Take some slips, each with one try more before it is made; nobody else gets them meanwhile."""
        ...

    def hold(self, slip: Slip, now: datetime) -> bool:
        """Whether a slip is still ours to carry."""
        ...

    def sent(self, slip: Slip, now: datetime) -> bool:
        """The server has it; what it said is forgotten."""
        ...

    def again(self, slip: Slip, next_at: datetime, why: str, *, counts: bool = True) -> bool:
        """It waits for its next try; with ``counts`` left out this was none."""
        ...

    def fail(self, slip: Slip, why: str) -> bool:
        """It does not go; what it said is forgotten."""
        ...

    def of_person(self, person_id: str) -> tuple[tuple[SlipKind, str, datetime, datetime | None], ...]:
        """The slips to somebody: kind, state, when they were written, and sent; the oldest first."""
        ...

    def drop_ended(self, before: datetime) -> int:
        """Forget slips that came to their end and were written before a moment; tells how many."""
        ...
