"""axe looks at a page; it comes from the folder of vendored files and asks nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "assets" / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that can judge the same document otherwise in other colours."""
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"


def violations(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe objects to, each with the place and the remedy."""
    rules = {"type": "rule", "values": COLOURS} if colours_alone else {"type": "tag", "values": TAGS}
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))  # what a test evaluates, the page's policy does not judge
    found: list[dict[str, Any]] = page.evaluate(RUN, rules)
    return [f"{rule['id']}: {_place(node)}" for rule in found for node in rule["nodes"]]


def _place(node: dict[str, Any]) -> str:
    summary = " ".join(str(node["failureSummary"]).split())
    return f"{node['target']} {summary}"
