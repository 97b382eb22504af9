"""The language of pages: German is written in the templates, English stands in a catalogue."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import LiteralString, NewType

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

GERMAN, ENGLISH = "de", "en"
LANGUAGES = (GERMAN, ENGLISH)


Wording = NewType("Wording", str)
"""A German text that stands in the catalogue."""


def _(german: LiteralString) -> Wording:
    """Mark a text for the catalogue that is said elsewhere."""
    return Wording(german)


@cache
def translations(language: str) -> NullTranslations:
    """What turns the German of a page into a language; German itself needs none."""
    if language == GERMAN:
        return NullTranslations()
    own = files("etappe_portal").joinpath(f"locale/{language}.po")
    return GNUTranslations(catalogue_in(own.read_bytes(), language))


def catalogue_in(source: bytes, language: str) -> BytesIO:
    """A catalogue as it is read when pages are made, from what translators write."""
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), language))
    compiled.seek(0)
    return compiled


def language_of(wanted: str | None, accepted: str) -> str:
    """The language of a page: the one that was chosen, else English for browsers that do not want German."""
    if wanted in LANGUAGES:
        return wanted
    first = accepted.partition(",")[0].partition(";")[0].strip().lower()
    return ENGLISH if first and not first.startswith(GERMAN) and first.startswith(ENGLISH) else GERMAN
