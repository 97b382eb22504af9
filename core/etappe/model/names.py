"""Names in the order in which people look them up."""

from __future__ import annotations

import unicodedata


def as_in_a_dictionary(name: str) -> str:
    """What a name is sorted by, so that Lübeck comes before Ludwigshafen."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
