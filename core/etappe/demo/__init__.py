"""The data of the demo: real Kommunen, fictional people."""

from __future__ import annotations

from importlib.resources import files


def demo_sheet_text() -> str:
    """The 35 Kommunen of the demo with their contacts, as CSV text."""
    return files(__name__).joinpath("kommunen.csv").read_text(encoding="utf-8")
