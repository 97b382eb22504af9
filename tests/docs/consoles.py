"""Console examples: the commands on a page, and what each of them is said to print."""

from __future__ import annotations

import doctest
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import Block, Page

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
ETAPPE = Path(sys.executable).with_name("etappe")


@dataclass(frozen=True, slots=True)
class Command:
    """One line behind a prompt, and the lines that follow it."""

    line: int
    words: tuple[str, ...]
    expected: str

    @property
    def program(self) -> str:
        """What is called: ``etappe`` or ``make``."""
        return self.words[0]


def commands(page: Page) -> list[Command]:
    """Every command in the console blocks of a page, in order."""
    return [command for block in page.blocks_of("console") for command in commands_of(block)]


def commands_of(block: Block) -> Iterable[Command]:
    """Every command in one console block."""
    lines, first_line = block.lines, block.first_line
    prompts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
    for begin, end in zip(prompts, [*prompts[1:], len(lines)], strict=True):
        words = tuple(shlex.split(lines[begin].removeprefix("$ "), comments=True))
        yield Command(first_line + begin, words, "\n".join(lines[begin + 1 : end]).strip())


def run(command: Command, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run etappe as a newcomer would, with nothing in its environment but a data directory of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLUMNS": "110",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "ETAPPE_DATA_DIR": str(folder / "data"),
    }
    return subprocess.run(
        [ETAPPE, *command.words[1:]],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )


def difference(command: Command, printed: str) -> str | None:
    """What tells the printed lines from the expected ones; ``...`` stands for anything."""
    example = doctest.Example(shlex.join(command.words), command.expected + "\n")
    checker = doctest.OutputChecker()
    if checker.check_output(example.want, printed.strip() + "\n", FLAGS):
        return None
    return checker.output_difference(example, printed, FLAGS | doctest.REPORT_NDIFF)
