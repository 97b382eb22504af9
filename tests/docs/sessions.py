"""Pages that are one long session: what they tell to write is written, what they tell to type is typed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.docs.consoles import Command, commands_of, difference
from tests.docs.pages import Block, Page
from tests.workbench import Workbench

SESSIONS = frozenset({"docs/writing-a-module.md"})
"""Pages whose commands need an environment of their own."""
PROGRAMS = frozenset({"cd", "etappe", "pip", "pytest", "sed"})
"""What may be typed there."""
CAPTION = ":caption: "


def play(page: Page, bench: Workbench) -> Iterable[str]:
    """Go through a page from top to bottom; tells what differs from what it says."""
    within = Path()
    for block in page.blocks:
        if block.kind == "console":
            for command in commands_of(block):
                if command.program == "cd":
                    within /= command.words[1]
                else:
                    yield from _faults(page, command, bench, within)
        elif path := caption(block):
            _write(bench.folder / within / path, block)


def caption(block: Block) -> str | None:
    """The file that a block tells the reader to write."""
    first = block.lines[0] if block.kind == "{code-block}" and block.lines else ""
    return first.removeprefix(CAPTION) if first.startswith(CAPTION) else None


def _faults(page: Page, command: Command, bench: Workbench, within: Path) -> Iterable[str]:
    """A command that shows no output has to succeed; one that shows some has to print it."""
    done = bench.run(*command.words, within=str(within))
    place = f"{page.name}:{command.line}: {' '.join(command.words)}"
    if not command.expected and done.returncode:
        yield f"{place}\n{done.stdout}"
    unlike = difference(command, done.stdout) if command.expected else None
    if unlike:
        yield f"{place}\n{unlike}"


def _write(file: Path, block: Block) -> None:
    text = "\n".join(block.lines[1:]).strip("\n")
    file.write_text(text + "\n", encoding="utf8")
