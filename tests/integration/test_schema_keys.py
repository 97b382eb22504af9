"""What the tables refuse: twins, rows that contradict themselves, references into another tenant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, insert
from sqlalchemy.exc import IntegrityError

from etappe.adapters.sql import access_tables as at
from etappe.adapters.sql import attachment_tables as ft
from etappe.adapters.sql import link_tables as lt
from etappe.adapters.sql import ruling_tables as rt
from etappe.adapters.sql import tables as t
from etappe.adapters.sql import token_tables as tt
from etappe.adapters.sql.identity_tables import external_identity
from etappe.adapters.sql.schema import ensure_tenant

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
DAYS = {"first": DAY, "last": DAY}
SPAN = {"due_at": NOW, "send_until": NOW, "created_at": NOW}
RUNG = {"rule_key": "before.7", "ordinal": 1, "rev": 1, "state": "planned"}
LOCAL = {"local_date": DAY, "local_time": time(9), "tz": "Europe/Berlin", "tzdata_version": "2026.1"}
COUNTS = {"gen": 1, "attempts": 0, "resends": 0, "poison": 0}

ROWS: dict[Table, dict[str, Any]] = {
    t.kommune: {
        "slug": "musterstadt",
        "name": "Musterstadt",
        "land": "SN",
        "category": "public",
        "kind": "Stadt",
        "legal_status": "kreisangehörig",
        "forum": "rat",
        "council": "Stadtrat",
    },
    t.named_day: {"kommune": "musterstadt", "kind": "closed", "day": DAY, "name": "Brückentag"},
    t.person: {"id": "p", "name": "Eva Muster", "email": "eva@place.de", "active": True},
    t.contact: {"kommune": "musterstadt", "role": "AP", "person_id": "p"},
    t.staff: {"role": "PL", "person_id": "p"},
    t.absence: {"person_id": "p", **DAYS},
    t.plan: {"digest": "d", "body": "{}"},
    t.project: {
        "id": "m-2026",
        "kommune": "musterstadt",
        "plan_digest": "d",
        "start": DAY,
        "answers": {},
        "ignored": [],
        "rev": 1,
        "created_at": NOW,
    },
    t.anchor: {"project_id": "m-2026", "key": "start", "day": DAY, "by_hand": False},
    t.task: {"project_id": "m-2026", "key": "brief", "due": DAY, "by_hand": False, "state": "open"},
    t.occurrence: {
        "occ_key": "m-2026/brief/before.7/1",
        "project_id": "m-2026",
        "task_key": "brief",
        **RUNG,
        **LOCAL,
        **SPAN,
    },
    t.hold: {
        "project_id": "m-2026",
        "phase": "",
        "first": DAY,
        "until": DAY,
        "reason": "Wahl",
        "shifted": {},
        "created_at": NOW,
    },
    t.plan_change: {
        "project_id": "m-2026",
        "number": 1,
        "plan_before": "d",
        "plan_after": "d",
        "before": {},
        "changed_at": NOW,
    },
    t.notice_line: {"occ_key": "m-2026/brief/before.7/1", "task_key": "brief", "before": DAY},
    t.digest: {
        "id": "letter",
        "recipient_id": "p",
        "channel": "mail",
        "window_start": DAY,
        "overview": False,
        "created_at": NOW,
    },
    t.digest_item: {"digest_id": "letter", "occ_key": "m-2026/brief/before.7/1", "purpose": "own"},
    t.delivery: {
        "id": "delivery",
        "digest_id": "letter",
        "channel": "mail",
        "recipient_id": "p",
        "dedupe_key": "digest:letter:mail:p",
        "state": "queued",
        "next_at": NOW,
        "send_until": NOW,
        "created_at": NOW,
        **COUNTS,
    },
    t.attempt: {"delivery_id": "delivery", "gen": 1, "phase": "dot", "at": NOW, "worker": "w"},
    rt.letter_ruling: {
        "delivery_id": "delivery",
        "gen": 1,
        "ruled": "again",
        "ruled_by": "pm",
        "ruled_at": NOW,
        "why": "",
    },
    t.follow_up: {
        "id": "f",
        "project_id": "m-2026",
        "kind": "overdue",
        "cause": "m-2026/brief",
        "request": "Bitte anrufen.",
        "data": {},
        "state": "open",
        "opened_at": NOW,
    },
    t.record: {
        "kind": "catering.order",
        "project_id": "m-2026",
        "key": "lunch",
        "version": 1,
        "body": "{}",
        "rev": 1,
        "changed_at": NOW,
    },
    t.bulk_order: {"order_id": "storm/fest/+5", "project_id": "m-2026", "carried_out_at": NOW},
    t.hand_over: {
        "kommune": "musterstadt",
        "role": "AP",
        "number": 1,
        "before_id": "p",
        "after_id": "p",
        "day": DAY,
        "entered_by": "cli:eva",
        "created_at": NOW,
    },
    lt.link: {
        "id": "l",
        "token_hash": "h",
        "purpose": "task",
        "person_id": "p",
        "project_id": "m-2026",
        "task_key": "brief",
        "minted_at": NOW,
        "expires_at": NOW,
    },
    lt.link_code: {
        "link_id": "l",
        "number": 1,
        "browser_hash": "b",
        "code_hash": "c",
        "asked_at": NOW,
        "expires_at": NOW,
        "tries": 0,
    },
    lt.slip: {
        "id": "s",
        "person_id": "p",
        "kind": "code",
        "state": "queued",
        "attempts": 0,
        "next_at": NOW,
        "give_up_at": NOW,
        "sealed": b"?",
        "created_at": NOW,
    },
    ft.attachment: {
        "id": "f",
        "project_id": "m-2026",
        "task_key": "brief",
        "name": "liste.csv",
        "media_type": "text/csv",
        "size": 1,
        "sha256": "0",
        "uploaded_by": "p",
        "uploaded_at": NOW,
    },
    at.account: {
        "id": "a",
        "name": "Jule Sommer",
        "email": "jule@place.de",
        "role": "admin",
        "active": True,
        "created_at": NOW,
    },
    at.invitation: {"account_id": "a", "token_hash": "h", "expires_at": NOW},
    at.recovery_code: {"account_id": "a", "code_hash": "h"},
    at.staff_session: {
        "id": "s",
        "token_hash": "h",
        "account_id": "a",
        "stage": "full",
        "created_at": NOW,
        "last_seen_at": NOW,
    },
    external_identity: {
        "issuer": "https://sso.example.org",
        "subject": "sub",
        "account_id": "a",
        "linked_at": NOW,
    },
    at.throttle: {"bucket": "b", "began_at": NOW, "counts_until": NOW + timedelta(days=1), "tries": 1},
    tt.api_token: {
        "id": "t",
        "token_hash": "h",
        "name": "Statistik",
        "role": "funder",
        "account_id": "a",
        "made_at": NOW,
        "expires_at": NOW + timedelta(days=365),
    },
    t.announcement: {"key": "weekly/2026-W10", "title": "Woche 10", "body": "Alles gut.", "created_at": NOW},
}
"""One row of each table that belongs to a tenant, in the order of their references."""
ROOTS = (t.kommune, t.person, t.plan, t.announcement, at.account, at.throttle)
WITH_PARENTS = [table for table in ROWS if table not in ROOTS]

TWINS = [
    pytest.param(t.occurrence, "occ_key", {"rev": 2}, id="the same rung, moved"),
    pytest.param(t.delivery, "dedupe_key", {"id": "twin"}, id="the same letter to the same person"),
    pytest.param(t.digest, "window_start", {"id": "twin"}, id="a second letter of one day"),
    pytest.param(t.attempt, "phase", {"worker": "twin"}, id="a phase of one generation, again"),
    pytest.param(t.follow_up, "cause", {"id": "twin"}, id="a follow-up of the same cause"),
    pytest.param(t.person, "email", {"id": "twin"}, id="an address in use"),
    pytest.param(t.record, "key", {"body": "[]"}, id="a record of the same kind, project and key"),
    pytest.param(
        t.bulk_order,
        "order_id",
        {"carried_out_at": NOW + timedelta(days=1)},
        id="the same order for one project",
    ),
    pytest.param(t.hand_over, "number", {"entered_by": "twin"}, id="the same hand-over of a role"),
    pytest.param(at.account, "email", {"id": "twin"}, id="an account of the same address"),
    pytest.param(at.invitation, "account_id", {"token_hash": "twin"}, id="a second invitation"),
    pytest.param(at.staff_session, "token_hash", {"id": "twin"}, id="a session of the same token"),
    pytest.param(external_identity, "subject", {"account_id": "twin"}, id="an identity of two accounts"),
    pytest.param(external_identity, "account_id", {"subject": "twin"}, id="two identities of one account"),
    pytest.param(at.throttle, "bucket", {"tries": 2}, id="the same bucket"),
    pytest.param(tt.api_token, "token_hash", {"id": "twin"}, id="a token of the API that is known"),
    pytest.param(t.announcement, "key", {"title": "twin"}, id="the same announcement"),
    pytest.param(t.hold, "first", {"reason": "twin"}, id="a hold of one project that begins on the same day"),
    pytest.param(t.plan_change, "number", {"before": []}, id="the same change of a plan"),
    pytest.param(lt.link, "token_hash", {"id": "twin"}, id="a token that is known"),
    pytest.param(lt.link_code, "number", {"tries": 1}, id="the same code of a link"),
    pytest.param(rt.letter_ruling, "gen", {"ruled": "settled"}, id="two decisions about one end of a letter"),
    pytest.param(ft.attachment, "id", {"name": "twin"}, id="two files under one name on disk"),
    pytest.param(t.notice_line, "task_key", {"told": DAY}, id="a task twice in one notice"),
]
NO_TWINS = [
    pytest.param(t.occurrence, {"occ_key": "m-2026/brief/before.7/2", "ordinal": 2}, id="sent again by hand"),
    pytest.param(t.delivery, {"id": "twin", "dedupe_key": "digest:letter:team:p"}, id="another channel"),
    pytest.param(t.digest, {"id": "twin", "window_start": date(2026, 3, 3)}, id="the next day"),
    pytest.param(t.attempt, {"gen": 2}, id="the next generation"),
    pytest.param(rt.letter_ruling, {"gen": 2}, id="a decision about the next end of a letter"),
]
CHECKS = [
    pytest.param(t.delivery, "sent_has_code", {"state": "sent"}, id="sent without an answer"),
    pytest.param(t.delivery, "final_has_no_owner", {"state": "failed", "owner": "w"}, id="failed but owned"),
    pytest.param(t.delivery, "owned_has_lease", {"state": "dot", "owner": "w"}, id="owned for ever"),
    pytest.param(
        t.delivery, "owned_has_lease", {"state": "sending", "lease_until": NOW}, id="owned by nobody"
    ),
    pytest.param(t.delivery, "state", {"state": "lost"}, id="a delivery of no known state"),
    pytest.param(t.occurrence, "state", {"state": "lost"}, id="a rung of no known state"),
    pytest.param(t.digest_item, "purpose", {"purpose": "spam"}, id="a letter for no known purpose"),
    pytest.param(t.task, "state", {"state": "lost"}, id="a task of no known state"),
    pytest.param(at.account, "role", {"role": "king"}, id="an account of no known role"),
    pytest.param(at.account, "password_has_date", {"password_hash": "h"}, id="a password of no known day"),
    pytest.param(
        at.account, "confirmed_is_offered", {"totp_confirmed_at": NOW}, id="a second factor without a secret"
    ),
    pytest.param(at.staff_session, "stage", {"stage": "half"}, id="a session of no known stage"),
    pytest.param(at.throttle, "order", {"counts_until": NOW}, id="tries that never count"),
    pytest.param(tt.api_token, "role", {"role": "facilitator"}, id="a token of the API for own dates"),
    pytest.param(tt.api_token, "order", {"expires_at": NOW}, id="a token of the API that never works"),
    pytest.param(t.absence, "order", {"last": date(2026, 3, 1)}, id="an absence that ends before it begins"),
    pytest.param(lt.link, "purpose", {"purpose": "all", "task_key": None}, id="a link for no known purpose"),
    pytest.param(lt.link, "opens_one_thing", {"task_key": None}, id="a link to a task that names none"),
    pytest.param(
        lt.link, "opens_one_thing", {"purpose": "overview"}, id="a link to a plan that names a task"
    ),
    pytest.param(lt.link, "ends", {"expires_at": None}, id="a link to a task that never ends"),
    pytest.param(
        lt.slip, "state", {"state": "lost", "sealed": None, "next_at": None}, id="a slip of no known state"
    ),
    pytest.param(lt.slip, "ended_says_nothing", {"sealed": None}, id="a slip on its way that is empty"),
    pytest.param(lt.slip, "ended_waits_no_more", {"next_at": None}, id="a slip that waits for nothing"),
    pytest.param(rt.letter_ruling, "ruled", {"gen": 2, "ruled": "lost"}, id="a decision of no known kind"),
    pytest.param(ft.attachment, "size", {"size": 0}, id="a file without bytes"),
    pytest.param(t.hold, "order", {"until": date(2026, 3, 1)}, id="a hold that ends before it begins"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with one row in each table, and a second tenant."""
    for tenant in ("ours", "other"):
        ensure_tenant(engine, tenant, "weltoffene_kommune", NOW)
    with engine.begin() as connection:
        for table, row in ROWS.items():
            connection.execute(insert(table).values(tenant_id="ours", **row))
    return engine


