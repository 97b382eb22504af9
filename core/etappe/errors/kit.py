"""What the kit for modules refuses: the template behind ``etappe module new``, and ``etappe.testing``."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class BadModuleName(EtappeError):
    """'{name}' is no name for a module: {cause}; choose one of small letters, digits and underscores, like
    'stadtrundgang'."""


class ModuleNameTaken(EtappeError):
    """'{name}' is taken already by {owner}; choose another name."""


class FolderNotEmpty(EtappeError):
    """The folder '{folder}' exists and is not empty; move it away, or name another place with --into.
    Nothing was written."""


class FolderNotWritable(EtappeError):
    """The folder '{folder}' cannot be written: {cause}; name another place with --into."""


class BadModuleTitle(EtappeError):
    """'{title}' cannot be a title: leave out quotation marks, braces, backslashes and < >."""


class ModuleNotInstalled(EtappeError):
    """No module '{name}' is installed; there are: {known}. Install yours with 'pip install -e .' in its
    folder."""


class NoSuchLetter(EtappeError):
    """There is no letter {number}; they are numbered from 1 to {most}."""


class KitMissing(EtappeError):
    """'{command}' needs {package}, which is not installed; install it with: pip install 'etappe[kit]'."""


class ModuleParked(EtappeError):
    """The module '{module}' cannot take part: {cause}"""


class ClockBackwards(EtappeError):
    """The clock stands on {now} and cannot go back to {day}; start another project for an earlier day."""
