"""Slips are written from templates, which lie beside those of the letters."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader

from etappe.adapters.scribe import FALLBACK, SUBJECT_LIMIT, clipped, environment, laid_out, one_line
from etappe.model.letter import Letter
from etappe.model.phrases import PHRASES
from etappe.model.slip import SlipContent


class JinjaSlipScribe:
    """Puts slips into words; every template is compiled once."""

    def __init__(self) -> None:
        self._languages: dict[str, Environment] = {}

    def write(self, content: SlipContent) -> Letter:
        """The slip, in the language of its programme."""
        language = content.language if content.language in PHRASES else FALLBACK
        templates = self._templates(language)
        subject = one_line(templates.get_template("slip_subject.txt").render(slip=content))
        text = laid_out(templates.get_template("slip.txt").render(slip=content))
        return Letter(clipped(subject, SUBJECT_LIMIT), text, language)

    def _templates(self, language: str) -> Environment:
        if language not in self._languages:
            loader = PackageLoader("etappe.adapters", f"letters/{language}")
            self._languages[language] = environment(loader)
        return self._languages[language]
