"""How commands speak: tables and sentences for people, JSON for scripts, errors in one sentence."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etappe.errors import EtappeError

if TYPE_CHECKING:
    from etappe.bootstrap import Etappe

Json = Annotated[
    bool, Parameter(name="--json", negative="", show_default=False, help="Print JSON for scripts.")
]
"""The switch that every listing command has."""

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@contextmanager
def at_work() -> Generator[Etappe]:
    """The parts put together from the settings, for one command."""
    from etappe.bootstrap import assembled
    from etappe.settings import read_settings

    with assembled(read_settings()) as etappe:
        yield etappe


def actor() -> str:
    """Who is at the keyboard, for the audit."""
    return f"cli:{getpass.getuser()}"


def print_json(value: object) -> None:
    """Print a value as JSON; days and moments in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows with a heading; nothing in them is taken for markup."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)


def say(sentence: str) -> None:
    """Tell people one sentence."""
    out.print(Text(sentence))


def show_command(command: str) -> None:
    """Show a command to copy: on one line, however long it is."""
    out.print(Text(f"  {command}"), soft_wrap=True)


def warn(sentence: str) -> None:
    """Tell people what is doubtful, beside the output."""
    err.print(Text(f"warning: {sentence}", style="yellow"))


def ask(question: str) -> bool:
    """Ask somebody at the terminal; anything but yes is no."""
    err.print(Text(f"{question} [y/N] "), end="")
    return input().strip().lower() in {"y", "yes", "j", "ja"}


def say_error(error: EtappeError) -> None:
    """Tell people what went wrong and what to do."""
    err.print(Text(f"error: {error}", style="red"))


def point_out(line: str, style: str) -> None:
    """Tell people of a place in a file, on one line however long it is, as editors and grep want it."""
    err.print(Text(line, style=style), soft_wrap=True)


def german(day: date) -> str:
    """A day as the explanations beside it write it."""
    return f"{day:%d.%m.%Y}"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
