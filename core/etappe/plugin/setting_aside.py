"""What is told of a module that failed."""

from __future__ import annotations

from etappe.errors import ModuleHangs, ModuleTwice, NewerContract
from etappe.model.parked import REMOVE, REPAIR, RETRY, UPDATE, Parked
from etappe.plugin.secrecy import Secrecy

REMEDIES: dict[type[Exception], str] = {NewerContract: UPDATE, ModuleTwice: REMOVE}
PRINTED = "; it printed {number} characters, which are not shown"


def set_aside(
    module: str, version: str, error: Exception, secrecy: Secrecy, printed: int = 0, *, at_work: bool = False
) -> Parked:
    """A module with its cause and remedy.

    Where it failed at its work, or takes too long to be tried by every command, others are told.
    """
    lasting = at_work or isinstance(error, ModuleHangs)
    remedy = RETRY.format(module=module) if lasting else REMEDIES.get(type(error), REPAIR)
    cause = secrecy.cause(error) + (PRINTED.format(number=printed) if printed else "")
    return Parked(module, version, cause, remedy, lasting)
