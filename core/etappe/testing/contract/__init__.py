"""What etappe asks of every module, as tests that a module's own test class inherits."""

from __future__ import annotations

from etappe.testing.contract.behaviour import Behaviour
from etappe.testing.contract.imports import Imports
from etappe.testing.contract.offers import Offers
from etappe.testing.contract.pages import Pages
from etappe.testing.contract.passages import Passages
from etappe.testing.contract.records import Records
from etappe.testing.contract.way import Way

__all__ = ["ModuleContract"]


class ModuleContract(Offers, Passages, Behaviour, Pages, Records, Imports, Way):
    """Inherit from it, name your hooks, and pytest runs the whole contract::

        class TestCatering(ModuleContract):
            hooks = etappe_catering.hooks

    A test that fails says what to do. Further attributes: ``samples``, ``old_records`` and ``answers``.
    """
