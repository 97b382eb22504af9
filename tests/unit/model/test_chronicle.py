"""Facts of the audit as sentences, in each language."""

from __future__ import annotations

import pytest

from etappe.model.audit import Fact
from etappe.model.chronicle import Titles, sentence
from etappe.model.happenings import GERMAN

GERMAN_TITLES = Titles(
    language="de",
    tasks={"m.brief": "Brief schreiben"},
    anchors={"fest": "Das Fest"},
    phases={"vorher": "Vor dem Fest"},
    roles={"AP": "Ansprechperson"},
    conditions={"regen": "Regnet es?"},
)
ENGLISH_TITLES = Titles("en", {"m.brief": "Write the letter"}, {}, {}, {}, {})


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact("pm", "task done", "aachen/m.brief", {}), "Erledigt: Brief schreiben."),
        (
            Fact("pm", "anchor fixed", "aachen/fest", {"before": "2026-03-02", "after": "2026-03-09"}),
            "Termin festgelegt: Das Fest, 09.03.2026 statt 02.03.2026.",
        ),
        (
            Fact(
                "pm",
                "deadline moved",
                "aachen/m.brief",
                {
                    "before": "2026-03-02",
                    "after": "2026-03-09",
                    "followers": {"x": "", "y": ""},
                    "why": "Bitte.",
                },
            ),
            "Frist verlegt: Brief schreiben, 09.03.2026 statt 02.03.2026 – Bitte;"
            " 2 weitere Termine verschoben.",
        ),
        (
            Fact("etappe", "phase reached", "aachen", {"before": None, "after": "vorher"}),
            "Neue Phase: Vor dem Fest (vorher: –).",
        ),
        (
            Fact(
                "pm",
                "held",
                "aachen",
                {
                    "after": {
                        "first": "2026-03-02",
                        "until": "2026-03-09",
                        "phase": "vorher",
                        "reason": "Wahl",
                    },
                    "moved": {"m.brief": []},
                },
            ),
            "Ruht vom 02.03.2026 bis 09.03.2026 (Vor dem Fest) – Wahl; 1 weiterer Termin verschoben.",
        ),
        (Fact("pm", "condition answered", "aachen/regen", {"after": True}), "Beantwortet: Regnet es? – ja."),
        (Fact("pm", "role filled", "aachen/AP", {}), "Rolle neu besetzt: Ansprechperson."),
        (Fact("pm", "something new", "aachen", {}), "something new: aachen."),
    ],
)
def test_a_fact_is_told_in_words(fact: Fact, text: str) -> None:
    assert sentence(fact, GERMAN_TITLES) == text


def test_it_is_told_in_the_language_of_the_project() -> None:
    fact = Fact("pm", "task waived", "aachen/m.brief", {"why": "done before"})

    assert sentence(fact, ENGLISH_TITLES) == "Waived: Write the letter – done before."


def test_every_sentence_can_be_told_of_a_fact_that_says_nothing() -> None:
    for action in GERMAN.said:
        assert "{" not in sentence(Fact("pm", action, "aachen/x", {}), GERMAN_TITLES)
