"""PLACEHOLDER until access is merged."""

from __future__ import annotations
from datetime import datetime
from starlette.requests import Request
from etappe.model.accounts import StaffRole
from etappe_portal.portal import Portal
from etappe_portal.viewer import Viewer


def viewer_of(portal: Portal, request: Request, now: datetime) -> Viewer | None:
    return Viewer("1", "Jule Sommerfelden", "pm@example.org", StaffRole.ADMIN, "csrf", "token")
