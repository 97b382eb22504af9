"""The commands that write the calendar of a Kommune or of a person."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from etappe.cli.inputs import Email
from etappe.cli.terminal import Json, at_work, print_json, say
from etappe.errors import FileUnwritable

if TYPE_CHECKING:
    from etappe.model.feed import Feed

app = App(name="feeds", help="Write the calendar of a Kommune or of a person as an iCalendar file.")

Out = Annotated[Path | None, Parameter(help="The file to write; without it the calendar is printed.")]


@app.command
def kommune(slug: str, /, *, out: Out = None, json: Json = False) -> None:
    """Write the milestones and meetings of a Kommune, whoever is responsible."""
    from etappe.service.feeds import kommune_feed

    with at_work() as etappe:
        feed = kommune_feed(etappe.office, slug, etappe.clock.now())
    _hand_out(feed, out, json=json)


@app.command
def person(email: Email, /, *, out: Out = None, json: Json = False) -> None:
    """Write all tasks of the roles that a person fills."""
    from etappe.service.feeds import person_feed

    with at_work() as etappe:
        feed = person_feed(etappe.office, email, etappe.clock.now())
    _hand_out(feed, out, json=json)


def _hand_out(feed: Feed, out: Path | None, *, json: bool) -> None:
    from etappe.adapters.feeds import render

    body = render(feed).body
    if out is not None:
        _write(out, body)
    if json:
        print_json(asdict(feed))
    elif out is None:
        sys.stdout.buffer.write(body)  # its lines end with CR and LF on every system
    else:
        say(f"'{feed.name}' with {len(feed.entries)} entries was written to '{out}'.")


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except OSError as error:
        raise FileUnwritable(file=file, cause=error.strerror or type(error).__name__) from None
