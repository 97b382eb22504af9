"""Slips as people read them, in each language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etappe.adapters.slip_scribe import JinjaSlipScribe
from etappe.model.slip import Deed, SlipContent, SlipKind

SCRIBE = JinjaSlipScribe()
RECEIPT = SlipContent(
    kind=SlipKind.RECEIPT,
    programme="Weltoffene Kommune",
    language="de",
    recipient="Anke Behrens",
    at="06.03.2026 08:00",
    kommune="Aachen",
    task="Raum buchen",
    deed=Deed.DONE,
    undo_days=14,
    ask_name="Jana Petersen",
    ask_email="projekt@weltoffen.example",
)
CODE = SlipContent(SlipKind.CODE, "Weltoffene Kommune", "de", "Anke Behrens", "", "Aachen", secret="123456")
RENEWED = replace(CODE, kind=SlipKind.RENEWED, task="Raum buchen", secret="https://e.org/a/" + "t" * 70)


def test_a_receipt_reads_like_this() -> None:
    letter = SCRIBE.write(RECEIPT)

    assert letter.subject == "Erledigt: Raum buchen (Aachen)"
    assert letter.text == (
        "Guten Tag Anke Behrens,\n\n"
        "die Aufgabe »Raum buchen« (Aachen) ist erledigt. Vielen Dank!\n\n"
        "Das kam am 06.03.2026 08:00 Uhr über Ihren persönlichen Link bei uns an.\n"
        "Sie können es 14 Tage lang über denselben Link zurücknehmen.\n\n"
        "Waren Sie das nicht? Dann sagen Sie uns bitte Bescheid.\n\n"
        "Bei Fragen: Jana Petersen, projekt@weltoffen.example\n\n"
        "Mit freundlichen Grüßen\nWeltoffene Kommune\n"
    )


def test_a_code_stands_on_a_line_of_its_own() -> None:
    letter = SCRIBE.write(CODE)

    assert letter.subject == "Weltoffene Kommune: Ihr Code"
    assert "123456" in letter.text.splitlines()
    assert "123456" not in letter.subject


def test_the_address_of_a_new_link_stays_whole() -> None:
    assert RENEWED.secret in SCRIBE.write(RENEWED).text.splitlines()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_its_receipt(language: str, deed: Deed) -> None:
    content = replace(
        RECEIPT, language=language, deed=deed, day="01.04.2026", before="09.03.2026", instead="Frau Westpark"
    )

    letter = SCRIBE.write(content)

    assert letter.language == language
    assert "Raum buchen" in letter.subject
    assert "\n\n\n" not in letter.text
    assert ("Frau Westpark" in letter.text) == (deed is Deed.DECLINED)


def test_each_language_speaks_of_codes_and_links() -> None:
    assert "ten minutes" in SCRIBE.write(replace(CODE, language="en")).text
    renewed = SCRIBE.write(replace(RENEWED, language="en"))
    assert renewed.subject == "Weltoffene Kommune: your new link (Aachen)"


def test_a_language_without_templates_gets_german() -> None:
    assert SCRIBE.write(replace(CODE, language="fr")).language == "de"
