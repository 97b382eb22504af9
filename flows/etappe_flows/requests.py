"""Runs that a flow asks Prefect for: each has a key, so that a flow done twice asks for the same ones."""

from __future__ import annotations

from collections.abc import Iterable

from prefect import get_run_logger
from prefect.deployments import run_deployment

from etappe.service.developments import Development


def ask_for_shards(programme: str, count: int, this_round: str) -> None:
    """Ask for one run per share of the projects, without waiting for any."""
    for index in range(count):
        run_deployment(
            f"fire_shard/{programme}",
            parameters={"programme": programme, "index": index, "count": count, "round": this_round},
            idempotency_key=shard_key(programme, this_round, index, count),
            timeout=0,
            as_subflow=False,
        )


def ask_for_journeys(programme: str, recent: Iterable[Development]) -> None:
    """Ask for a picture of each project whose way looks different; best effort, nothing hangs on it."""
    for development in recent:
        try:
            run_deployment(
                f"kommune_projekt/{programme}",
                parameters={"programme": programme, "project": development.project},
                idempotency_key=journey_key(programme, development),
                timeout=0,
                as_subflow=False,
            )
        except Exception as error:  # an operator misses a picture, no town hall misses anything
            get_run_logger().warning("no picture of %s could be asked for: %s", development.project, error)


def shard_key(programme: str, this_round: str, index: int, count: int) -> str:
    """The key of a shard's run."""
    return f"{programme}:{this_round}:{index}/{count}"


def journey_key(programme: str, development: Development) -> str:
    """The key of a project's picture: one for each phase and revision of its dates."""
    return f"{programme}:{development.project}:{development.phase}:{development.rev}"
