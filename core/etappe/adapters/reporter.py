"""The weekly report is written from a template, in the language of its programme."""

from __future__ import annotations

from jinja2 import PackageLoader

from etappe.adapters.scribe import FALLBACK, environment, laid_out, one_line
from etappe.model.letter import Letter
from etappe.model.phrases import PHRASES
from etappe.model.weekly import WeeklyContent


class JinjaReporter:
    """Puts the weekly report into words."""

    def write(self, content: WeeklyContent) -> Letter:
        """The report, in the language of its programme."""
        language = content.language if content.language in PHRASES else FALLBACK
        templates = environment(PackageLoader("etappe.adapters", f"letters/{language}"))
        facts = {"report": content, "say": PHRASES[language]}
        subject = templates.get_template("weekly_subject.txt").render(facts)
        return Letter(
            one_line(subject), laid_out(templates.get_template("weekly.txt").render(facts)), language
        )
