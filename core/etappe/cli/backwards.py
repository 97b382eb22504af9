"""The commands that plan backwards: for a place or a Kommune, and for a project that runs."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from etappe.cli.inputs import (
    AFixedDay,
    Answers,
    Category,
    Day,
    Days,
    FixedDays,
    Ignored,
    LandOfPlace,
    Modules,
    SlugOfPlace,
    require_fitting,
)
from etappe.cli.plan import anchor_as_json, place_with, print_anchors, warn_of, warning_as_json, wish_of
from etappe.cli.terminal import Json, at_work, german, print_json, say, show_command
from etappe.errors import KommuneHasItsPlace
from etappe.model.place import HolidayCategory

if TYPE_CHECKING:
    from etappe.model.backwards import Backwards
    from etappe.model.schedule import Schedule
    from etappe.service.backwards import Fix
    from etappe.service.office import Drawing
    from etappe.service.projects import Wish


@dataclass(frozen=True, slots=True)
class _Variant:
    """One of the plans, and the commands that lead to it."""

    schedule: Schedule
    commands: Sequence[str]


def of_plan(
    wanted: AFixedDay,
    /,
    *,
    land: LandOfPlace = None,
    kommune: SlugOfPlace = None,
    modules: Modules = (),
    category: Category = HolidayCategory.LAND,
    election: Annotated[Days, Parameter(help="The day of an election; again for each.")] = (),
    closed: Annotated[Days, Parameter(help="A closing day of the town hall; again for each.")] = (),
    committee: Annotated[Days, Parameter(help="A date of the committee; again for each.")] = (),
    answer: Answers = (),
    fix: FixedDays = (),
    ignore: Ignored = (),
    not_before: Annotated[Day | None, Parameter(help="The earliest start; without it, today.")] = None,
    json: Json = False,
) -> None:
    """Say when to start so that an anchor can be held on a day: comfortably, and at the latest."""
    from etappe.bootstrap import drawing_board
    from etappe.service.backwards import kommune_backwards, place_backwards
    from etappe.settings import read_settings

    if kommune is None:
        require_fitting(category, land or "")
        board = drawing_board(read_settings())
        wish = wish_of(not_before or _today(board), modules, answer, fix, ignore)
        place = place_with(board, land or "", category, election, closed, committee)
        found = place_backwards(board, place, wish, *wanted)
    else:
        if category or election or closed or committee:
            raise KommuneHasItsPlace(kommune=kommune)
        with at_work() as etappe:
            wish = wish_of(not_before or _today(etappe.office), modules, answer, fix, ignore)
            found = kommune_backwards(etappe.office, kommune, wish, *wanted)
    comfortable = _to_start(kommune, found.comfortable, wish) if found.comfortable else None
    _tell(found, comfortable, _to_start(kommune, found.tightest, wish), json=json)


def of_project(project: str, anchor: str, day: Day, /, *, json: Json = False) -> None:
    """Show the latest days of what is open before an anchor that is to be on a day; nothing is saved."""
    from etappe.service.backwards import project_backwards

    with at_work() as etappe:
        told = project_backwards(etappe.office, project, anchor, day, etappe.clock.now())
    found = told.found
    _tell(
        found,
        _Variant(found.comfortable, _fixing(project, told.comfortable)) if found.comfortable else None,
        _Variant(found.tightest, _fixing(project, told.tightest)),
        json=json,
    )


def _today(office: Drawing) -> date:
    from etappe.bootstrap import clock_of
    from etappe.model.moments import local_day
    from etappe.settings import read_settings

    return local_day(clock_of(read_settings()).now(), office.programme.spec.zone)


def _to_start(kommune: str | None, schedule: Schedule, wish: Wish) -> _Variant:
    """A plan with the command that would start a project with it."""
    words = ["etappe", "projects", "start", kommune or "KOMMUNE"]
    words += ["--start", f"{schedule.decisions.start}"]
    words += [word for module in wish.modules for word in ("--with", module)]
    answers = (f"{key}={'yes' if said else 'no'}" for key, said in wish.answers.items())
    words += [word for said in answers for word in ("--answer", said)]
    fixed = schedule.decisions.fixed_anchors
    fixes = (f"{a.key}={fixed[a.key]}" for a in schedule.plan.anchors if a.key in fixed)
    words += [word for fix in fixes for word in ("--fix", fix)]
    words += [word for ignored in sorted(wish.ignored) for word in ("--ignore", ignored)]
    return _Variant(schedule, [shlex.join(words)])


def _fixing(project: str, fixes: Iterable[Fix]) -> list[str]:
    """The commands that would bring a project to this plan, in their order."""
    return [shlex.join(["etappe", "anchors", "fix", project, f.anchor, f"{f.day}"]) for f in fixes]


def _tell(found: Backwards, comfortable: _Variant | None, tightest: _Variant, *, json: bool) -> None:
    if json:
        variants = {
            "comfortable": _as_json(comfortable) if comfortable else None,
            "tightest": _as_json(tightest),
        }
        print_json({"anchor": found.anchor, "day": found.day, **variants})
        return
    if comfortable is None:
        say(f"'{found.anchor}' on {german(found.day)} leaves no time for the distances of the template.")
    elif comfortable.schedule.decisions == tightest.schedule.decisions:
        _show("Comfortable, and the latest that is possible", comfortable)
        return
    else:
        _show("Comfortable: with the distances of the template", comfortable)
    _show("At the latest: with the shortest distances that hold", tightest)


def _show(title: str, variant: _Variant) -> None:
    from etappe.model.warnings import warnings_of

    schedule = variant.schedule
    say(f"{title}; compressed tasks: {len(schedule.compressed)}.")
    print_anchors(schedule)
    for command in variant.commands:
        show_command(command)
    warn_of(warnings_of(schedule))


def _as_json(variant: _Variant) -> dict[str, object]:
    from etappe.model.warnings import warnings_of

    schedule = variant.schedule
    return {
        "start": schedule.decisions.start,
        "anchors": [anchor_as_json(schedule, a) for a in schedule.anchors.values()],
        "compressed": [d.task for d in schedule.compressed],
        "warnings": [warning_as_json(w) for w in warnings_of(schedule)],
        "commands": list(variant.commands),
    }
