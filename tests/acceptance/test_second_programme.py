"""A programme of another country, built and installed like any other package, is run by the same command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.cli import ETAPPE
from tests.acceptance.second_programme import RENEWAL, Travelled

ROOT = Path(__file__).parents[2]
CHICAGO = ZoneInfo("America/Chicago")
LEAD = "lena@dayton.example"
PASSAGE = "Start with the criteria that were hard the last time."
STATES = "CO, GA, IA, IL, MI, MN, NC, OH, PA, TN, TX, UT"
GERMAN = re.compile(
    r"[äöüß„]|\b(und|nicht|bitte|für|ist|eine|mit|von|Aufgabe|Frist|Arbeitstage?|Monate|Kommune|Wochenübersicht|"
    r"fällig|erledigt|Uhr|Montag|Freitag|BGB)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Abroad:
    """The command with the second programme chosen, in a folder whose clock is set by the test."""

    home: Path
    site: Path

    @property
    def environment(self) -> dict[str, str]:
        """What its processes know."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "PYTHONPATH": os.pathsep.join((str(self.site), str(ROOT))),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "200",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "ETAPPE_PROGRAMME": "welcoming_places",
            "ETAPPE_DATA_DIR": str(self.home),
        }

    def at(self, day: date) -> None:
        """Set the clock of the folder to nine in the morning of a day, in the programme's zone."""
        local = datetime.combine(day, time(9), tzinfo=CHICAGO)
        (self.home / "demo-clock").write_text(local.isoformat(), encoding="ascii")

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run one command and return all that it says, with every run of blanks as one."""
        done = subprocess.run(
            [ETAPPE, *words],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return " ".join((done.stdout + done.stderr).split())

    def travel(self) -> Travelled:
        """Let the years pass; what lies in the mailbox at their end."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.acceptance.second_programme"],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return Travelled.model_validate_json(done.stdout)


@pytest.fixture(scope="module")
def abroad(welcoming: Path, tmp_path_factory: pytest.TempPathFactory) -> Abroad:
    """Dayton, Ohio, with its people, a fortnight before the cohort of spring."""
    etappe = Abroad(tmp_path_factory.mktemp("home"), welcoming)
    etappe.at(date(2027, 2, 15))
    etappe("kommunen", "add", "Dayton", "--land", "oh", "--council", "City Commission")
    etappe("contacts", "set", "dayton", "LO", "Lena Ortiz", LEAD)
    etappe("contacts", "set", "dayton", "EX", "Eva Xu", "eva@dayton.example")
    etappe("contacts", "staff", "PO", "Pat Odell", "pat@welcoming.example")
    etappe("contacts", "staff", "AU", "Ann Unger", "ann@welcoming.example")
    return etappe


@pytest.fixture(scope="module")
def started(abroad: Abroad) -> str:
    """What was said when the project started."""
    return abroad("projects", "start", "dayton", "--cohort", "2027-spring", "--answer", "languages=yes")


@pytest.fixture(scope="module")
def travelled(abroad: Abroad, started: str, told: list[str]) -> Travelled:
    """The whole way, to some days after the renewal."""
    assert started
    assert told
    return abroad.travel()


@pytest.fixture(scope="module")
def told(abroad: Abroad, started: str) -> list[str]:
    """What was said about the findings of the auditors, first as a trial, then in earnest, twice."""
    assert started
    abroad.at(date(2027, 3, 2))
    answer = ("projects", "answer", "dayton")
    return [
        abroad(*answer, "findings=yes", "--dry-run"),
        abroad(*answer, "findings=yes", "--yes"),
        abroad(*answer, "languages=no", "--yes"),
    ]


def test_a_place_outside_the_regions_is_refused_with_those_that_there_are(abroad: Abroad) -> None:
    said = abroad("kommunen", "add", "Aachen", "--land", "NW", code=1)

    assert said == f"error: 'NW' is no Land or region of the programme; use one of {STATES}."


def test_a_file_is_read_by_the_regions_and_roles_of_the_programme(abroad: Abroad) -> None:
    rows = "name,land,ansprechperson,email\nErie,PA,Ed Roe,ed@erie.example\nJena,TH,,\n"
    (abroad.home / "cities.csv").write_text(rows, encoding="utf-8")

    said = abroad("kommunen", "import", "cities.csv", code=1)

    assert f"cities.csv:3: land: 'TH' is no Land or region of the programme; use one of {STATES}." in said
    assert "cities.csv:2" not in said


def test_an_unknown_cohort_is_refused_with_those_that_there_are(abroad: Abroad) -> None:
    said = abroad("projects", "start", "dayton", "--cohort", "2026-fall", code=1)

    assert said == (
        "error: The programme 'welcoming_places' has no cohort '2026-fall'; "
        "there are: 2027-spring (01.03.2027), 2027-fall (07.09.2027)."
    )


