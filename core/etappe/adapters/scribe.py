"""Letters are written from templates: the frame is the core's, each passage belongs to its module."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from textwrap import TextWrapper

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined, Template

from etappe.errors import EtappeError, PassageBroken, PassageTooLong
from etappe.model.letter import Letter
from etappe.model.phrases import PHRASES, Phrases
from etappe.model.writing import LetterContent, TaskContent, Tone

WIDTH = 72
LONGEST_PASSAGE = 20_000
SUBJECT_LIMIT = 120
FALLBACK = "de"
"""The language of letters for which there is no frame."""

_SECOND_COLUMN = re.compile(r"(?:- |  |.{10,11}  )(?=\S)")  # behind or below a bullet, or behind a day
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class _Block:
    """One task with the passage that its module says about it."""

    task: TaskContent
    passage: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What surrounds the passages in one language."""

    language: str
    say: Phrases
    subject: Template
    text: Template
    council: str
    """What a council is called where the Kommune does not say it."""


def unwatched(work: Callable[[], str]) -> str:
    """Write without more ado: for passages that are known to be sound."""
    return work()


class JinjaScribe:
    """Puts the content of a letter into words; every template is compiled once.

    A passage belongs to a module, so that it is written by ``watched``, which gives up what does not end.
    """

    def __init__(self, watched: Callable[[Callable[[], str]], str] = unwatched) -> None:
        self._watched = watched
        self._frames: dict[str, _Frame] = {}
        self._passages: dict[tuple[str, str], Template] = {}
        self._packages: dict[str, Environment] = {}

    def write(self, content: LetterContent) -> Letter:
        """Write subject and text in the language of the programme."""
        frame = self._frame(content.language if content.language in PHRASES else FALLBACK)
        facts = _facts(
            content, [_Block(t, self._passage(t, content.programme, frame)) for t in content.tasks]
        )
        title = one_line(content.tasks[0].title) if content.tasks else ""
        return Letter(_subject(frame, title, facts), laid_out(frame.text.render(facts)), frame.language)

    def passage(self, task: TaskContent, programme: str, language: str) -> str:
        """What a letter would say about a task; raises `PassageBroken`."""
        frame = self._frame(language if language in PHRASES else FALLBACK)
        return self._passage(task, programme, frame).strip()

    def _frame(self, language: str) -> _Frame:
        if language not in self._frames:
            self._frames[language] = _load_frame(language)
        return self._frames[language]

    def _passage(self, task: TaskContent, programme: str, frame: _Frame) -> str:
        if task.package is None or task.template is None:
            return task.advice
        words = {
            "task": {
                "title": task.title,
                "advice": task.advice,
                "effort": task.effort,
                "due": frame.say.long(task.due),
            },
            "kommune": {"name": task.kommune, "council": task.council or frame.council},
            "programme": {"title": programme},
            "anchors": _Days(task.anchors, frame.say),
            "settings": task.settings,
        }
        try:
            return self._watched(partial(self._rendered, task.package, task.template, words))
        except Exception as error:  # a passage is code of a module: it can fail in any way
            self._forget(task.package, task.template)
            cause = str(error) if isinstance(error, EtappeError) else f"{type(error).__name__}: {error}"
            raise PassageBroken(package=task.package, template=task.template, cause=cause) from error

    def _rendered(self, package: str, name: str, words: Mapping[str, object]) -> str:
        """A passage as text; raises `PassageTooLong` as soon as it is."""
        text = ""
        for part in self._template(package, name).generate(words):
            text += part
            if len(text) > LONGEST_PASSAGE:
                raise PassageTooLong(most=LONGEST_PASSAGE)
        return text

    def _forget(self, package: str, name: str) -> None:
        """Read a passage anew when it is tried again: it may have been repaired."""
        self._passages.pop((package, name), None)
        self._packages.pop(package, None)

    def _template(self, package: str, name: str) -> Template:
        key = (package, name)
        if key not in self._passages:
            if package not in self._packages:
                self._packages[package] = environment(PackageLoader(package))
            self._passages[key] = self._packages[package].get_template(name)
        return self._passages[key]


class _Days:
    """The anchors of a project as a passage reads them; one that the plan lacks is an empty string."""

    def __init__(self, days: Iterable[tuple[str, date]], say: Phrases) -> None:
        self._days = dict(days)
        self._say = say

    def __getitem__(self, anchor: str) -> str:
        day = self._days.get(anchor)
        return self._say.long(day) if day else ""


def environment(loader: BaseLoader) -> Environment:
    """Templates of plain text, in which nothing that is missing passes for empty."""
    return Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - letters are plain text
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _load_frame(language: str) -> _Frame:
    templates = environment(PackageLoader("etappe.adapters", f"letters/{language}"))
    templates.globals["say"] = PHRASES[language]  # pyright: ignore[reportArgumentType] - jinja infers its own
    return _Frame(
        language=language,
        say=PHRASES[language],
        subject=templates.get_template("subject.txt"),
        text=templates.get_template("letter.txt"),
        council=templates.get_template("council.txt").render(),
    )


def _facts(content: LetterContent, blocks: list[_Block]) -> dict[str, object]:
    """What the frame reads: the content, sorted into groups and counted."""
    kommunen = {task.kommune for task in content.tasks}
    kommunen |= {line.kommune for line in (*content.lines, *content.copies)}
    kommunen |= {notice.kommune for notice in content.notices}
    kommunen |= {project.kommune for handed in content.handovers for project in handed.projects}
    kommunen |= {resumption.kommune for resumption in content.resumptions}
    stand_ins = {(task.standing_in_for, task.tone is Tone.ESCALATION) for task in content.tasks}
    return {
        "letter": content,
        "kommunen": len(kommunen),
        "by_kommune": content.staff or len(kommunen) > 1,
        "groups": _grouped(blocks),
        "own": [task for task in content.tasks if not task.copy_for],
        "same_stand_in": len(stand_ins) == 1,
        "overdue": [line for line in content.lines if line.overdue],
        "upcoming": [line for line in content.lines if not line.overdue],
    }


def _grouped(blocks: Iterable[_Block]) -> dict[str, list[_Block]]:
    groups: dict[str, list[_Block]] = {}
    for block in blocks:
        groups.setdefault(block.task.kommune, []).append(block)
    return groups


def _subject(frame: _Frame, title: str, facts: dict[str, object]) -> str:
    """Write the subject; of one that is too long the title is shortened."""
    whole = one_line(frame.subject.render(facts, title=title))
    if len(whole) <= SUBJECT_LIMIT:
        return whole
    room = max(len(title) - (len(whole) - SUBJECT_LIMIT), 1)
    return clipped(one_line(frame.subject.render(facts, title=clipped(title, room))), SUBJECT_LIMIT)


def one_line(text: str) -> str:
    """A text without breaks."""
    return " ".join(text.split())


def clipped(text: str, limit: int) -> str:
    """A text that is no longer than a limit."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def laid_out(text: str) -> str:
    """Wrap every line by itself and leave at most one line blank; an address stays whole, however long."""
    lines = "\n".join(_wrapped(line.rstrip()) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip("\n") + "\n"


def _wrapped(line: str) -> str:
    if len(line) <= WIDTH:
        return line
    column = _SECOND_COLUMN.match(line)
    return _wrapper(column.end() if column else 0).fill(line)


@cache
def _wrapper(indent: int) -> TextWrapper:
    return TextWrapper(WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
