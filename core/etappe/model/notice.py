"""What people are told beside their reminders: changed dates, a resumption, a role that was handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from etappe.model.calendar import Calendar
from etappe.model.hold import Hold, resting
from etappe.model.moments import local_day, local_time, moment
from etappe.model.quiet import CLOSES, OPENS, earlier, may_send, next_opening

CHANGE = "change"
"""The rule key of a notice that dates have changed."""
RESUMPTION = "resumption"
"""The rule key of the one letter during a hold."""
HANDOVER = "handover"
"""The rule key of the overview for whoever takes over a role."""
THANKS = "thanks"
"""The rule key of the letter that thanks whoever has handed over a role."""
AHEAD = 10
"""Working days before its resumption on which a project's people hear of it (template.md § 5, rule 6)."""
URGENT = 2
"""Working days within which a changed date is told at once, instead of the next morning."""
USEFUL = timedelta(days=14)
"""How long a notice may wait for the relay: an old date in somebody's diary does harm for long."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that is armed."""

    occ_key: str
    person_id: str | None
    """Whom it is for; None is whoever is the contact person when a project is resumed."""
    on: date
    """The day on which it goes."""
    tasks: tuple[str, ...]
    """The tasks whose days have changed since this person was told; a letter of resumption has none."""


def notice_moment(
    days: tuple[date, ...], holds: tuple[Hold, ...], place: Calendar, now: datetime
) -> datetime:
    """When people are told that dates have changed: with the next morning, so that a date that is moved back
    by then is never told; at once where one of ``days`` is near; during a hold before its end.
    """
    local = local_time(now, place.zone)
    opening = next_opening(local, place)
    hold = resting(holds, local_day(opening, place.zone))
    if hold:
        return resumption_moment(hold, place, now)
    near = place.add(place.on_or_after(local.date()), URGENT)
    urgent = any(local.date() <= day <= near for day in days)
    return now if urgent and may_send(local, place) else opening


def resumption_moment(hold: Hold, place: Calendar, now: datetime) -> datetime:
    """When people hear that a project is resumed: ten working days ahead, or as soon as letters go."""
    day = earlier(place.add(hold.until, -AHEAD), place)
    at, local = moment(day, OPENS, place.zone), local_time(now, place.zone)
    if at > now:
        return at
    return now if may_send(local, place) else next_opening(local, place)


def useful_until(at: datetime, place: Calendar) -> datetime:
    """Until when a notice may wait to be sent."""
    return moment(local_day(at + USEFUL, place.zone), CLOSES, place.zone)
