"""What the docs show is what etappe does."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.docs.consoles import FLAGS, Command, commands, difference, run
from tests.docs.pages import ROOT, Page, pages, parse, read
from tests.docs.sessions import PROGRAMS, SESSIONS, caption, play
from tests.workbench import furnish

PAGES = pages()


def test_the_docs_have_examples_to_run() -> None:
    assert any(">>>" in page.python for page in PAGES)


@pytest.mark.parametrize("page", [p for p in PAGES if ">>>" in p.python], ids=lambda p: p.name)
def test_python_examples_answer_what_the_page_says(page: Page) -> None:
    examples = doctest.DocTestParser().get_doctest(page.python, {}, page.name, str(page.path), 0)
    report: list[str] = []

    results = doctest.DocTestRunner(optionflags=FLAGS).run(examples, out=report.append)

    assert results.failed == 0, "".join(report)


@pytest.mark.parametrize(
    "page", [p for p in PAGES if commands(p) and p.name not in SESSIONS], ids=lambda p: p.name
)
def test_console_examples_print_what_the_page_says(page: Page, tmp_path: Path) -> None:
    for command in commands(page):
        if command.program == "etappe":
            _assert_holds(page, command, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_a_console_example_calls_etappe_or_make(page: Page) -> None:
    allowed = PROGRAMS if page.name in SESSIONS else {"etappe", "make"}

    assert {c.program for c in commands(page)} <= allowed


@pytest.mark.parametrize("page", [p for p in PAGES if p.name in SESSIONS], ids=lambda p: p.name)
def test_a_session_goes_as_the_page_says(page: Page, tmp_path: Path) -> None:
    faults = list(play(page, furnish(tmp_path)))

    assert faults == [], "\n".join(faults)


def test_a_block_with_a_caption_is_a_file_to_write() -> None:
    lines = ["```{code-block} python", ":caption: a/b.py", "", "x = 1", "```", "```python", "y = 2", "```"]

    written, shown = parse(Path("page.md"), lines).blocks

    assert (caption(written), caption(shown)) == ("a/b.py", None)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_make_target_on_a_page_exists(page: Page) -> None:
    makefile = (ROOT / "Makefile").read_text("utf8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    named = {w for c in commands(page) if c.program == "make" for w in c.words[1:] if "=" not in w}

    assert named <= targets


def test_the_glossary_is_in_alphabetical_order() -> None:
    rows = [r for r in read(ROOT / "docs/glossary.md").prose if r.startswith("| ")][1:]

    words = [row.split("|")[1].strip().casefold() for row in rows]

    assert words == sorted(set(words))


def test_an_output_with_dots_matches_anything_in_their_place() -> None:
    lines = ["```console", "$ etappe show 1  # a remark", "one ... three", "", "$ etappe", "```"]
    page = parse(Path("page.md"), lines)

    first, second = commands(page)

    assert first == Command(2, ("etappe", "show", "1"), "one ... three")
    assert difference(first, "one\n  two three\n") is None
    assert difference(first, "one two\n") is not None
    assert second.expected == ""


def _assert_holds(page: Page, command: Command, folder: Path) -> None:
    """A command that shows no output has to succeed; one that shows some has to print it."""
    result = run(command, folder)
    place = f"{page.name}:{command.line}: {' '.join(command.words)}"
    assert "Traceback" not in result.stdout, f"{place}\n{result.stdout}"
    if command.expected:
        unlike = difference(command, result.stdout)
        assert unlike is None, f"{place}\n{unlike}"
    else:
        assert result.returncode == 0, f"{place}\n{result.stdout}"
