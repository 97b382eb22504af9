"""The one kind of error that etappe raises: a class, a sentence."""

from __future__ import annotations

import inspect


class EtappeError(Exception):
    """etappe could not do what was asked."""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        sentence = " ".join((inspect.getdoc(type(self)) or "").split())
        super().__init__(sentence.format(**facts))
