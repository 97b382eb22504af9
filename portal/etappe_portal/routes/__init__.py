"""The pages, a file for each kind."""

from __future__ import annotations

from etappe_portal.routes import (
    accounts,
    answers,
    attaching,
    changes,
    demo,
    downloads,
    files,
    follow_ups,
    legal,
    letters,
    link_entry,
    mailbox,
    overview,
    own_account,
    programme,
    project,
    sign_in,
    starting,
)

ROUTERS = (
    overview.router,
    downloads.router,  # before the projects: a file of theirs is no project
    starting.router,  # before the projects: none can be called "neu"
    project.router,
    files.router,
    changes.router,
    follow_ups.router,
    letters.router,
    programme.router,
    mailbox.router,
    demo.router,
    sign_in.router,
    own_account.router,
    accounts.router,
    link_entry.router,
    answers.router,
    attaching.router,
    legal.router,  # it takes every other word
)
