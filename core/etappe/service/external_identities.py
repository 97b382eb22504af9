"""Which accounts are opened by a provider, and let one be opened so no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from etappe.errors import UnknownAccount
from etappe.model.accounts import Account, audited
from etappe.model.audit import Fact
from etappe.model.external import LinkedIdentity
from etappe.service.entering import plain
from etappe.service.office import Office


def linked_identities(office: Office) -> Mapping[str, tuple[LinkedIdentity, ...]]:
    """The identities by which accounts are opened, by the ids of the accounts."""
    with office.store.begin() as tx:
        found = tx.identities.all()
    return {account: tuple(group) for account, group in groupby(found, key=lambda each: each.account_id)}


def unlink_account(office: Office, email: str, by: str, now: datetime) -> Account:
    """Let no identity open an account any more, and end its sessions; a new invitation links it anew.

    Raises `UnknownAccount`.
    """
    with office.store.begin() as tx:
        account = tx.accounts.by_email(plain(email).lower())
        if account is None:
            raise UnknownAccount(address=email)
        unlinked = tx.identities.unlink(account.id)
        if unlinked:
            data = {"identities": unlinked, "sessions": tx.sessions.end_all(account.id)}
            tx.audit.record([Fact(by, "identity unlinked", audited(account.id), data)], now)
        return replace(account, linked=False)
