"""Follow-ups (Wiedervorlagen): what project management has to do because the engine must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FollowUpKind(StrEnum):
    """What is asked of project management."""

    ESCALATION = "escalation"
    """Call, decide, confirm an event: words in the request."""
    RELEASE = "release"
    """A letter to the head of administration that waits for a person."""
    PRESS = "press"
    """Press work in the weeks before an election."""
    PROPOSAL = "proposal"
    """A new date beyond the bounds."""
    NOTE = "note"
    """Something that happened by itself and should be seen."""
    CONTACT = "contact"
    """A role without a person, or somebody who says it is not them."""
    DEAD_LETTER = "dead_letter"
    """A letter that could not be delivered."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing to do; its cause makes it unique."""

    id: str
    project_id: str
    task_key: str | None
    kind: FollowUpKind
    cause: str
    request: str
    data: Mapping[str, str]
    open: bool
    opened_at: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None
