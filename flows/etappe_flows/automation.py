"""A run that shows no sign of life any more has crashed: Prefect has to be told so, or it runs for ever."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from prefect.automations import (
    AutomationCore,
    ChangeFlowRunState,
    EventTrigger,
    Posture,
    ResourceSpecification,
)
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType

NAME = "etappe: no heartbeat → Crashed"
HEARTBEAT_EVENT = "prefect.flow-run.heartbeat"
ENDS = ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut")
LOST = "no sign of life any more; the next tick does what this run left"
SILENCE = timedelta(seconds=90)
"""Three heartbeats."""


def ensure_automation(client: SyncPrefectClient) -> UUID:
    """Make the automation where there is none of its name; one that an operator has changed stays so."""
    known = client.read_automations_by_name(NAME)
    return known[0].id if known else client.create_automation(_automation())


def _automation() -> AutomationCore:
    return AutomationCore(
        name=NAME,
        description="A run whose process died without a word is not left in Running; etappe makes this.",
        trigger=EventTrigger(
            after={HEARTBEAT_EVENT},
            expect={HEARTBEAT_EVENT, *(f"prefect.flow-run.{end}" for end in ENDS)},
            match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[
            ChangeFlowRunState(
                name=None,
                state=StateType.CRASHED,
                message=LOST,
                force=False,
            )
        ],
    )
