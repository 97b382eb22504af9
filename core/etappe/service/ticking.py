"""The beat: hand over roles, let go what was held, fire what is due, note phases, send what is queued.

Done twice, late or side by side it does no harm.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etappe.service.filling import carry_out_due
from etappe.service.firing import Fired, fire
from etappe.service.holding import tell_others
from etappe.service.office import Office
from etappe.service.phases import PhaseChange, advance_phases
from etappe.service.ports import Clock
from etappe.service.releasing import release_held
from etappe.service.sending import PostRoom, Sent, never, send
from etappe.service.slips import Posted, post_slips

NOTHING = Posted()


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    fired: Fired
    sent: Sent
    phases: tuple[PhaseChange, ...] = ()
    posted: Posted = NOTHING


def tick(office: Office, room: PostRoom, clock: Clock, stopping: Callable[[], bool] = never) -> Ticked:
    """Hand over what goes over today, fire what was held and what is due, note phases, then send a round, and
    the slips that somebody's request has left.
    """
    carry_out_due(office, clock.now())
    fired = release_held(office, clock.now()) + fire(office, clock.now())
    phases = advance_phases(office, clock.now())
    sent = send(office, room, clock, stopping)
    done = Ticked(fired, sent, phases, post_slips(office, room, clock))
    tell_others(office, clock.now())
    return done


def work(
    office: Office,
    room: PostRoom,
    clock: Clock,
    rest: Callable[[], None],
    stopping: Callable[[], bool],
    told: Callable[[Ticked], None],
) -> None:
    """Tick until somebody asks to stop; after each tick ``rest`` waits a while."""
    while not stopping():
        told(tick(office, room, clock, stopping))
        rest()
