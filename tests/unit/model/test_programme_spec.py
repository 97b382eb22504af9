"""What a programme says of its country: regions, zone, cohorts."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from etappe.errors import UnknownCohort, UnknownLand
from etappe.model.cohorts import cohort_on, start_of
from etappe.model.place import Land
from etappe.model.programme_spec import CohortSpec, ProgrammeSpec
from etappe.model.region import LAENDER, RegionSpec, require_region
from etappe.model.roster import Roster, roster_of

SPRING = CohortSpec(key="2027-spring", title="Spring 2027", start=date(2027, 3, 1))
FALL = CohortSpec(key="2027-fall", title="Fall 2027", start=date(2027, 9, 7))
OHIO = RegionSpec(key="OH", title="Ohio")


def programme(**more: object) -> ProgrammeSpec:
    """A programme in Ohio."""
    about = {"key": "probe", "title": "Probe", "mandatory": ("probe",), "duration_from": "start"}
    country = {"regions": (OHIO,), "staff_land": "OH", "cohorts": (SPRING, FALL)}
    return ProgrammeSpec.model_validate(
        {**about, "duration_to": "end", "longest_months": 6, **country, **more}
    )


def test_without_a_word_a_programme_lies_in_the_sixteen_laender() -> None:
    assert [region.key for region in LAENDER] == sorted(Land)
    assert ProgrammeSpec.model_fields["regions"].default == LAENDER


def test_a_place_in_a_region_is_taken() -> None:
    require_region("OH", programme().regions)


def test_a_place_elsewhere_is_refused_with_the_regions_that_there_are() -> None:
    with pytest.raises(UnknownLand, match="'NW' is no Land or region of the programme; use one of OH"):
        require_region("NW", programme().regions)


def test_a_cohort_starts_on_its_day() -> None:
    assert start_of(programme(), "2027-fall") == FALL.start


def test_an_unknown_cohort_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownCohort) as refused:
        start_of(programme(), "2027-autumn")

    assert str(refused.value) == (
        "The programme 'probe' has no cohort '2027-autumn'; "
        "there are: 2027-spring (01.03.2027), 2027-fall (07.09.2027)."
    )


def test_a_programme_without_cohorts_says_so() -> None:
    with pytest.raises(UnknownCohort, match="there are: none"):
        start_of(programme(cohorts=()), "2027-fall")


def test_a_cohort_is_known_by_its_day() -> None:
    assert cohort_on(programme(), SPRING.start) == "2027-spring"
    assert cohort_on(programme(), date(2027, 3, 2)) is None


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"zone": "America/Dayton"}, "'America/Dayton' is no time zone; write it like America/Chicago"),
        ({"zone": "../secrets"}, "'../secrets' is no time zone"),
        ({"staff_land": "BE"}, "staff_land 'BE' is none of the programme's regions"),
        ({"regions": (OHIO, OHIO)}, "a key comes twice among OH, OH"),
        ({"cohorts": (FALL, FALL)}, "a key comes twice among 2027-fall, 2027-fall"),
        ({"regions": (), "staff_land": "OH"}, "staff_land 'OH' is none of the programme's regions"),
    ],
)
def test_a_programme_that_does_not_hold_together_is_refused(said: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError) as refused:
        programme(**said)

    assert fault in str(refused.value)


def test_files_are_read_by_the_regions_and_roles_of_the_programme() -> None:
    assert roster_of(programme(contact="LO", head="EX")) == Roster(("OH",), "LO", "EX")
