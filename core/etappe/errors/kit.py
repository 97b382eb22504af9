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


class KitMissing(EtappeError):
    """'{command}' needs {package}, which is not installed; install it with: pip install 'etappe[kit]'."""


class ModuleParked(EtappeError):
    """The module '{module}' cannot take part: {cause}"""


class ClockBackwards(EtappeError):
    """The clock stands on {now} and cannot go back to {day}; start another project for an earlier day."""
