"""Answers as the variable ``UNRULY`` says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import NoReturn

from etappe.plugin import CONTRACT, AnchorSpec, Days, ModuleSpec, Place, hookimpl
from etappe_unruly.offers import SOUND, TASK


def behaviour() -> str:
    """How to misbehave."""
    return os.environ.get("UNRULY", "sound")


def secret() -> str:
    """A secret that lies around where the module runs."""
    return os.environ.get("UNRULY_TOKEN", "")


def fail() -> NoReturn:
    """Raise, and tell the secret by the way."""
    raise RuntimeError(f"no zettel, but {secret()}")


def hang() -> NoReturn:
    """Work for ever."""
    while True:
        pass


def quit_all() -> NoReturn:
    """End the process."""
    sys.exit(f"bye, {secret()}")


def tell() -> tuple[ModuleSpec, ...]:
    """Print the secret on every way out, and answer well."""
    print("psst:", secret())
    print("psst:", secret(), file=sys.stderr)
    return (SOUND,)


def endless() -> Iterator[ModuleSpec]:
    """Never stop offering."""
    return repeat(SOUND)


def unchecked(**offers: object) -> tuple[ModuleSpec, ...]:
    """An offer that pydantic has not seen."""
    return (SOUND.model_copy(update=offers),)


ANSWERS: dict[str, Callable[[], object]] = {
    "hook_raises": fail,
    "hook_hangs": hang,
    "hook_quits": quit_all,
    "prints_secret": tell,
    "endless": endless,
    "junk": lambda: (object(),),
    "unknown_keys": lambda: (ModuleSpec.model_validate({**SOUND.model_dump(), "colour": secret()}),),
    "newer_contract": lambda: unchecked(contract=CONTRACT + 1),
    "duplicate_keys": lambda: unchecked(
        anchors=(AnchorSpec(key="start", title="Start", dative="dem Start"),)
    ),
    "huge_text": lambda: unchecked(tasks=(TASK.model_copy(update={"title": "Zettel " * 10_000}),)),
    "many_tasks": lambda: unchecked(
        tasks=tuple(TASK.model_copy(update={"key": f"unruly.z{n}"}) for n in range(1_000))
    ),
}
WHEN_IMPORTED = {"import_raises": fail, "import_hangs": hang, "import_quits": quit_all}
ABOUT_PLACES: dict[str, Callable[[], object]] = {
    "calendar_raises": fail,
    "calendar_hangs": hang,
    "calendar_quits": quit_all,
    "calendar_junk": lambda: "Mondays",
}

if behaviour() in WHEN_IMPORTED:
    WHEN_IMPORTED[behaviour()]()


@hookimpl
def etappe_modules() -> object:
    """Offer the module, or misbehave."""
    return ANSWERS.get(behaviour(), lambda: (SOUND,))()


@hookimpl
def etappe_calendar(place: Place) -> Days | None:
    """Know nothing of any place, or misbehave."""
    return ABOUT_PLACES.get(behaviour(), lambda: None)()  # type: ignore[return-value] # junk is the point
