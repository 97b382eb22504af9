"""The weekly report as the team reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from etappe.adapters.reporter import JinjaReporter
from etappe.model.weekly import (
    MilestoneLine,
    OverdueLine,
    PhaseLine,
    SilentLine,
    Week,
    WeeklyContent,
)

QUIET = WeeklyContent(
    programme="Weltoffene Kommune",
    language="de",
    week=Week(date(2026, 3, 9)),
    projects=0,
    phases=(),
    not_begun=(),
    finished=(),
    milestones=(),
    overdue=(),
    silent=(),
    follow_ups=0,
    undelivered=0,
    unreadable=(),
)
BUSY = replace(
    QUIET,
    projects=7,
    phases=(PhaseLine("Selbstcheck", ("Aachen", "Lübeck")), PhaseLine("Workshop", ("Zwickau",))),
    not_begun=("Bonn",),
    finished=("Kempten",),
    milestones=(MilestoneLine("Selbstcheck abgeben", ((date(2026, 3, 9), "Aachen"),)),),
    overdue=(OverdueLine("Aachen", 1), OverdueLine("Lübeck", 3)),
    silent=(SilentLine("Lübeck", date(2026, 2, 16)),),
    follow_ups=2,
    undelivered=1,
    unreadable=("kiel",),
)
GERMAN = """\
7 Projekte, offene Wiedervorlagen: 2, nicht zugestellte Briefe: 1

Wo die Kommunen stehen
----------------------
- noch nicht begonnen: 1 (Bonn)
- Selbstcheck: 2 (Aachen, Lübeck)
- Workshop: 1 (Zwickau)
- alles erledigt: 1 (Kempten)

Diese Woche fällig
------------------
Selbstcheck abgeben
- Mo, 09.03.2026  Aachen

Überfällig
----------
- Aachen: 1 Aufgabe
- Lübeck: 3 Aufgaben

Lange nichts gehört
-------------------
- Lübeck, seit 16.02.2026
Dort ist etwas überfällig und seit drei Wochen nichts erledigt worden.
Vielleicht hilft ein Anruf.

Nicht zu berechnen
------------------
kiel: »etappe projects show« sagt, woran es liegt.

Die Wiedervorlagen zeigt »etappe follow-ups«.
Welche Briefe nicht ankamen, sagt »etappe doctor«.
"""


def text(content: WeeklyContent) -> str:
    return JinjaReporter().write(content).text


def test_the_whole_report_in_german() -> None:
    assert text(BUSY) == GERMAN


def test_its_subject_names_programme_and_week() -> None:
    letter = JinjaReporter().write(BUSY)

    assert letter.subject == "Weltoffene Kommune: Wochenbericht, KW 11 (09.03.2026 bis 15.03.2026)"


def test_a_quiet_week_says_so() -> None:
    assert text(QUIET) == (
        "0 Projekte, offene Wiedervorlagen: 0, nicht zugestellte Briefe: 0\n\n"
        "Wo die Kommunen stehen\n----------------------\nNoch hat keine Kommune begonnen.\n\n"
        "Diese Woche fällig\n------------------\nKein Meilenstein.\n\n"
        "Überfällig\n----------\nNichts.\n"
    )


def test_a_programme_in_english_has_it_in_english() -> None:
    letter = JinjaReporter().write(replace(BUSY, language="en"))

    assert letter.subject == "Weltoffene Kommune: weekly report, week 11 (09 Mar 2026 to 15 Mar 2026)"
    assert "Where the municipalities are" in letter.text
    assert "- Mon, 09 Mar 2026  Aachen" in letter.text
    assert not set(letter.text) & set("äöß»«")


def test_a_language_without_a_catalogue_is_written_in_german() -> None:
    assert text(replace(BUSY, language="fr")) == GERMAN


def test_of_many_names_some_are_told_and_the_others_counted() -> None:
    names = tuple(f"Ort {number}" for number in range(1, 16))

    said = text(replace(BUSY, phases=(PhaseLine("Selbstcheck", names),)))

    assert "- Selbstcheck: 15 (Ort 1," in said
    assert "Ort 12 und 3 weitere)" in " ".join(said.split())


def test_long_lines_are_wrapped_behind_their_bullet() -> None:
    names = tuple(f"Musterstadt {number}" for number in range(10))

    said = text(replace(BUSY, phases=(PhaseLine("Selbstcheck", names),)))

    assert max(map(len, said.splitlines())) <= 72
    assert "\n  Musterstadt" in said
