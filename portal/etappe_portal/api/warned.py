"""What is doubtful about a plan."""

from __future__ import annotations

from pydantic import Field

from etappe_portal.api.parts import Value


class PlanWarning(Value):
    """What does not forbid a plan and should be seen."""

    code: str
    subject: str = Field(description="The key of the anchor, phase or task that it is about.")
    text: str = Field(description="In the language of the programme.")
