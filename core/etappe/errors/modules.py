"""What is wrong with a module or a programme."""

from __future__ import annotations

from etappe.errors.refusal import EtappeError


class KeyTaken(EtappeError):
    """The key '{key}' is offered by the modules '{first}' and '{second}'; rename it in one of them."""


class KeyOutsideModule(EtappeError):
    """The module '{module}' offers '{key}', which begins with neither its own key nor one of its phases;
    rename it to '{module}.…'."""


class DanglingReference(EtappeError):
    """'{key}' of the module '{module}' points to '{target}', which nobody offers; correct it,
    or name its module in 'uses' if that may be switched off."""


class CircularReference(EtappeError):
    """The module '{module}' closes a circle: {circle}; take one of these steps out."""


class NewerContract(EtappeError):
    """The module '{module}' was written for contract {declared} of etappe, this is contract {ours};
    update etappe or install an older '{module}'."""


class BrokenModule(EtappeError):
    """The module '{module}' {version}could not be loaded: {cause}; repair or remove it."""


class UnknownModule(EtappeError):
    """No module '{module}' belongs to the programme '{programme}'; there are: {known}."""


class UnknownProgramme(EtappeError):
    """No installed module offers the programme '{programme}'; there are: {known}."""


class AnchorWithoutBase(EtappeError):
    """The anchor '{anchor}' has no rule whose own anchor is part of the plan ({bases});
    choose one of their modules too, or give '{anchor}' a rule that counts from 'start'."""


class PassageBroken(EtappeError):
    """The passage '{template}' of the package '{package}' could not be written: {cause};
    correct the template."""
