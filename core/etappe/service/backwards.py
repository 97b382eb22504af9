"""Plan backwards from a wanted day: for a place, for a Kommune, or for a project that runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from etappe.errors import AnchorPassed, DateInThePast, UnknownAnchor
from etappe.model.backwards import Backwards, backwards
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.moments import local_day
from etappe.model.place import Place
from etappe.model.project import AnchorRecord, decisions_of
from etappe.model.region import require_region
from etappe.model.schedule import Schedule
from etappe.service.office import Drawing, Office, ProjectFile, calendar_of, open_file, require_kommune
from etappe.service.projects import Wish, drawn_up


@dataclass(frozen=True, slots=True)
class Fix:
    """An anchor to fix by hand, one of several in an order in which none is refused."""

    anchor: str
    day: date


@dataclass(frozen=True, slots=True)
class ProjectBackwards:
    """The plans of a running project that lead to a wanted day, and how to get to them."""

    found: Backwards
    comfortable: tuple[Fix, ...]
    tightest: tuple[Fix, ...]


def place_backwards(office: Drawing, place: Place, wish: Wish, anchor: str, day: date) -> Backwards:
    """Plan backwards at a place without storing anything; the start of the wish is the earliest one allowed.

    Raises `UnknownLand`, and what `draw_up` and `backwards` refuse.
    """
    require_region(place.land, office.programme.spec.regions)
    return _of_wish(office, office.calendars(place), wish, anchor, day)


def kommune_backwards(office: Office, kommune: str, wish: Wish, anchor: str, day: date) -> Backwards:
    """Plan backwards with the calendar of a Kommune; the start of the wish is the earliest one allowed.

    Raises `UnknownKommune`, and what `draw_up` and `backwards` refuse.
    """
    with office.store.begin() as tx:
        calendar = calendar_of(office, tx, require_kommune(tx, kommune))
    return _of_wish(office, calendar, wish, anchor, day)


def project_backwards(
    office: Office, project_id: str, anchor: str, day: date, now: datetime
) -> ProjectBackwards:
    """The latest dates of the anchors that are still open before a wanted day; nothing is saved.

    What has passed, and what somebody has fixed by hand, stays. Raises `UnknownProject`, `UnknownAnchor`,
    `AnchorPassed`, `DateInThePast`, and what `backwards` refuses.
    """
    today = local_day(now, office.zone)
    with office.store.begin() as tx:
        file = open_file(office, tx, project_id)
    require_open(file, anchor, today)
    if day < today:
        raise DateInThePast(day=f"{day:%d.%m.%Y}", today=f"{today:%d.%m.%Y}")
    decided = decisions_of(file.project, file.anchors, file.tasks.values())
    settled = {a.key: a.day for a in file.anchors if a.day < today or not file.plan.anchor[a.key].nominal}
    fixed = {**decided.fixed_anchors, **settled}
    found = backwards(file.plan, replace(decided, fixed_anchors=fixed), file.calendar, anchor, day, today)
    kept = {key for key in fixed if key != anchor}
    comfortable = tuple(_fixes(file, found.comfortable, kept)) if found.comfortable else ()
    return ProjectBackwards(found, comfortable, tuple(_fixes(file, found.tightest, kept)))


def require_open(file: ProjectFile, anchor: str, today: date) -> AnchorRecord:
    """The stored day of an anchor that is still to come; raises `UnknownAnchor` or `AnchorPassed`."""
    record = next((a for a in file.anchors if a.key == anchor), None)
    if record is None:
        raise UnknownAnchor(anchor=anchor, known=", ".join(file.plan.anchor))
    if record.day < today:
        raise AnchorPassed(anchor=anchor, project=file.project.id, day=f"{record.day:%d.%m.%Y}")
    return record


def _of_wish(office: Drawing, calendar: Calendar, wish: Wish, anchor: str, day: date) -> Backwards:
    plan = drawn_up(office, tuple(sorted(wish.modules)))
    decisions = Decisions(
        start=wish.start, answers=wish.answers, fixed_anchors=wish.fixed_anchors, ignored=wish.ignored
    )
    return backwards(plan, decisions, calendar, anchor, day, wish.start)


def _fixes(file: ProjectFile, schedule: Schedule, kept: set[str]) -> list[Fix]:
    """First what moves later, the last anchor first; then what moves earlier, the first anchor first.

    So no anchor ever lies closer to another than before or afterwards.
    """
    stored = {a.key: a.day for a in file.anchors}
    fixed = schedule.decisions.fixed_anchors
    fixes = [Fix(a.key, fixed[a.key]) for a in file.plan.anchors if a.key in fixed and a.key not in kept]
    later = [f for f in fixes if f.day > stored[f.anchor]]
    return [*reversed(later), *(f for f in fixes if f not in later)]
