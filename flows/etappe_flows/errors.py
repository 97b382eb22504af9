"""What keeps Prefect from helping; etappe itself goes on without it."""

from __future__ import annotations

from etappe.errors import EtappeError


class PrefectMissing(EtappeError):
    """Prefect is not installed, and 'etappe flows' needs it; run: pip install 'etappe[flows]'."""


class ServerRuns(EtappeError):
    """'{folder}' has its Prefect server already, process {pid} on port {port}; stop that process first,
    or set ETAPPE_DATA_DIR to another folder."""


class ServerPortTaken(EtappeError):
    """The Prefect server cannot listen on port {port}: {cause}; name another one, or leave --port out."""


class ServerNotStarted(EtappeError):
    """The Prefect server did not start: {cause}; its messages are in '{log}'. etappe worker keeps the time
    without it."""


class ServerEnded(EtappeError):
    """The Prefect server has ended by itself with {code}; its messages are in '{log}'. Start 'etappe flows
    serve' again; etappe worker keeps the time without it."""


class RunnerEnded(EtappeError):
    """What runs the flows has ended by itself with {code}; its messages are in '{log}'. Start 'etappe flows
    serve' again; etappe worker keeps the time without it."""


class NoServerNamed(EtappeError):
    """No Prefect server is named; set PREFECT_API_URL to its address, like
    http://prefect.example.org:4200/api, or run 'etappe flows serve' instead."""


class ServerSilent(EtappeError):
    """The Prefect server at {address} does not answer: {cause}; start it, or correct PREFECT_API_URL."""


class PoolOfOtherType(EtappeError):
    """The work pool '{pool}' is of type '{found}', etappe needs one of type 'process'; rename that pool, or
    delete it with 'prefect work-pool delete {pool}'."""


class NoServicesDatabase(EtappeError):
    """Prefect's background services need a database that several machines can share; set
    PREFECT_SERVER_DATABASE_CONNECTION_URL to postgresql+asyncpg://user:password@host/name, or run 'etappe
    flows serve' instead."""


class ServicesRun(EtappeError):
    """Prefect's background services run already on the database '{database}': {holder}; two of them would do
    everything twice, so stop that one first."""


class BadFlowSetting(EtappeError):
    """The setting {setting} cannot be used: {cause}; correct it in the environment."""
