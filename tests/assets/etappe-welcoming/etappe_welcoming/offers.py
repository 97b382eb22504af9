"""The way to the certificate as values, and the renewal three years later."""

from __future__ import annotations

from etappe.plugin import (
    DEPUTY,
    RESPONSIBLE,
    AnchorSpec,
    ConditionSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    Only,
    PhaseSpec,
    RungKind,
    RungSpec,
    TaskSpec,
    Unit,
    months,
    working_days,
)
from etappe_welcoming.programme import ROLES

ANCHORS = (
    AnchorSpec(key="start", title="Start of the cohort", dative="the start of the cohort"),
    AnchorSpec(
        key="visit",
        title="Audit visit",
        dative="the audit visit",
        nominal=(working_days("start", 110),),
        event=True,
    ),
    AnchorSpec(
        key="certification",
        title="Certification",
        dative="the certification",
        nominal=(working_days("visit", 30),),
    ),
    AnchorSpec(
        key="renewal",
        title="Renewal",
        dative="the renewal",
        nominal=(months("certification", 36),),
    ),
)

PHASES = (
    PhaseSpec(key="apply", title="Application", begins=(working_days("start", 0),)),
    PhaseSpec(key="assess", title="Self-assessment", begins=(working_days("start", 16),)),
    PhaseSpec(
        key="audit", title="Audit", begins=(working_days("visit", -20),), requires=("assess.evidence",)
    ),
    PhaseSpec(key="certified", title="Certified", begins=(working_days("certification", 0),)),
)

CONDITIONS = (
    ConditionSpec(
        key="languages",
        question="Do residents need the materials in other languages than English?",
        default=False,
    ),
    ConditionSpec(
        key="findings",
        question="Have the auditors left findings that the city has to correct?",
        default=False,
    ),
)

LADDERS = (
    LadderSpec(
        key="steady",
        title="Work that takes a while",
        overview_from=-10,
        rungs=(
            RungSpec(key="before_5", offset=-5, only=Only.MILESTONE_OR_BLOCKING),
            RungSpec(key="after_2", offset=2),
        ),
    ),
    LadderSpec(
        key="event",
        title="Days on which people meet",
        overview_from=-10,
        rungs=(
            RungSpec(key="before_5", offset=-5),
            RungSpec(key="on_the_day", offset=0, only=Only.MEETING),
        ),
    ),
    LadderSpec(
        key="three_years",
        title="The renewal, a long way ahead",
        overview_from=-20,
        rungs=(
            RungSpec(key="months_12", offset=-12, unit=Unit.MONTHS),
            RungSpec(key="months_9", offset=-9, unit=Unit.MONTHS),
            RungSpec(key="months_6", offset=-6, unit=Unit.MONTHS),
            RungSpec(key="after_1", offset=1),
        ),
    ),
    LadderSpec(key="nobody", title="No escalation", escalates=True),
    LadderSpec(
        key="to_office",
        title="Escalation to the program office",
        escalates=True,
        rungs=(
            RungSpec(key="deputy_after_4", offset=4, to=(RESPONSIBLE, DEPUTY)),
            RungSpec(
                key="call_after_7",
                offset=7,
                kind=RungKind.FOLLOW_UP,
                to=("PO",),
                request="call and agree on a new date",
            ),
        ),
    ),
)

APPLICATION = (
    TaskSpec(
        key="apply.file",
        phase="apply",
        title="Open the project file",
        role="PO",
        due=working_days("start", 2),
        ladder="steady",
        escalation="nobody",
        effort="about 20 minutes",
        advice="Please open the project file and send the local lead a link to it.",
    ),
    TaskSpec(
        key="apply.team",
        phase="apply",
        title="Name the core team",
        role="LO",
        due=working_days("start", 5),
        blocking=True,
        ladder="steady",
        escalation="to_office",
        effort="about one hour",
        advice="Please name four to six people from city departments and community groups.",
    ),
    TaskSpec(
        key="apply.commitment",
        phase="apply",
        title="Sign the letter of commitment",
        role="EX",
        due=working_days("start", 10),
        milestone=True,
        blocking=True,
        ladder="steady",
        escalation="to_office",
        effort="about 15 minutes",
        advice="Please sign the letter of commitment. It names the local lead and the time set aside.",
    ),
    TaskSpec(
        key="apply.profile",
        phase="apply",
        title="Write the community profile",
        role="LO",
        due=working_days("start", 15),
        after=("apply.team",),
        ladder="steady",
        escalation="to_office",
        effort="three to four hours",
        advice="Please describe in two pages who lives in your city and what is done already.",
    ),
)

