"""Our own modules keep the contract that a stranger's has to keep."""

from __future__ import annotations

import etappe_dialog.hooks
import etappe_entscheidungstraeger.hooks
import etappe_selbstcheck.hooks
import etappe_weltoffene_kommune.hooks
import etappe_workshop.hooks
from etappe.testing.contract import ModuleContract


class TestWeltoffeneKommune(ModuleContract):
    """The frame."""

    hooks = etappe_weltoffene_kommune.hooks


class TestSelbstcheck(ModuleContract):
    """The Selbstcheck."""

    hooks = etappe_selbstcheck.hooks


class TestWorkshop(ModuleContract):
    """The workshop."""

    hooks = etappe_workshop.hooks


class TestDialog(ModuleContract):
    """The dialogue."""

    hooks = etappe_dialog.hooks


class TestEntscheidungstraeger(ModuleContract):
    """Support for decision-makers."""

    hooks = etappe_entscheidungstraeger.hooks
