"""What an operator can set about the flows: the environment variables ``ETAPPE_FLOWS_…``."""

from __future__ import annotations

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from etappe.model.shard import BUCKETS
from etappe_flows.errors import BadFlowSetting


class FlowSettings(BaseSettings):
    """How work is spread; every process reads it from its own environment."""

    model_config = SettingsConfigDict(env_prefix="ETAPPE_FLOWS_")

    inline_up_to: int = Field(default=2_000, ge=0)
    """A tick fires so many rungs by itself; with more it asks for one run per shard."""
    shards: int = Field(default=20, ge=1, le=BUCKETS)
    """Into how many runs a large backlog is split."""
    shown_projects: int = Field(default=500, ge=0)
    """While a programme has at most so many projects, each change of phase is drawn as a run of its own."""


def read_flow_settings() -> FlowSettings:
    """The settings as they are now; raises `BadFlowSetting`."""
    try:
        return FlowSettings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        setting = f"ETAPPE_FLOWS_{first['loc'][0]}".upper()
        raise BadFlowSetting(setting=setting, cause=first["msg"]) from None
