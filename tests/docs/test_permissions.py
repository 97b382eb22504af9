"""The page about roles says what the code says."""

from __future__ import annotations

from etappe.model.permission_page import page
from tests.docs.pages import ROOT

REMEDY = "make it anew: .venv/bin/python -m etappe.model.permission_page > docs/permissions.md"


def test_the_page_of_permissions_is_what_the_code_says() -> None:
    assert (ROOT / "docs/permissions.md").read_text("utf8") == page(), REMEDY
