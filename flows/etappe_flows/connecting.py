"""The Prefect server that the environment names."""

from __future__ import annotations

from urllib.parse import urlsplit

from prefect.client.orchestration import get_client
from prefect.settings import get_current_settings

from etappe_flows.errors import NoServerNamed, ServerSilent


def require_server() -> str:
    """The address of a server that answers, without secrets; raises `NoServerNamed` or `ServerSilent`."""
    url = get_current_settings().api.url
    if url is None:
        raise NoServerNamed
    address = plain(url)
    with get_client(sync_client=True) as client:
        fault = client.api_healthcheck()
    if fault is not None:
        raise ServerSilent(address=address, cause=f"{type(fault).__name__}: {fault}")
    return address


def plain(url: str) -> str:
    """An address without what may stand in front of its host."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"
