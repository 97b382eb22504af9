"""The pages, a file for each kind."""

from __future__ import annotations

from etappe_portal.routes import (
    accounts,
    answers,
    attaching,
    changes,
    choosing,
    demo,
    downloads,
    files,
    follow_ups,
    kommune_days,
    kommunen,
    legal,
    letters,
    link_entry,
    mailbox,
    module_pages,
    overview,
    own_account,
    people,
    programme,
    project,
    provider,
    seats,
    settings,
    sheets,
    shifting,
    sign_in,
    starting,
    tokens,
)

ROUTERS = (
    overview.router,
    downloads.router,  # before the projects: a file of theirs is no project
    sheets.router,  # before the projects: none can be called "einlesen"
    starting.router,  # before the projects: none can be called "neu"
    project.router,
    files.router,
    changes.router,
    choosing.router,
    shifting.router,
    kommunen.router,
    kommune_days.router,
    seats.router,
    people.router,
    follow_ups.router,
    letters.router,
    programme.router,
    module_pages.router,
    settings.router,
    mailbox.router,
    demo.router,
    sign_in.router,
    provider.router,
    own_account.router,
    tokens.router,  # before the accounts: none can be called "schluessel"
    accounts.router,
    link_entry.router,
    answers.router,
    attaching.router,
    legal.router,  # it takes every other word
)
