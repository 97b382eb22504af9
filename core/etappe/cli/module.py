"""``etappe module``: write a module of one's own, and see the letters that it brings."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from rich.text import Text

from etappe.cli.inputs import Day, read_text
from etappe.cli.terminal import Json, german, out, print_json, print_table, say

if TYPE_CHECKING:
    from etappe.plugin.registry import Registry
    from etappe.testing.letterbox import Mail
    from etappe.testing.rehearsal import Rehearsal

app = App(name="module", help="Write a module of your own, and see the letters that it brings.")


@app.command
def new(
    name: str,
    /,
    *,
    title: Annotated[str, Parameter(help="What town halls read; without one the name.")] = "",
    programme: Annotated[str, Parameter(help="The programme that it joins.")] = "weltoffene_kommune",
    into: Annotated[Path, Parameter(help="Where its folder is made.")] = Path(),
    json: Json = False,
) -> None:
    """Write a complete small module, with tests that pass, into a folder etappe-NAME."""
    from etappe.adapters.module_writer import write_module
    from etappe.model.module_name import require_name, require_title
    from etappe.plugin.registry import Registry
    from etappe.plugin.watchdog import Watchdog
    from etappe.settings import read_settings

    settings = read_settings()
    registry = Registry.installed(settings.without, watchdog=Watchdog(settings.secrets(os.environ)))
    require_name(name, _taken(registry))
    shown = read_text(title, "--title") or name.replace("_", " ").capitalize()
    require_title(shown)
    folder = into / f"etappe-{name.replace('_', '-')}"
    files = write_module(folder, {"name": name, "title": shown, **_frame(registry, programme)})
    steps = (
        f"cd {shlex.quote(str(folder))}",
        'pip install -e ".[dev]"',
        "pytest",
        f"etappe module letters {name}",
    )
    if json:
        print_json({"folder": str(folder), "files": files, "next": steps})
        return
    say(f"{folder} holds a module that works, in {len(files)} files. Go on with:\n")
    out.print(Text("\n".join(f"  {step}" for step in steps)), soft_wrap=True)


@app.command
def letters(
    name: str,
    number: int | None = None,
    /,
    *,
    start: Annotated[Day | None, Parameter(help="The first day of the project.")] = None,
    json: Json = False,
) -> None:
    """Carry a made-up project with an installed module through six months, and list or read its letters.

    Nothing is stored and nothing is sent. People do in time what other modules ask of them, and nothing of
    what this one asks.
    """
    from etappe.testing.installed import rehearsed

    with rehearsed(name, start) as project:
        own = _own(project)
        if number is not None:
            _read(own, number, json=json)
        else:
            _list(project, own, json=json)


def _taken(registry: Registry) -> Mapping[str, str]:
    """The words that a new module cannot use, and whose they are."""
    from etappe.model.command import OWN

    words = dict.fromkeys(OWN, "a command of etappe")
    words |= {name: f"the module '{name}'" for name in registry.offered}
    for module in registry.modules:
        keys = (module.key, *(p.key for p in module.phases), *(a.key for a in module.anchors))
        words |= dict.fromkeys(keys, f"the module '{module.key}'")
    return words | {parked.module: f"the module '{parked.module}'" for parked in registry.parked}


def _frame(registry: Registry, key: str) -> Mapping[str, str]:
    """What the template needs to know of a programme; raises `UnknownProgramme`."""
    programme = registry.programme(key)
    given = [a.key for m in programme.modules.values() for a in m.anchors if not a.nominal]
    spec = programme.spec
    return {"programme": key, "contact": spec.contact, "management": spec.management, "start": given[0]}


def _own(project: Rehearsal) -> Sequence[Mail]:
    tasks = {task.key for module in project.company.offered for task in module.tasks}
    return [mail for mail in project.letters if tasks.intersection(mail.tasks)]


def _list(project: Rehearsal, own: Sequence[Mail], *, json: bool) -> None:
    if json:
        print_json([_fields(n, mail) for n, mail in enumerate(own, 1)])
        return
    rows = [(str(n), german(mail.day), mail.to, mail.subject) for n, mail in enumerate(own, 1)]
    print_table(f"Letters about its tasks: {len(own)} of {len(project.letters)}", COLUMNS, rows)
    say(f"Read one with 'etappe module letters {project.company.name} NUMBER'.")


COLUMNS = ("Number", "Date", "To", "Subject")


def _read(own: Sequence[Mail], number: int, *, json: bool) -> None:
    from etappe.errors import NoSuchLetter

    if not 1 <= number <= len(own):
        raise NoSuchLetter(number=number, most=len(own))
    mail = own[number - 1]
    if json:
        print_json({**_fields(number, mail), "text": mail.text})
        return
    head = f"Letter {number} of {german(mail.day)} to {mail.to}\nSubject: {mail.subject}\n"
    out.print(Text(f"{head}\n{mail.text}"), soft_wrap=True)


def _fields(number: int, mail: Mail) -> dict[str, object]:
    return {
        "number": number,
        "day": mail.day,
        "to": mail.to,
        "subject": mail.subject,
        "tasks": mail.tasks,
    }
