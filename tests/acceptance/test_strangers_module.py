"""A module by a stranger, built and installed like any other package, takes part in everything."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.installed_modules import Found
from tests.acceptance.strangers_page import Read
from tests.acceptance.strangers_project import CONTACT, PREFIXES, Outcome

ROOT = Path(__file__).parents[2]
FRAME = "weltoffene_kommune"
OURS = (FRAME, "selbstcheck", "workshop", "dialog", "entscheidungstraeger")
WORDS = ("bewirtung", "verkostung", "bestellung", "catering")
PASSAGE = "was sie bei der Verkostung am Montag, 16. März 2026 angeboten haben."
REASON = (
    "21 Kalendertage nach der Verkostung am 16.03.2026; "
    "statt am 06.04.2026 (Ostermontag) am nächsten Werktag (§ 193 BGB)"
)


def run(script: str, home: Path, *sites: Path, **settings: str) -> str:
    """What a script prints in a process of its own that finds these folders beside the environment."""
    result = subprocess.run(
        [sys.executable, "-m", f"tests.acceptance.{script}"],
        cwd=home,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "PYTHONPATH": os.pathsep.join(map(str, (*sites, ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ETAPPE_DATA_DIR": str(home / "data"),
            **settings,
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def found(home: Path, *sites: Path, without: Iterable[str] = ()) -> Found:
    """What etappe finds with these folders, less what is switched off."""
    switched_off = json.dumps(list(without))
    return Found.model_validate_json(run("installed_modules", home, *sites, ETAPPE_WITHOUT=switched_off))


def traces(offers: Iterable[str]) -> list[str]:
    """The offers that bear a word of the stranger's."""
    return [key for key in offers if key.startswith(WORDS)]


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def outcome(catering: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """A project that chose the module, from its start to the evening of the workshop."""
    printed = run("strangers_project", tmp_path_factory.mktemp("home"), catering)
    return Outcome.model_validate_json(printed)


@pytest.fixture
def brittle(tmp_path: Path) -> Path:
    """A folder with a distribution whose module raises as soon as it is imported."""
    site = tmp_path / "brittle"
    about = site / "etappe_brittle-0.3.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: etappe-brittle\nVersion: 0.3.0\n")
    (about / "entry_points.txt").write_text("[etappe]\nbrittle = etappe_brittle\n")
    (site / "etappe_brittle.py").write_text("raise RuntimeError('the oven is cold')\n")
    return site


def test_the_stranger_imports_the_plugin_face_and_nothing_behind_it(catering: Path) -> None:
    sources = [path.read_text("utf8") for path in (catering / "etappe_catering").glob("*.py")]

    imported = {
        name for text in sources for name in re.findall(r"^(?:from|import) (etappe\b\S*)", text, re.M)
    }

    assert imported == {"etappe.plugin", "etappe.plugin.desk"}


def test_the_plan_remembers_the_strangers_version(outcome: Outcome) -> None:
    assert outcome.modules["catering"] == "1.2.0"
    assert set(outcome.modules) == {FRAME, "selbstcheck", "workshop", "catering"}


def test_its_phase_runs_beside_those_of_others(outcome: Outcome) -> None:
    begins, ends = outcome.phases["bewirtung"]

    assert (begins, ends) == (date(2026, 2, 23), date(2026, 4, 7))
    assert outcome.phases["workshop"][0] < begins < ends < outcome.phases["workshop"][1]


def test_its_anchor_is_placed_by_anchors_of_others(outcome: Outcome) -> None:
    tasting = outcome.anchors["verkostung"]

    assert outcome.anchors["workshop"].day == date(2026, 4, 15)
    assert tasting.day == date(2026, 3, 16)
    assert tasting.why == "20 Arbeitstage vor dem Selbstcheck-Workshop am 15.04.2026"


@pytest.mark.parametrize(
    ("task", "day", "why"),
    [
        ("verkostung.einladung", date(2026, 3, 2), "10 Arbeitstage vor der Verkostung am 16.03.2026"),
        ("bewirtung.angebot", date(2026, 4, 7), REASON),
        ("catering.essenszahl", date(2026, 4, 7), "6 Arbeitstage vor dem Selbstcheck-Workshop am 15.04.2026"),
        (
            "catering.anlieferung",
            date(2026, 4, 10),
            "3 Arbeitstage vor dem Selbstcheck-Workshop am 15.04.2026",
        ),
    ],
)
def test_its_tasks_are_due_on_days_that_explain_themselves(
    outcome: Outcome, task: str, day: date, why: str
) -> None:
    assert outcome.tasks[task].day == day
    assert outcome.tasks[task].why == why


def test_its_tasks_stand_in_its_own_phase_and_in_somebody_elses(outcome: Outcome) -> None:
    assert outcome.phase_of == {
        "verkostung.einladung": "bewirtung",
        "bewirtung.angebot": "bewirtung",
        "catering.essenszahl": "workshop",
        "catering.anlieferung": "workshop",
    }


