"""Catering keeps the contract of modules."""

from __future__ import annotations

import etappe_catering.hooks
from etappe_catering.records import Order

from etappe.testing.contract import ModuleContract


class TestCatering(ModuleContract):
    """Keys, references, letters, hooks, records, imports, and the whole way."""

    hooks = etappe_catering.hooks
    samples = (Order(meals=40, vegetarian=12, ordered_by="ap@musterstadt.example"),)
