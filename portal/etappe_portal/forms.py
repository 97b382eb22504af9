"""What somebody typed into a form: kept as it was typed, read by field, with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData, UploadFile

from etappe.errors import EtappeError
from etappe.model.days import day_in
from etappe_portal.wording import GERMAN, _, translations

LONGEST = 4000
"""Characters of one field."""
TOO_LONG = _("{length} Zeichen sind zu viele. Bitte kürzen Sie auf höchstens {most}.")


@dataclass(slots=True)
class Form:
    """The fields of a form and what is wrong with them; empty before anybody has typed."""

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Fields of which several can be chosen."""
    errors: dict[str, str] = field(default_factory=dict[str, str])
    files: Mapping[str, UploadFile] = field(default_factory=dict[str, UploadFile])
    """Files that were chosen; they are there while the request is answered."""
    named: frozenset[str] = frozenset()
    """The fields that an error can lead to."""
    language: str = GERMAN
    """In which it is said what is too long."""

    def __post_init__(self) -> None:
        self.named = self.named or frozenset(self.values)

    @classmethod
    def of(cls, data: FormData, language: str = GERMAN) -> Form:
        """The form that a browser sent."""
        texts = [(name, value) for name, value in data.multi_items() if isinstance(value, str)]
        many: dict[str, tuple[str, ...]] = {}
        for name, value in texts:
            many[name] = (*many.get(name, ()), clean(value))
        files = {name: sent for name, sent in data.multi_items() if isinstance(sent, UploadFile)}
        last = {name: values[-1] for name, values in many.items()}
        return cls(last, many, files=files, language=language)

    def text(self, name: str, missing: str = "", most: int = LONGEST) -> str:
        """A field without blanks around it; with ``missing`` it has to be filled in."""
        value = self.values.get(name, "").strip()
        if not value and missing:
            self.errors[name] = missing
        if len(value) > most:
            sentence = translations(self.language).gettext(TOO_LONG)
            self.errors[name] = sentence.format(length=len(value), most=most)
        return value[:most]

    def day(self, name: str, wrong: str, missing: str = "") -> date | None:
        """A day as a browser sends it or as people write it; None where there is none."""
        value = self.text(name, missing)
        if not value:
            return None
        found = day_in(value)
        if found is None:
            self.errors[name] = wrong
        return found

    def refuse(self, name: str, error: EtappeError | str) -> None:
        """Say beside a field why it cannot be taken."""
        self.errors[name] = str(error)

    def file(self, name: str, most: int, missing: str) -> tuple[str, bytes]:
        """A file that was chosen: what it is called, and its bytes up to one more than ``most``."""
        sent = self.files.get(name)
        if sent is None or not sent.filename:
            self.errors[name] = missing
            return "", b""
        return sent.filename, sent.file.read(most + 1)

    @property
    def good(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.errors

    def chosen(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """What was chosen of what there is to choose."""
        offered = set(known)
        return tuple(value for value in self.many.get(name, ()) if value in offered)


def clean(value: str) -> str:
    """A text with lines as we write them, without characters that nobody sees."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c == "\t" or c.isprintable())
