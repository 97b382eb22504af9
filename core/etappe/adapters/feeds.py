"""Writes a calendar feed as iCalendar (RFC 5545), with the same bytes for the same feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from icalendar import Calendar, Component, Event, Timezone, vDuration

from etappe.adapters.envelope import header_text
from etappe.model.calendar import ONE_DAY
from etappe.model.feed import Feed, FeedEntry

ASK_AGAIN = timedelta(hours=6)
"""How often a client should fetch the feed."""
FIRST_YEAR, LAST_YEAR = 2020, 2045
"""The years for which the zone is written down."""


@dataclass(frozen=True, slots=True)
class RenderedFeed:
    """The bytes of a feed, and what names them for a client that asks whether there is anything new."""

    body: bytes
    etag: str


def render(feed: Feed) -> RenderedFeed:
    """Write a feed; what people typed is inert in it, whatever it is."""
    name = header_text(feed.name)
    calendar = Calendar()
    _fill(
        calendar,
        prodid=f"-//etappe//calendar feed//{feed.language.upper()}",
        version="2.0",
        calscale="GREGORIAN",
        name=name,
        x_wr_calname=name,
        x_wr_timezone=feed.zone,
        refresh_interval=vDuration(ASK_AGAIN, params={"VALUE": "DURATION"}),
        x_published_ttl=vDuration(ASK_AGAIN),
    )
    calendar.add_component(_zone(feed.zone))
    for entry in feed.entries:
        calendar.add_component(_event(entry))
    body = calendar.to_ical()
    return RenderedFeed(body, sha256(body).hexdigest())


def _event(entry: FeedEntry) -> Event:
    """A whole day that blocks nobody's time; no alarm, since etappe reminds by letters."""
    event = Event()
    _fill(
        event,
        uid=entry.uid,
        dtstamp=entry.last_modified,  # never the clock: an entry that says the same is the same
        last_modified=entry.last_modified,
        sequence=entry.sequence,
        dtstart=entry.day,
        dtend=entry.day + ONE_DAY,
        summary=header_text(entry.title),
        description="\n".join(header_text(line) for line in entry.description),
        categories=[header_text(entry.phase)],
        status=entry.status.value,
        transp="TRANSPARENT",
    )
    if entry.confidential:
        _fill(event, **{"class": "CONFIDENTIAL"})
    return event


def _fill(component: Component, **properties: object) -> None:
    """Give a component its properties, by their names with underscores for hyphens."""
    for name, value in properties.items():
        component.add(name.replace("_", "-"), value)  # pyright: ignore[reportUnknownMemberType] - takes anything


@lru_cache
def _zone(name: str) -> Timezone:
    return Timezone.from_tzid(name, first_date=date(FIRST_YEAR, 1, 1), last_date=date(LAST_YEAR, 1, 1))
