"""Why a file of a town hall is not taken, or not handed out."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class UploadsOff(EtappeError):
    """Files cannot be added here; the operator switches that on with ETAPPE_UPLOADS=true."""


class FileEmpty(EtappeError):
    """'{name}' is empty; choose another file."""


class FileTooLarge(EtappeError):
    """'{name}' is larger than {most} MB; make it smaller, or split it."""


class FileNotTaken(EtappeError):
    """'{name}' is not what can be taken; add an Excel workbook without macros (.xlsx), a .csv, .pdf, .png or
    .jpg whose content is what its name says."""


class QuotaReached(EtappeError):
    """The files of this Kommune would take more than {most} MB together; take back what is not needed."""


class FileInfected(EtappeError):
    """A virus was found in '{name}'; it was not kept. Ask your IT department."""


class ScannerSilent(EtappeError):
    """The file could not be looked through for viruses ({cause}) and was not kept; try again later, or see
    to ETAPPE_SCANNER."""


class FileNotKept(EtappeError):
    """The file could not be kept ({cause}); try again later, or see to the folder 'files' of the data
    directory."""


class UnknownFile(EtappeError):
    """There is no file '{file}' here; see 'etappe files list'."""


class FileDamaged(EtappeError):
    """'{name}' is gone or is not what was kept any more; ask for it once more."""
