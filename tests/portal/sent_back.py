"""What a page that shows a change sends back, so that it is carried out as it was seen."""

from __future__ import annotations

import re

from httpx2 import Response

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
FINGERPRINT = re.compile(r'name="fingerprint" value="([^"]+)"')


def sent_back(page: Response) -> dict[str, str | list[str]]:
    """The hidden fields of a preview with the fingerprint of what it shows."""
    found: dict[str, str | list[str]] = {}
    _, _, main = page.text.partition("<main")
    for name, value in HIDDEN.findall(main.partition("</main")[0]):
        before = found.get(name, [])
        found[name] = [*before, value] if isinstance(before, list) and name == "projekt" else value
    fingerprint = FINGERPRINT.search(main)
    assert fingerprint, page.text
    return {**found, "fingerprint": fingerprint[1]}
