"""The beat as Prefect sees it: fire what is due, alone or shared out, and note what has changed."""

from __future__ import annotations

from prefect import get_run_logger

from etappe.service.developments import Development
from etappe.service.phases import PhaseChange
from etappe_flows import work
from etappe_flows.requests import ask_for_journeys, ask_for_shards
from etappe_flows.settings import read_flow_settings
from etappe_flows.shell import Json, shell, step
from etappe_flows.showing import show_page, tell_phase

lately = step("what has changed in {programme}")(work.lately)
advance = step("phases of {programme}")(work.advance)
due = step("what is due in {programme}")(work.due)
fire_part = step("fire {index}/{count} of {programme}")(work.fire_part)
rescue = step("letters of dead workers of {programme}")(work.rescue)


@shell("tick {programme}")
def tick(programme: str) -> Json:
    """Fire what is due, note which projects have reached another phase, take back what dead workers held.

    It may come late, twice, or beside another one and beside `etappe worker`: what is done is not done again.
    """
    changes = advance(programme)
    waiting, this_round = due(programme)
    shards = _share_out(programme, waiting, this_round)
    done: Json = {
        "due": waiting,
        "shards": shards,
        "fired": {} if shards else work.numbers(fire_part(programme, 0, 1)),
        "phases": len(changes),
        "rescued": work.numbers(rescue(programme)),
    }
    _tell(programme, lately(programme))
    if waiting or changes or any(done["rescued"].values()):
        show_page(f"tick {programme}", _page(programme, done, changes), f"What the tick of {this_round} did")
    return done


@shell("{programme} {index}/{count} of {round}")
def fire_shard(programme: str, index: int, count: int, round: str) -> Json:  # noqa: A002 - shown to operators
    """Fire what is due in one share of the projects; ``round`` says which tick asked for it."""
    return work.numbers(fire_part(programme, index, count))


def _share_out(programme: str, waiting: int, this_round: str) -> int:
    """How many runs share the work; none where the tick does it alone, also where Prefect takes no runs."""
    settings = read_flow_settings()
    if waiting <= settings.inline_up_to:
        return 0
    try:
        ask_for_shards(programme, settings.shards, this_round)
    except Exception as error:  # whatever Prefect raises, what is due must not wait for it
        get_run_logger().warning("no shards could be asked for, so the tick fires all by itself: %s", error)
        return 0
    return settings.shards


def _tell(programme: str, recent: tuple[Development, ...]) -> None:
    """Tell of changes of phase and have ways drawn anew; what was told before is known by its key."""
    for development in recent:
        for reached in development.reached:
            tell_phase(programme, development, reached)
    if recent and work.projects(programme) <= read_flow_settings().shown_projects:
        ask_for_journeys(programme, recent)


def _page(programme: str, done: Json, changes: tuple[PhaseChange, ...]) -> str:
    shards = f"{done['shards']} runs share it." if done["shards"] else "Fired by this run."
    lines = [
        f"# {programme}",
        f"- Rungs due: {done['due']}. {shards}",
        f"- Fired: {_listed(done['fired'])}",
        f"- Taken back from dead workers: {_listed(done['rescued'])}",
        f"- Projects in another phase: {done['phases']}",
        *(f"  - {c.kommune}: {c.before or 'not begun'} → {c.after or 'not begun'}" for c in changes),
    ]
    return "\n".join(lines) + "\n"


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{value} {name}" for name, value in numbers.items() if value) or "nothing"
