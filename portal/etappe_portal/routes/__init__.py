"""The pages, a file for each kind."""

from __future__ import annotations

from etappe_portal.routes import (
    answers,
    changes,
    follow_ups,
    legal,
    letters,
    link_entry,
    mailbox,
    overview,
    project,
    starting,
)

ROUTERS = (
    overview.router,
    starting.router,  # before the projects: none can be called "neu"
    project.router,
    changes.router,
    follow_ups.router,
    letters.router,
    mailbox.router,
    link_entry.router,
    answers.router,
    legal.router,  # it takes every other word
)
