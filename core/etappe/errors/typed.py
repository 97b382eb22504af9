"""What people typed, or a file says, that cannot be read."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class GarbledArgument(EtappeError):
    """'{argument}' is not written in UTF-8; type it again, or set the terminal to UTF-8."""


class UnseenCharacters(EtappeError):
    """{place}: '{text}' holds characters that nobody sees; type it again."""


class TextTooLong(EtappeError):
    """{place}: {length} characters are too many; use {most} at most."""


class BadDay(EtappeError):
    """{place}: '{text}' is no day; write it like 2027-05-17 or 17.05.2027."""


class BadAnswer(EtappeError):
    """{place}: '{text}' is no answer; write the condition with yes or no, like praesenz=yes."""


class BadFixedDay(EtappeError):
    """{place}: '{text}' fixes nothing; write an anchor with its day, like workshop=2027-10-05."""


class SaidTwice(EtappeError):
    """{place}: '{key}' comes twice; say it once."""


class NamesOrAll(EtappeError):
    """It is not said which Kommunen are meant; name them, or say --all for every one without a project."""


class NobodyNamed(EtappeError):
    """No project is named; name one or more, or select them by --all, --land or --phase."""


class NamedAndSelected(EtappeError):
    """Projects are named, and selected as well; do one of both, --land and --phase go together."""


class NobodySelected(EtappeError):
    """No running project fits the selection; see 'etappe projects list'."""


class BadNumber(EtappeError):
    """{place}: '{text}' is no number of people; write digits only, like 260454."""


class UnknownCategory(EtappeError):
    """{place}: '{text}' is no category of holidays; use katholisch or augsburg, or leave it out."""


class CategoryElsewhere(EtappeError):
    """The holidays of Augsburg belong to BY, not to {land}; leave the category out."""


class KommuneHasItsPlace(EtappeError):
    """'{kommune}' has a calendar of its own; leave out --category, --election, --closed and --committee, or
    name a --land instead of the Kommune."""


class BadPerson(EtappeError):
    """{place}: '{text}' names nobody to write to; write name and address like
    'Erika Beispiel <e.beispiel@example.org>'."""


class DeputyIncomplete(EtappeError):
    """A deputy needs both --deputy and --deputy-email; add {missing}, or leave both out."""


class DaysBackwards(EtappeError):
    """The days cannot end on {last} before they begin on {first}; swap them."""


class DaysTooMany(EtappeError):
    """{number} days in a row are more than a year; correct --to."""


class OnlyClosedDaysLast(EtappeError):
    """Only closing days can last until --to; enter each {kind} day by itself."""


class FileUnreadable(EtappeError):
    """The file '{file}' cannot be read: {cause}; correct its path."""


class FileUnwritable(EtappeError):
    """The file '{file}' cannot be written: {cause}; choose another path."""


class FileNotUtf8(EtappeError):
    """'{file}', line {line}: the text is not written in UTF-8; save the file as 'CSV UTF-8' and import it
    again."""


class ImportRefused(EtappeError):
    """'{file}' was not imported, faults: {number}; correct them and import it again. Nothing was saved."""
