"""What holds of every letter that arrives: not two a day, none while it rests, no news that is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from etappe.model.notice import AHEAD
from etappe.model.project import TaskState
from etappe.model.quiet import earlier
from etappe.model.writing import LetterContent, NoticeContent
from etappe.service.office import ProjectFile
from tests.integration.planning_site import Arrived

Files = Mapping[str, ProjectFile]
Said = tuple[str, str, str]
"""An address, a project and a task."""


@dataclass(slots=True)
class Post:
    """Remembers what everybody was told."""

    heard: set[Said] = field(default_factory=set[Said])
    """Who has had a letter about which task."""
    followers: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Who has taken a role of a project over from somebody else, and so knows what that one was told."""
    told: dict[Said, date] = field(default_factory=dict[Said, date])
    """The day that was told last in a notice, or chosen by its reader."""
    days: set[tuple[str, date]] = field(default_factory=set[tuple[str, date]])

    def take(self, letter: Arrived, files: Files, known: Mapping[str, str]) -> None:
        """Look through a letter that has just arrived; ``known`` are addresses by the ids of persons."""
        if letter.window == letter.day:
            assert (letter.reader, letter.day) not in self.days, f"two letters a day: {letter}"
            self.days.add((letter.reader, letter.day))
        _require_true(letter, files)
        _require_no_rest(letter, files)
        for notice in letter.says.notices:
            self._take_notice(letter.reader, notice, files, known)
        self.heard |= {(letter.reader, *about) for about in letter.about}

    def knows(self, address: str, project: str, task: str, day: date) -> None:
        """Note that somebody has chosen a day themselves."""
        self.told[address, project, task] = day

    def follows(self, address: str, project: str) -> None:
        """Note that somebody has taken a role over."""
        self.followers.add((address, project))

    def _knows_of(self, address: str, project: str, task: str) -> bool:
        if (address, project, task) in self.heard:
            return True
        heard_by_others = any((p, t) == (project, task) for _, p, t in self.heard)
        return heard_by_others and (address, project) in self.followers

    def _take_notice(
        self, reader: str, notice: NoticeContent, files: Files, known: Mapping[str, str]
    ) -> None:
        project, _, person_id, _ = notice.occ_key.split("/")
        meant = known[person_id]
        assert (meant == reader) != bool(notice.standing_in_for), notice
        for line in notice.lines:
            key = (meant, project, line.task)
            assert self._knows_of(*key), f"{meant} has never heard of {line}"
            record = files[project].tasks[line.task]
            true = record.due if record.state is TaskState.OPEN else None
            assert line.after == true, (line, record)
            assert line.after is None or line.after != self.told.get(key), f"no news for {meant}: {line}"
            self.told[key] = line.after or line.before


def _require_true(letter: Arrived, files: Files) -> None:
    """A reminder speaks of an open task, and tells its day."""
    for said in letter.says.tasks:
        record = files[said.project].tasks[said.key]
        assert (record.state, record.due) == (TaskState.OPEN, said.due), (said, record)


def _require_no_rest(letter: Arrived, files: Files) -> None:
    """While a project rests, nobody hears of it before the letter of its resumption."""
    day, says = letter.day, letter.says
    for project, file in files.items():
        for hold in file.decisions.holds:
            if not hold.covers(day):
                continue
            spoken = [t.key for t in says.tasks if t.project == project]
            resting = [k for k in spoken if hold.phase in {None, file.plan.task[k].phase}]
            assert not resting, (letter, hold)
            if hold.phase is None and day < _resumption_day(file, hold.until):
                assert not _others(says, file), (letter, hold)


def _others(says: LetterContent, file: ProjectFile) -> list[str]:
    """What a letter says of a project beside reminders."""
    name = file.kommune.name
    notices = [str(n) for n in says.notices if n.kommune == name]
    resumptions = [str(r) for r in says.resumptions if r.kommune == name]
    return [*notices, *resumptions, *(str(line) for line in says.lines if line.kommune == name)]


def _resumption_day(file: ProjectFile, until: date) -> date:
    place = file.calendar.place
    return earlier(place.add(until, -AHEAD), place)


def address_book(people: list[tuple[object, ...]]) -> dict[str, str]:
    """Addresses by the ids of persons, from the rows of the table."""
    return {str(row[1]): str(row[3]) for row in people}
