"""The programme: its country, its language, its roles and its cohorts."""

from __future__ import annotations

from datetime import date

from etappe.plugin import CohortSpec, ProgrammeSpec, RegionSpec, RoleSpec

STATES = {
    "CO": "Colorado",
    "GA": "Georgia",
    "IA": "Iowa",
    "IL": "Illinois",
    "MI": "Michigan",
    "MN": "Minnesota",
    "NC": "North Carolina",
    "OH": "Ohio",
    "PA": "Pennsylvania",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
}

ROLES = (
    RoleSpec(key="LO", title="Local lead"),
    RoleSpec(key="EX", title="City executive", copies_to=("LO",), overview=False, letters_per_task=2),
    RoleSpec(key="PO", title="Program office", staff=True),
    RoleSpec(key="AU", title="Auditors", staff=True),
)

PROGRAMME = ProgrammeSpec(
    key="welcoming_places",
    title="Welcoming Places – Certified for Three Years",
    short_title="Welcoming Places",
    mandatory=("welcoming",),
    language="en",
    zone="America/Chicago",
    regions=tuple(RegionSpec(key=key, title=title) for key, title in STATES.items()),
    staff_land="IL",
    cohorts=(
        CohortSpec(key="2027-spring", title="Spring 2027", start=date(2027, 3, 1)),
        CohortSpec(key="2027-fall", title="Fall 2027", start=date(2027, 9, 7)),
    ),
    contact="LO",
    management="PO",
    head="EX",
    duration_from="start",
    duration_to="certification",
    longest_months=12,
)
