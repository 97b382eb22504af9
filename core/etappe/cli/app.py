"""The etappe command: every command is registered by name and imported only when it runs."""

from __future__ import annotations

import sys

from cyclopts import App

from etappe import __version__

app = App(
    name="etappe",
    version=__version__,
    help="Carries many municipalities through one programme: plan, remind, answer.",
)

COMMANDS = {
    "demo": ("etappe.cli.demo:demo", "Carry the 35 Kommunen of the demo half way through the programme."),
    "kommunen": ("etappe.cli.kommunen:app", "Add, import and list Kommunen and their own calendars."),
    "contacts": ("etappe.cli.contacts:app", "Say who fills which role, who steps in, who is away."),
    "users": ("etappe.cli.users:app", "Say who signs in to the portal, and in which role."),
    "tokens": ("etappe.cli.tokens:app", "Make, list and revoke the tokens by which programs use the API."),
    "projects": ("etappe.cli.projects:app", "Start, show, list, hold and resume projects."),
    "plan": ("etappe.cli.plan:app", "Preview a plan without storing it, or upgrade those of projects."),
    "anchors": (
        "etappe.cli.anchors:app",
        "Fix the day of an anchor; everything that counts from it follows.",
    ),
    "tasks": ("etappe.cli.tasks:app", "Settle tasks, and fix, extend or release their deadlines."),
    "sheets": (
        "etappe.cli.sheets:app",
        "Export plan and portfolio to Excel, import dates, contacts and closing days.",
    ),
    "answer": ("etappe.cli.answer:app", "Enter what a town hall answers: done, a new date, not me."),
    "files": ("etappe.cli.files:app", "List, save and delete the files that town halls have added."),
    "follow-ups": ("etappe.cli.follow_ups:app", "See and work through what waits for project management."),
    "feeds": (
        "etappe.cli.feeds:app",
        "Write the calendar of a Kommune or of a person as an iCalendar file.",
    ),
    "links": ("etappe.cli.links:app", "List, revoke and show the personal links of letters."),
    "letters": (
        "etappe.cli.letters:app",
        "List letters that did not arrive, send one once more, or put it away.",
    ),
    "why": ("etappe.cli.why:why", "Tell why something came, why it did not, and why on this day."),
    "mailbox": ("etappe.cli.mailbox:mailbox", "List or read the letters in the local mailbox."),
    "tick": ("etappe.cli.tick:tick", "Fire what is due and send one round of letters."),
    "worker": ("etappe.cli.worker:worker", "Tick for ever."),
    "module": ("etappe.cli.module:app", "Write a module of your own, and see the letters that it brings."),
    "nightly": (
        "etappe.cli.nightly:nightly",
        "Let dates follow their calendars, check, anchor, copy and tidy.",
    ),
    "weekly-report": (
        "etappe.cli.weekly_report:weekly_report",
        "Announce this week's report to the project team.",
    ),
    "modules": (
        "etappe.cli.modules:app",
        "List the modules at work and those that had to be parked; try one again.",
    ),
    "doctor": (
        "etappe.cli.doctor:doctor",
        "Look whether everything is in order; exits with 1 where it is not.",
    ),
    "db": ("etappe.cli.db:app", "Make or upgrade the tables of the database."),
}

for _name, (_path, _help) in COMMANDS.items():
    app.command(_path, name=_name, help=_help)


def main() -> None:
    """Run the command line; an error of ours is one sentence and exit code 1, wrong usage exits with 2."""
    from etappe.cli.inputs import require_utf8
    from etappe.errors import EtappeError

    try:
        require_utf8(sys.argv[1:])
        _run(sys.argv[1:])
    except EtappeError as error:
        from etappe.cli.terminal import say_error

        say_error(error)
        sys.exit(1)


def _run(arguments: list[str]) -> None:
    """Run one of etappe's own commands; where none is meant, look at what modules bring."""
    first = arguments[0] if arguments else "--help"
    if first in COMMANDS or first == "--version":
        app()
        return
    from etappe.cli.module_commands import add_commands, run

    owners = add_commands(app)
    if first in owners:
        run(app, arguments, owners[first])
    else:
        app()
