"""Why a letter that did not arrive is not sent again, or not put away."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class LetterNotStranded(EtappeError):
    """The letter '{letter}' is {state}, so that there is nothing to decide; see 'etappe why {letter}'."""


class LetterDecided(EtappeError):
    """About the letter '{letter}' somebody has decided already, or it has moved on meanwhile;
    look at it again with 'etappe why {letter}'."""


class LetterPerhapsArrived(EtappeError):
    """{reader} may have the letter '{letter}' already; ask them, or say --although-perhaps-arrived to send it
    once more."""


class ReaderUnreachable(EtappeError):
    """Letters to {reader} have stopped because they came back; correct the address first, or let letters go
    there again with 'etappe contacts unbounce'."""


class WordMissing(EtappeError):
    """Putting away the letter '{letter}' needs a word; say with --why what has become of it."""
