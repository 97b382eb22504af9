"""What the portal refuses."""

from __future__ import annotations

from etappe.errors import EtappeError


class NotSignedIn(EtappeError):
    """'{path}' is for people who are signed in; sign in and open it again."""


class FormOutdated(EtappeError):
    """The form belongs to a session that has ended; open its page again and send it once more."""


class NoSuchPage(EtappeError):
    """There is no page '{path}'."""


class PreviewOver(EtappeError):
    """What was seen of the workbook is not kept any more; upload it again."""


class TooMuchToCarry(EtappeError):
    """The workbook asks for more at once than a page can hold; upload it in parts, or use
    'etappe sheets import'."""


class CodeMissing(EtappeError):
    """The code from the mail has not been entered yet."""
