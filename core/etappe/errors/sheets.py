"""Why a spreadsheet is not written, or not read."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class BadWorkbookName(EtappeError):
    """'{file}' does not end in .xlsx, so that no program would open it; name it like plan.xlsx."""


class FileTaken(EtappeError):
    """There is a file '{file}' already; choose another name, or overwrite it with --force."""


class NotAWorkbook(EtappeError):
    """'{file}' is {found}; save it as an Excel workbook (.xlsx) and import that."""


class SheetsMissing(EtappeError):
    """'{file}' has none of the sheets {expected}, but {found}; 'etappe sheets portfolio' writes a workbook
    that has them."""


class WorkbookTooLarge(EtappeError):
    """'{file}' is too large to be read: {found}; take out what does not belong there, or split it."""


class WorkbookUnsound(EtappeError):
    """'{file}' cannot be read: {cause}; open it with Excel or LibreOffice, save it as .xlsx and import
    that."""
