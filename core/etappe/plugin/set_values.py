"""What an operator has set for modules, checked by their own classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from etappe.errors import BadModuleSetting
from etappe.model.module_settings import ModuleSettings
from etappe.model.spec import ModuleSpec

ModuleValues = Mapping[str, Mapping[str, object]]
"""What an operator has set, by the key of the module and the name of the field."""


def settings_of(modules: Iterable[ModuleSpec], values: ModuleValues) -> dict[str, ModuleSettings]:
    """What is set for each module that has settings; raises `BadModuleSetting`, which quotes no value."""
    found: dict[str, ModuleSettings] = {}
    for module in modules:
        given = values.get(module.key, {})
        if module.settings is None and given:
            raise BadModuleSetting(module=module.key, field=", ".join(given), cause="it has no settings")
        if module.settings is not None:
            found[module.key] = _checked(module.key, module.settings, given)
    return found


def _checked(key: str, kind: type[ModuleSettings], given: Mapping[str, object]) -> ModuleSettings:
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, fault["loc"]))
        raise BadModuleSetting(module=key, field=field, cause=fault["msg"]) from None