ASSESSMENT = (
    TaskSpec(
        key="assess.kickoff",
        phase="assess",
        title="Hold the kick-off with the core team",
        role="LO",
        due=working_days("start", 20),
        meeting=True,
        after=("apply.team",),
        ladder="event",
        escalation="nobody",
        effort="two hours",
        advice="Please go through the framework with the core team and share out its seven areas.",
    ),
    TaskSpec(
        key="assess.translation",
        phase="assess",
        title="Have the survey translated",
        role="LO",
        due=working_days("start", 35),
        condition="languages",
        ladder="steady",
        escalation="to_office",
        effort="about one hour, and a week of waiting",
        advice="Please send us the languages that you need; we pay for three of them.",
    ),
    TaskSpec(
        key="assess.scores",
        phase="assess",
        title="Submit the self-assessment",
        role="LO",
        due=working_days("start", 60),
        milestone=True,
        blocking=True,
        after=("assess.kickoff",),
        ladder="steady",
        escalation="to_office",
        effort="two days, spread over two months",
        advice="Please answer every section of the self-assessment. A plain no is a good answer.",
    ),
    TaskSpec(
        key="assess.evidence",
        phase="assess",
        title="Upload the evidence",
        role="LO",
        due=working_days("start", 80),
        blocking=True,
        after=("assess.scores",),
        ladder="steady",
        escalation="to_office",
        effort="about one day",
        advice="Please upload one document for every criterion that you answered with yes.",
    ),
)

AUDIT = (
    TaskSpec(
        key="audit.interviews",
        phase="audit",
        title="Invite people to the interviews",
        role="LO",
        due=working_days("visit", -15),
        milestone=True,
        invitation=True,
        ladder="steady",
        escalation="to_office",
        effort="about two hours",
        advice="Please invite residents, community groups and two departments to an hour each.",
    ),
    TaskSpec(
        key="audit.visit",
        phase="audit",
        title="Visit the city",
        role="AU",
        due=working_days("visit", 0),
        meeting=True,
        ladder="event",
        escalation="nobody",
        effort="one day",
        advice="Please hold the interviews and look at three places where people are received.",
    ),
    TaskSpec(
        key="audit.report",
        phase="audit",
        title="Send the audit report",
        role="AU",
        due=working_days("visit", 10),
        blocking=True,
        after=("audit.visit",),
        ladder="steady",
        escalation="nobody",
        effort="about two days",
        advice="Please send the report to the local lead and to the program office.",
    ),
    TaskSpec(
        key="audit.corrections",
        phase="audit",
        title="Correct what the auditors found",
        role="LO",
        due=working_days("visit", 25),
        blocking=True,
        after=("audit.report",),
        condition="findings",
        ladder="steady",
        escalation="to_office",
        effort="depends on the findings",
        advice="Please write one paragraph on each finding: what was done, and by whom.",
    ),
)

CERTIFIED = (
    TaskSpec(
        key="certified.decision",
        phase="certified",
        title="Decide on the certificate",
        role="PO",
        due=working_days("certification", 0),
        milestone=True,
        blocking=True,
        after=("audit.report", "audit.corrections"),
        ladder="steady",
        escalation="nobody",
        effort="about one hour",
        advice="Please decide by the report and the corrections, and tell the city executive first.",
    ),
    TaskSpec(
        key="certified.announcement",
        phase="certified",
        title="Announce the certificate",
        role="EX",
        due=working_days("certification", 5),
        press=True,
        after=("certified.decision",),
        ladder="steady",
        escalation="nobody",
        effort="about one hour",
        advice="Please announce the certificate together with the people who worked for it.",
    ),
    TaskSpec(
        key="certified.checkin",
        phase="certified",
        title="Report what has changed after a year",
        role="LO",
        due=months("certification", 12),
        ladder="steady",
        escalation="to_office",
        effort="about two hours",
        advice="Please tell us in one page what has changed, and what has not.",
    ),
    TaskSpec(
        key="renewal.application",
        phase="certified",
        title="Apply for the renewal",
        role="LO",
        due=working_days("renewal", 0),
        milestone=True,
        ladder="three_years",
        escalation="to_office",
        effort="about two days, over half a year",
        advice="Please apply for the renewal before the certificate ends.",
        letter="renewal.ahead",
    ),
)

LETTERS = (
    LetterSpec(key="welcoming.task", package="etappe_welcoming", template="task.txt"),
    LetterSpec(key="renewal.ahead", package="etappe_welcoming", template="renewal.txt"),
)

MODULE = ModuleSpec(
    key="welcoming",
    title="Certified Welcoming",
    version="0.4.0",
    roles=ROLES,
    anchors=ANCHORS,
    phases=PHASES,
    conditions=CONDITIONS,
    ladders=LADDERS,
    tasks=APPLICATION + ASSESSMENT + AUDIT + CERTIFIED,
    letters=LETTERS,
)
