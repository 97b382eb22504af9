"""What an operator can set for a module."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ModuleSettings(BaseModel):
    """The base of a module's settings: every field has a default, so that a module works as it comes.

    An operator sets them in ``etappe.toml`` under ``[modules.KEY]``, or as JSON in ``ETAPPE_MODULES``. A
    value that does not fit parks the module and names the field.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
