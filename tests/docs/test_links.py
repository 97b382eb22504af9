"""A link in the docs leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.docs.pages import Page, pages, parse

LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
INLINE_CODE = re.compile(r"`[^`]*`")
ELSEWHERE = re.compile(r"[a-z]+:|#")


@pytest.mark.parametrize("page", pages(), ids=lambda p: p.name)
def test_every_relative_link_leads_to_a_file(page: Page) -> None:
    missing = [target for target in _relative_links(page) if not (page.path.parent / target).exists()]

    assert missing == []


def test_links_in_code_and_to_other_sites_are_left_alone() -> None:
    prose = "[a](a.md#b) `[b](b.md)` [c](https://c.example) [d](#d)"
    lines = [prose, "```text", "[e](e.md)", "```", '![f](f.png "F")']

    links = list(_relative_links(parse(Path("page.md"), lines)))

    assert links == ["a.md", "f.png"]


def _relative_links(page: Page) -> Iterable[str]:
    for line in page.prose:
        for target in LINK.findall(INLINE_CODE.sub("", line)):
            if not ELSEWHERE.match(target):
                yield target.split("#")[0]
