"""What all flows are wrapped in: Prefect sees plain values in and out, and keeps none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Flow, Task, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from etappe import __version__
from etappe.errors import DatabaseUnreachable, EtappeError

P = ParamSpec("P")
R = TypeVar("R")
Json = dict[str, Any]
"""What a flow returns: JSON, so that any Prefect can show it."""
PAUSES = [5.0, 30.0]
"""Seconds before a task is tried again."""


def step(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """A task that is tried again where that may help, and of which nothing is cached."""

    def wrapped(work: Callable[P, R]) -> Task[P, R]:
        return task(
            name=work.__name__,
            task_run_name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            retries=len(PAUSES),
            retry_delay_seconds=PAUSES,
            retry_condition_fn=_may_help,
        )(work)

    return wrapped


def shell(run_name: str | None = None) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """A flow under the name of its function, which is a name for ever: deployments hold on to it.

    It has no retries of its own: with a deployment limit Prefect lets them end Crashed. The next run does
    what this one left.
    """

    def wrapped(work: Callable[P, R]) -> Flow[P, R]:
        return flow(
            name=work.__name__, flow_run_name=run_name, version=__version__, persist_result=False, retries=0
        )(work)

    return wrapped


def _may_help(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """A refusal of etappe stays one; a database that was away may be back, and the unforeseen may pass."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, DatabaseUnreachable) or not isinstance(error, EtappeError)
