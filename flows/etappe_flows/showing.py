"""What operators see beside the runs: pages, bars and events. Best effort: none of it ever fails a run."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from uuid import UUID

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact
from prefect.client.orchestration import get_client
from prefect.events import emit_event
from prefect.runtime import flow_run

from etappe.model.identity import identity
from etappe.service.developments import Development, Reached

PHASE_REACHED = "etappe.phase.reached"


def show_page(key: str, markdown: str, description: str) -> None:
    """Attach a page to the run; the newest of a key is the one that Prefect shows first."""
    with _best_effort("page"):
        create_markdown_artifact(markdown, artifact_key(key), description)


class Bar:
    """A progress bar of the run."""

    def __init__(self, key: str, description: str) -> None:
        self._key, self._description = key, description
        self._id: UUID | None = None

    def to(self, done: int, of: int) -> None:
        """Move the bar; where nothing is to be done it is full."""
        percent = 100 * done / of if of else 100.0
        with _best_effort("progress bar"):
            if self._id is None:
                made = create_progress_artifact(percent, artifact_key(self._key), self._description)
                self._id = made if isinstance(made, UUID) else None
            else:
                update_progress_artifact(self._id, percent)


def tell_phase(programme: str, development: Development, reached: Reached) -> None:
    """Let operators' automations know of a phase that was reached; told again, it is the same event."""
    project, at = development.project, reached.at.isoformat()
    payload = {"programme": programme, "project": project, "kommune": development.kommune}
    same = identity(programme, project, str(reached.before), str(reached.after), at)
    with _best_effort("event"):
        emit_event(
            PHASE_REACHED,
            {"prefect.resource.id": f"etappe.project.{project}"},
            payload={**payload, "before": reached.before, "after": reached.after, "at": at},
            id=UUID(same),
        )


def call_this_run(name: str) -> None:
    """Give the run a name that people know, if a server keeps it."""
    run_id = flow_run.id
    if run_id:
        with _best_effort("name of the run"), get_client(sync_client=True) as client:
            client.set_flow_run_name(UUID(run_id), name)


def artifact_key(text: str) -> str:
    """A key as Prefect wants it: lower case letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


@contextmanager
def _best_effort(what: str) -> Generator[None]:
    try:
        yield
    except Exception as error:  # whatever Prefect raises here, the work of the run is what counts
        get_run_logger().warning("the %s could not be shown: %s", what, error)
