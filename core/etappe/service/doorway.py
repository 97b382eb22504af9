"""The way from a letter to the portal: its address, and what makes a link and a code worth something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from etappe.model.link import Hashed, LinkPurpose, address, new_link, token_hash
from etappe.service.chance import Chance
from etappe.service.ports import Passages, SlipScribe
from etappe.service.safe import Safe


@dataclass(frozen=True, slots=True)
class Doorway:
    """What links and those who come by them need beside the office."""

    url: str
    chance: Chance
    safe: Safe
    pen: SlipScribe
    passages: Passages

    def mint(
        self,
        purpose: LinkPurpose,
        person_id: str,
        now: datetime,
        *,
        project_id: str | None = None,
        task_key: str | None = None,
        expires_at: datetime | None = None,
    ) -> tuple[str, Hashed]:
        """A new link: its address, and what is to be kept of it."""
        token = self.chance.token()
        link = new_link(
            token, purpose, person_id, now, project_id=project_id, task_key=task_key, expires_at=expires_at
        )
        return address(self.url, purpose, token), (link, token_hash(token))
