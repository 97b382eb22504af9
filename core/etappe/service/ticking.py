"""The beat: fire what is due, note phases and send; done twice, late or side by side it does no harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etappe.service.firing import Fired, fire
from etappe.service.office import Office
from etappe.service.phases import PhaseChange, advance_phases
from etappe.service.ports import Clock
from etappe.service.sending import PostRoom, Sent, never, send


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did."""

    fired: Fired
    sent: Sent
    phases: tuple[PhaseChange, ...] = ()


def tick(office: Office, room: PostRoom, clock: Clock, stopping: Callable[[], bool] = never) -> Ticked:
    """Fire what is due now, note the phases that have begun, then one round of sending."""
    fired = fire(office, clock.now())
    phases = advance_phases(office, clock.now())
    return Ticked(fired, send(office, room, clock, stopping), phases)


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
