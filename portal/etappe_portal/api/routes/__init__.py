"""The routes of the API, a file for each kind of thing."""

from __future__ import annotations

from etappe_portal.api.routes import (
    anchors,
    conditions,
    deadlines,
    follow_ups,
    histories,
    holds,
    kommunen,
    letters,
    plans,
    projects,
    starting,
    tasks,
)

ROUTERS = (
    kommunen.router,
    starting.router,  # before the projects: none can be called "preview"
    projects.router,
    plans.router,
    anchors.router,
    deadlines.router,
    tasks.router,
    conditions.router,
    holds.router,
    follow_ups.router,
    letters.router,
    histories.router,
)
