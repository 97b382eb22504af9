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


class BadModuleSetting(EtappeError):
    """The setting '{field}' of the module '{module}' cannot be used: {cause}; correct it under
    [modules.{module}] in etappe.toml, or in ETAPPE_MODULES."""


class RecordNewer(EtappeError):
    """'{kind}' of the project '{project}' was kept in version {found}, the installed module knows {known} at
    most; install the newer module again."""


class RecordUnreadable(EtappeError):
    """'{kind}' of the project '{project}' cannot be read under the key '{key}': {cause}; repair the upgrades
    of its module."""


class RecordNotOffered(EtappeError):
    """The module '{module}' wants to keep a '{model}', which is none of its records; add it to the records
    that it offers."""


class CommandTaken(EtappeError):
    """The command '{command}' of the module '{module}' is one of etappe's own; give it another name."""


class NonsenseAnswer(EtappeError):
    """A hook answered with {answer}, not with {wanted}; correct the module."""


class NeverAtRest(EtappeError):
    """Its consequences bring forth new ones for ever, the last after '{action}'; let it answer that fact once
    only."""


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


class PassageFailed(EtappeError):
    """{cause}"""


class PassageTooLong(EtappeError):
    """It has more than {most} characters, which nobody reads in a letter; shorten it."""


class ModuleHangs(EtappeError):
    """It took longer than {seconds} seconds and was given up; find what it waits for."""


class ModuleQuits(EtappeError):
    """It raised {kind}, which ends etappe itself; raise an error instead."""


class SecretPrinted(EtappeError):
    """It printed a secret of the settings; take that out, and change the secret if anybody saw it."""


class ModuleTwice(EtappeError):
    """'{module}' is installed twice, as {first} and as {second}; remove one of them."""


class NotParked(EtappeError):
    """Nothing is written down about '{module}'; 'etappe modules' lists what is parked, and what fails when it
    is loaded is tried again by every command."""


class PageBroken(EtappeError):
    """The page '{page}' of a module could not be shown: {cause}; correct the module."""


class PageReachesOut(EtappeError):
    """The page '{page}' wants something of the project '{project}', which it is not about; correct the
    module."""
