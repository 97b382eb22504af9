"""Opens a page of the module catering in the portal, orders on it, and prints what a browser would have read.

Runs in a process of its own, where that module is installed.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from etappe.settings import Settings
from tests.acceptance.strangers_project import TOWN
from tests.portal.site import csrf_in, new_site

PAGE = f"/projekte/{TOWN}/bausteine/catering.bestellung"


class Read(BaseModel):
    """What a browser has read."""

    project: str
    before: str
    after: str
    orders: str


def main() -> None:
    """Order 40 meals."""
    folder: Path = Settings().data_dir
    folder.mkdir()
    with new_site(folder, modules=("catering",)) as site:
        browser = site.signed_in()
        project, before = browser.get(f"/projekte/{TOWN}").text, browser.get(PAGE).text
        typed = {"csrf": csrf_in(browser, PAGE), "meals": "40", "vegetarian": "12"}
        after = browser.post(PAGE, data=typed, follow_redirects=True).text
        orders = browser.get("/bausteine/catering.bestellungen").text
    print(Read(project=project, before=before, after=after, orders=orders).model_dump_json())


if __name__ == "__main__":
    main()