def test_a_project_starts_with_its_cohort_or_on_its_own_day_but_not_both(abroad: Abroad) -> None:
    both = abroad("projects", "start", "dayton", "--cohort", "2027-fall", "--start", "2027-09-07", code=2)

    assert "--start" in both
    assert "--cohort" in both


def test_a_cohort_is_named_by_the_day_on_which_a_project_started(abroad: Abroad, started: str) -> None:
    shown = json.loads(abroad("projects", "show", "dayton", "--json"))

    assert "The project 'dayton' was started with 15 tasks." in started
    assert (shown["start"], shown["cohort"]) == ("2027-03-01", "2027-spring")


def test_the_fourth_of_july_is_no_working_day_and_the_third_of_october_is_one(abroad: Abroad) -> None:
    plan = ("plan", "preview", "--land", "OH", "--start", "2028-06-12", "--json", "--fix")

    fourth = json.loads(abroad(*plan, "visit=2028-07-04"))
    third = json.loads(abroad(*plan, "visit=2028-10-03"))

    assert "Audit visit on 04 Jul 2028 is no working day." in [w["text"] for w in fourth["warnings"]]
    assert "day_off" not in {w["code"] for w in third["warnings"]}


def test_an_answer_shows_first_what_it_would_do_and_then_does_it(told: list[str]) -> None:
    tried, done, _ = told

    assert "answer findings: – → yes" in tried
    assert "Nothing was saved." in tried
    assert "Applied to 'dayton': new: 1." in done
    assert "audit.corrections" in done


def test_a_cohort_whose_day_has_passed_is_refused(abroad: Abroad, told: list[str]) -> None:
    assert told

    said = abroad("projects", "start", "dayton", "--cohort", "2027-spring", code=1)

    assert said.startswith("error: The project of 'dayton' cannot start on 01.03.2027, today is 02.03.2027;")


def test_a_task_whose_condition_fails_is_retired_and_tells_why(abroad: Abroad, told: list[str]) -> None:
    why = abroad("why", "dayton/assess.translation")

    assert "Applied to 'dayton': retired: 1." in told[2]
    assert "The task is no part of the plan any more since 02 Mar 2027" in why
    assert "“Do residents need the materials in other languages than English?” is answered with no" in why


def test_the_reminders_of_the_renewal_go_twelve_nine_and_six_months_ahead(travelled: Travelled) -> None:
    ahead = [m.day for m in travelled.mails if m.to == LEAD and PASSAGE in " ".join(m.text.split())]

    assert travelled.renewal == date(2030, 9, 17)
    assert ahead[:3] == [date(2029, 9, 17), date(2029, 12, 17), date(2030, 3, 15)]  # 17 March is a Sunday
    assert min(ahead[3:]) > travelled.renewal


def test_the_renewal_is_spoken_of_in_the_programmes_own_words(travelled: Travelled) -> None:
    letter = next(m for m in travelled.mails if m.day == date(2029, 12, 17) and m.to == LEAD)
    text = " ".join(letter.text.split())

    assert "Apply for the renewal" in text
    assert "Dayton has been certified since Friday, 17 September 2027." in text
    assert "Questions: Pat Odell, pat@welcoming.example" in text


def test_the_task_that_appeared_is_reminded_of_like_any_other(travelled: Travelled) -> None:
    subjects = [m.subject for m in travelled.mails if m.to == LEAD and m.day.year == 2027]

    assert any("Correct what the auditors found" in subject for subject in subjects)
    assert not any("translated" in subject for subject in subjects)


def test_no_letter_has_a_german_word(travelled: Travelled) -> None:
    found = {word[0] for m in travelled.mails for word in GERMAN.finditer(f"{m.subject}\n{m.text}")}

    assert len(travelled.mails) > 30
    assert found == set()


def test_no_letter_comes_on_a_holiday_or_at_a_weekend(travelled: Travelled) -> None:
    days = {m.day for m in travelled.mails}

    assert date(2028, 7, 4) not in days
    assert {d for d in days if d.weekday() > 4} == set()


def test_the_project_manager_reads_english_too(abroad: Abroad, travelled: Travelled) -> None:
    assert travelled.mails

    (row,) = json.loads(abroad("projects", "list", "--json"))
    ledger = json.loads(abroad("projects", "ledger", "dayton", "--json"))
    why = abroad("why", f"dayton/{RENEWAL}/three_years.months_12/1")

    said = [row["phase"], row["reason"], row["why"], why, *(e["reason"] or "" for e in ledger)]
    assert [text for text in said if GERMAN.search(text)] == []
    assert "This rung comes 12 months before the deadline, which is 17 Sep 2029." in why
