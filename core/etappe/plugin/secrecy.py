"""What no module may tell: the secrets of the settings, struck out wherever a module's words are repeated."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

LONGEST_CAUSE = 300
WORTH_HIDING = 6
"""A shorter value is struck out, but seeing it printed proves nothing."""


class Secrecy:
    """Knows the secrets and shows none of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted({s for s in secrets if s}, key=len, reverse=True)

    def struck_out(self, text: str) -> str:
        """The text, with three stars for every secret in it."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def told_by(self, text: str) -> bool:
        """Whether a text tells a secret."""
        return any(s in text for s in self._secrets if len(s) >= WORTH_HIDING)

    def cause(self, error: BaseException) -> str:
        """What went wrong, on one line of at most 300 characters, without secrets."""
        text = self.struck_out(f"{type(error).__name__}: {_words(error)}")
        return " ".join(text.split())[:LONGEST_CAUSE]


def _words(error: BaseException) -> str:
    if isinstance(error, ValidationError):  # its own words quote the values, and shorten them
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        return f"{error.title}: " + "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in faults)
    try:
        return str(error)
    except Exception:  # an error is code of the module, too
        return "it cannot be put into words"
