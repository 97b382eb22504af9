"""A module that could not be used, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

REPAIR = "repair, update or remove it"
UPDATE = "update etappe, or install an older version of the module"
REMOVE = "remove one of the two with 'pip uninstall'"
RETRY = "repair or update it, then run 'etappe modules retry {module}'"


@dataclass(frozen=True, slots=True)
class Parked:
    """A module set aside: everything else goes on without it."""

    module: str
    """Its name; of a passage the package and the template, as in "etappe_catering/angebot.txt"."""
    version: str
    cause: str
    """On one line, without secrets."""
    remedy: str = REPAIR
    lasting: bool = False
    """Whether other processes are told, so that they do not try it again."""
    since: datetime | None = None
    """When they were told."""

    @property
    def is_passage(self) -> bool:
        """Whether one passage alone is set aside."""
        return "/" in self.module

    @property
    def package(self) -> str:
        """The package of a passage."""
        return self.module.partition("/")[0]


def passage_name(package: str, template: str) -> str:
    """What a passage is called where it is set aside."""
    return f"{package}/{template}"
