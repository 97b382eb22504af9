"""A feed becomes bytes that clients read, the same for the same feed, whatever people have typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest
from icalendar import Calendar

from etappe.adapters.feeds import render
from etappe.model.feed import EntryStatus, Feed, FeedEntry

ENTRY = FeedEntry(
    uid="4711@etappe.invalid",
    sequence=3,
    day=date(2026, 3, 31),
    title="Dialogveranstaltung (Aachen)",
    description=("Regel: am Tag „Dialog“", "Stand: offen"),
    phase="Dialog",
    status=EntryStatus.CONFIRMED,
    last_modified=datetime(2026, 1, 20, 7, 30, 5, 123456, tzinfo=UTC),
    kommune="aachen",
    confidential=False,
)


def feed(*entries: FeedEntry, name: str = "Probe: Aachen") -> Feed:
    """A feed in German."""
    return Feed(name, "de", "Europe/Berlin", entries)


def read(*entries: FeedEntry, name: str = "Probe: Aachen") -> list[dict[str, str]]:
    """The events that a client reads from the bytes."""
    calendar = Calendar.from_ical(render(feed(*entries, name=name)).body)
    assert isinstance(calendar, Calendar)
    events = cast("list[dict[str, object]]", calendar.events)
    return [{key: str(value) for key, value in event.items()} for event in events]


def lines(*entries: FeedEntry) -> list[str]:
    """The lines of the bytes, unfolded."""
    return render(feed(*entries)).body.decode().replace("\r\n ", "").split("\r\n")


def test_an_entry_is_a_whole_day_that_blocks_nobody() -> None:
    event = lines(ENTRY)[lines(ENTRY).index("BEGIN:VEVENT") :]

    assert {
        "UID:4711@etappe.invalid",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20260331",
        "DTEND;VALUE=DATE:20260401",
        "DTSTAMP:20260120T073005Z",
        "LAST-MODIFIED:20260120T073005Z",
        "SUMMARY:Dialogveranstaltung (Aachen)",
        "DESCRIPTION:Regel: am Tag „Dialog“\\nStand: offen",
        "CATEGORIES:Dialog",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    } <= set(event)
    assert [line for line in event if line.startswith(("CLASS", "URL", "BEGIN:VALARM"))] == []


def test_a_client_is_told_name_zone_and_when_to_ask_again() -> None:
    head = lines()

    assert {
        "VERSION:2.0",
        "NAME:Probe: Aachen",
        "X-WR-CALNAME:Probe: Aachen",
        "X-WR-TIMEZONE:Europe/Berlin",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
    } <= set(head)


def test_a_feed_without_entries_is_a_calendar_all_the_same() -> None:
    assert read() == []


def test_a_cancelled_entry_says_so() -> None:
    (event,) = read(replace(ENTRY, status=EntryStatus.CANCELLED))

    assert event["STATUS"] == "CANCELLED"


def test_a_confidential_entry_says_so() -> None:
    (event,) = read(replace(ENTRY, confidential=True))

    assert event["CLASS"] == "CONFIDENTIAL"


def test_the_same_feed_is_the_same_bytes() -> None:
    once, again = render(feed(ENTRY)), render(feed(replace(ENTRY)))

    assert once == again
    assert render(feed(replace(ENTRY, sequence=4))).etag != once.etag


@pytest.mark.parametrize(
    "typed",
    [
        "Aachen\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falsch",
        "Aachen\nATTENDEE:mailto:x@y.example",
        "Aachen\rX-A:1",
        "Aachen\u2028X-A:1\u0085X-B:2\x0bX-C:3",
        "Aachen\\nX-A:1;,",
        "Aachen\x00\x07\x1b[31m",
        "Aachen\u202eneahcaA\u2066!",
        'Aachen";X="1',
    ],
)
def test_what_people_typed_is_inert(typed: str) -> None:
    entry = replace(ENTRY, title=typed, description=(typed, "Stand: offen"), phase=typed)

    body = render(feed(entry, name=typed)).body
    (event,) = read(entry, name=typed)

    assert set(event) == set(read(ENTRY)[0])
    assert len(body.replace(b"\r\n ", b"").split(b"\r\n")) == len(lines(ENTRY))
    assert not set(event["SUMMARY"] + event["DESCRIPTION"]) & set("\r\x00\x07\x0b\x1b\x85\u2028\u202e\u2066")
    assert event["DESCRIPTION"].split("\n")[-1] == "Stand: offen"
    assert event["SUMMARY"].startswith("Aachen")


def test_signs_with_a_meaning_come_back_as_they_were_typed() -> None:
    typed = 'Straße; Platz, "Hof" \\ 100 %: 🎉'

    (event,) = read(replace(ENTRY, title=typed))

    assert event["SUMMARY"] == typed


def test_long_lines_are_folded_within_75_bytes_and_between_letters() -> None:
    title = "Überörtliche Bürgerversammlung 🎉 " * 20

    body = render(feed(replace(ENTRY, title=title))).body

    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert all(line.decode() for line in body.split(b"\r\n")[:-1])
    assert read(replace(ENTRY, title=title))[0]["SUMMARY"] == title.strip()
