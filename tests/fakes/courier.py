"""A courier that carries nothing and remembers everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from etappe.model.parcel import Outcome, Parcel, Receipt

_AFTER_THE_DOT = frozenset({Outcome.SENT, Outcome.AMBIGUOUS})


class FakeCourier:
    """Answers with the outcomes it was given, one for each letter, and with ``SENT`` once they are used up.

    ``offered`` holds every parcel it was asked to carry, ``arrived`` those that lie in a recipient's box. A
    letter with an ambiguous outcome has arrived, unless the fake is told that ambiguous letters get lost.
    """

    def __init__(self, outcomes: Iterable[Outcome | Receipt] = (), *, ambiguous_arrives: bool = True) -> None:
        self.offered: list[Parcel] = []
        self.arrived: list[Parcel] = []
        self.is_closed = False
        self._outcomes = iter(outcomes)
        self._ambiguous_arrives = ambiguous_arrives

    def carry(self, parcel: Parcel, before_dot: Callable[[], bool]) -> Receipt:
        """Play the next outcome; only those that lie behind the dot ask for permission to write it."""
        self.offered.append(parcel)
        receipt = _receipt(next(self._outcomes, Outcome.SENT))
        if receipt.outcome not in _AFTER_THE_DOT:
            return receipt
        if not before_dot():
            return Receipt(Outcome.ABANDONED)
        if receipt.outcome is Outcome.SENT or self._ambiguous_arrives:
            self.arrived.append(parcel)
        return receipt

    def close(self) -> None:
        """Remember that the worker took leave."""
        self.is_closed = True


def _receipt(answer: Outcome | Receipt) -> Receipt:
    if isinstance(answer, Receipt):
        return answer
    return Receipt(answer, code=250 if answer is Outcome.SENT else None)
