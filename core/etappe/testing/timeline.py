"""Letters as a table for people who look at them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from etappe.model.phrases import GERMAN
from etappe.testing.letterbox import Mail


def timeline(letters: Sequence[Mail]) -> str:
    """One line for each letter: day, reader, subject."""
    if not letters:
        return "no letters yet"
    width = max(len(mail.to) for mail in letters)
    return "\n".join(f"{_day(mail.day)}  {mail.to:<{width}}  {mail.subject}" for mail in letters)


def _day(day: date) -> str:
    return f"{GERMAN.weekdays[day.weekday()][:2]} {day:%d.%m.%Y}"