def test_the_first_rung_of_its_own_ladder_is_armed_when_the_project_starts(outcome: Outcome) -> None:
    assert {(r.task, r.day) for r in outcome.armed} == {
        ("verkostung.einladung", date(2026, 2, 24)),
        ("bewirtung.angebot", date(2026, 3, 30)),
        ("catering.essenszahl", date(2026, 3, 30)),
        ("catering.anlieferung", date(2026, 4, 2)),
    }
    assert {(r.rule, r.outcome) for r in outcome.armed} == {("bestellung.vor_4", "planned")}


def test_every_rung_of_its_ladder_has_gone_out_by_the_day_of_the_workshop(outcome: Outcome) -> None:
    fired = {(r.task, r.rule) for r in outcome.ledger if r.outcome in {"sent", "merged"}}

    own = [(t, f"bestellung.{rung}") for t in outcome.tasks for rung in ("vor_4", "am_tag", "nach_2")]
    assert fired.issuperset(own)


def test_its_letter_arrives_in_the_mailbox(outcome: Outcome) -> None:
    to_contact = [m for m in outcome.mails if m.to == CONTACT]

    [today] = [m for m in to_contact if m.day == date(2026, 4, 7)]
    assert PASSAGE in in_one_line(today.text)
    assert f"Warum dieser Tag: {REASON}" in in_one_line(today.text)
    assert "Wofür: Bewirtung, Aachen" in today.text


def test_a_task_without_a_letter_of_its_own_speaks_in_the_modules_words(outcome: Outcome) -> None:
    [mail] = [m for m in outcome.mails if m.to == CONTACT and m.day == date(2026, 2, 24)]

    assert mail.subject == "Bis Mo, 02.03.2026: Zwei Betriebe zur Verkostung einladen (Aachen)"
    assert "fragen Sie die Kantine der Stadtverwaltung" in in_one_line(mail.text)


def test_its_pages_stand_in_the_portal(catering: Path, tmp_path: Path) -> None:
    read = Read.model_validate_json(run("strangers_page", tmp_path, catering))

    assert ">Bestellung</a>" in read.project
    assert 'name="meals" type="number" value=""' in read.before
    assert "Die Änderung ist übernommen." in read.after
    assert 'name="meals" type="number" value="40"' in read.after
    assert ">40</td>" in read.orders


def test_installed_it_can_be_chosen_without_a_word_in_the_programme(catering: Path, tmp_path: Path) -> None:
    registry = found(tmp_path, catering)

    assert registry.optional == ["dialog", "entscheidungstraeger", "catering"]
    assert len(set(traces(registry.offers))) == 11
    assert registry.parked == {}


def test_without_it_installed_nothing_of_it_shows(tmp_path: Path) -> None:
    registry = found(tmp_path)

    assert set(registry.modules) == set(OURS)
    assert traces(registry.offers) == []


def test_switched_off_in_the_settings_nothing_of_it_shows(catering: Path, tmp_path: Path) -> None:
    registry = found(tmp_path, catering, without=["catering"])

    assert set(registry.modules) == set(OURS)
    assert traces(registry.offers) == []
    assert registry.parked == {}


@pytest.mark.parametrize("name", [name for name in OURS if name != FRAME])
def test_it_goes_on_when_one_of_ours_is_switched_off(catering: Path, tmp_path: Path, name: str) -> None:
    registry = found(tmp_path, catering, without=[name])

    assert set(registry.modules) == {*OURS, "catering"} - {name}
    assert registry.parked == {}
    assert {"verkostung", "verkostung.einladung", "bewirtung.angebot"} <= set(registry.offers)


def test_its_tasks_in_the_workshop_go_with_the_workshop(catering: Path, tmp_path: Path) -> None:
    registry = found(tmp_path, catering, without=["workshop"])

    tasks = {key for key in registry.offers if key.startswith(PREFIXES)}
    own = {"verkostung.einladung", "bewirtung.angebot", "catering.vertrag"}
    assert tasks == {*own, "catering.aufgabe", "catering.angebot"}


def test_without_the_frame_there_is_no_programme_and_nobody_is_parked(catering: Path, tmp_path: Path) -> None:
    registry = found(tmp_path, catering, without=[FRAME])

    assert set(registry.modules) == {*OURS, "catering"} - {FRAME}
    assert (registry.programmes, registry.parked) == ([], {})


def test_the_engine_starts_with_every_module_switched_off(catering: Path, tmp_path: Path) -> None:
    registry = found(tmp_path, catering, without=[*OURS, "catering"])

    assert registry == Found(modules=[], programmes=[], optional=[], offers=[], parked={})


def test_a_module_that_raises_when_imported_is_parked_and_the_rest_works(
    catering: Path, brittle: Path, tmp_path: Path
) -> None:
    registry = found(tmp_path, catering, brittle)

    assert registry.parked == {"brittle": ("0.3.0", "RuntimeError: the oven is cold")}
    assert set(registry.modules) == {*OURS, "catering"}
    assert len(set(traces(registry.offers))) == 11


def test_a_module_that_is_switched_off_is_not_even_imported(brittle: Path, tmp_path: Path) -> None:
    assert found(tmp_path, brittle, without=["brittle"]).parked == {}
