"""The pages of the docs and the fenced blocks in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"(?P<marks>`{3,}|~{3,})\s*(?P<kind>\S*)")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two fences, and on which line of the page it begins."""

    kind: str
    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown page: its fenced blocks, and its prose with these left blank."""

    path: Path
    blocks: tuple[Block, ...]
    prose: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    def blocks_of(self, kind: str) -> tuple[Block, ...]:
        """Its blocks of one kind, in order."""
        return tuple(b for b in self.blocks if b.kind == kind)

    @property
    def python(self) -> str:
        """Its Python blocks on the lines they have on the page, so that a failure names the right one."""
        lines = [""] * len(self.prose)
        for block in self.blocks_of("python"):
            begin = block.first_line - 1
            lines[begin : begin + len(block.lines)] = block.lines
        return "\n".join(lines) + "\n"


def pages() -> list[Page]:
    """The README and every page under docs/."""
    sources = sorted(p for p in (ROOT / "docs").rglob("*.md") if "_build" not in p.parts)
    return [read(p) for p in (*ROOT.glob("README.md"), *sources)]


def read(path: Path) -> Page:
    """One page, from its file."""
    return parse(path, path.read_text("utf8").splitlines())


def parse(path: Path, lines: Iterable[str]) -> Page:
    """One page, from its lines; a fence that is never closed reaches to the end."""
    blocks: list[Block] = []
    prose: list[str] = []
    opened: tuple[str, str, int] | None = None
    content: list[str] = []
    for number, line in enumerate(lines, 1):
        fence = FENCE.match(line)
        if opened is None:
            prose.append("" if fence else line)
            if fence:
                opened, content = (fence["marks"], fence["kind"], number + 1), []
            continue
        prose.append("")
        if line.rstrip() == opened[0]:
            blocks.append(Block(opened[1], opened[2], tuple(content)))
            opened = None
        else:
            content.append(line)
    if opened:
        blocks.append(Block(opened[1], opened[2], tuple(content)))
    return Page(path, tuple(blocks), tuple(prose))