def add(engine: Engine, table: Table, changes: dict[str, Any]) -> None:
    """Add a row like the first one, but for some changes."""
    with engine.begin() as connection:
        connection.execute(insert(table).values({"tenant_id": "ours", **ROWS[table], **changes}))


@pytest.mark.parametrize(("table", "key", "changes"), TWINS)
def test_twins_are_refused_by_a_key(filled: Engine, table: Table, key: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=rf"(?is)unique.*{key}"):
        add(filled, table, changes)


@pytest.mark.parametrize(("table", "changes"), NO_TWINS)
def test_what_only_resembles_another_is_taken(filled: Engine, table: Table, changes: dict[str, Any]) -> None:
    add(filled, table, changes)


@pytest.mark.parametrize(("table", "name", "changes"), CHECKS)
def test_rows_that_contradict_themselves_are_refused(
    filled: Engine, table: Table, name: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=f"ck_{table.name}_{name}"):
        add(filled, table, changes)


def test_there_is_one_instance_only(filled: Engine) -> None:
    row = {"one": 2, "instance_id": "twin", "epoch": 0, "sending": "enabled"}

    with pytest.raises(IntegrityError, match="ck_instance_single"), filled.begin() as connection:
        connection.execute(insert(t.instance).values(row))


@pytest.mark.parametrize("table", WITH_PARENTS, ids=lambda table: table.name)
def test_a_reference_cannot_point_into_another_tenant(filled: Engine, table: Table) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        add(filled, table, {"tenant_id": "other"})


def test_every_table_of_a_tenant_is_tested() -> None:
    instance_wide = {"worker", "breaker", "instance", "parked_module"}
    singletons = {"tenant", "suppression", "audit_event", "audit_head", *instance_wide}

    assert {table.name for table in ROWS} == set(t.metadata.tables) - singletons
